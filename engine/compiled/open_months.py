"""Work that rests in some months: how much of it is done by when.

`opened[k]` is how many of the first k months are open to work; the last twelve of them come again each year.
"""

from __future__ import annotations

from engine.compiled.instant import INSTANT
from engine.compiled.plan import Floats
from engine.compiled.vectors.lanes import LANES, Lanes, lane, with_lane
from engine.compiled.vectors.loop import inner_loop

A_YEAR = 12


@inner_loop
def within_table(opened: Floats, month: float) -> tuple[int, int]:
    """Years that lie between a month and the same month of the table, and that month's place."""
    known = opened.size - 1
    years = 0
    if month >= known:
        years = int((month - (known - A_YEAR)) / A_YEAR)
    return years, min(int(month - A_YEAR * years), known - 1)


@inner_loop
def worked(opened: Floats, month: float) -> float:
    """Months of work up to `month`, if it never stopped but to rest."""
    years, at = within_table(opened, month)
    part = (month - A_YEAR * years - at) * (opened[at + 1] - opened[at])
    return float(years * (opened[-1] - opened[opened.size - 1 - A_YEAR]) + opened[at] + part)


@inner_loop
def done_by(opened: Floats, work: float) -> float:
    """The first month by which so much work is done; what misses an opening by an instant does not wait for it."""
    before = opened[opened.size - 1 - A_YEAR]
    a_year = opened[-1] - before
    years = 0
    if work - INSTANT > opened[-1]:
        years = int((work - INSTANT - before) / a_year)
    left = work - years * a_year
    low, high = 0, opened.size - 2
    while low < high:
        middle = (low + high) // 2
        if opened[middle + 1] >= left - INSTANT:
            high = middle
        else:
            low = middle + 1
    return float(A_YEAR * years + low + (left - opened[low]))


@inner_loop
def next_open(opened: Floats, month: float) -> float:
    """The month itself where work can be done, else the next opening."""
    years, at = within_table(opened, month + INSTANT)
    if opened[at + 1] > opened[at]:
        return month
    while opened[at + 1] == opened[at]:
        at += 1
        if at == opened.size - 1:
            at, years = at - A_YEAR, years + 1
    return float(A_YEAR * years + at)


@inner_loop
def in_open_months(opened: Floats, start: Lanes, length: Lanes, held: Lanes) -> tuple[Lanes, Lanes]:
    """Start and finish of so many months of work, which is not to be done before `held`. Without work nothing rests."""
    finish = start
    for k in range(LANES):
        begins, work, least = lane(start, k), lane(length, k), lane(held, k)
        ends = begins = max(begins, least) if work == 0.0 else begins
        if work > 0.0:
            begins = next_open(opened, begins)
            needed = worked(opened, least) - work
            if needed > worked(opened, begins):
                begins = max(begins, next_open(opened, done_by(opened, needed)))
            ends = max(begins, max(done_by(opened, worked(opened, begins) + work), least))
        start, finish = with_lane(start, k, begins), with_lane(finish, k, ends)
    return start, finish
