"""Work that rests in some months and is paid by settlements: how it waits, and its money as the work is done.

Its clock is months of work in which there was money: those of its calendar, without the waits.
"""

from __future__ import annotations

import math

from engine.compiled.instant import INSTANT
from engine.compiled.open_months import done_by, next_open, within_table, worked
from engine.compiled.plan import Costs, Floats, Funding
from engine.compiled.vectors.lanes import LANES, Lanes, everywhere, lane, where, with_lane
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows


@inner_loop
def wait_in_open_months(
    opened: Floats,
    start: Lanes,
    finish: Lanes,
    length: Lanes,
    funding: Funding,
    settled: int,
    sheet: Rows,
) -> tuple[Lanes, Lanes]:
    """Start and finish of so many months of work, past the months in which there is no money.

    What is broken off has as much work left as it had when money ran out, and does it in open months from then on.
    """
    for k in range(LANES):
        begins, ends, work = lane(start, k), lane(finish, k), lane(length, k)
        needed = worked(opened, begins) + work
        for s in range(settled):
            since, until = lane(sheet[funding.exhausted[s]], k), funding.until[s]
            if since - INSTANT <= begins < until:
                later = next_open(opened, until) if work > 0.0 else until
                needed += worked(opened, later) - worked(opened, begins)
                begins = later
                ends = max(ends, done_by(opened, needed)) if work > 0.0 else begins
            elif begins < since < until and needed - worked(opened, since) > INSTANT:
                needed += worked(opened, until) - worked(opened, since)
                ends = max(ends, done_by(opened, needed))
        start, finish = with_lane(start, k, begins), with_lane(finish, k, ends)
    return start, finish


@inner_loop
def funded_work(opened: Floats, month: Lanes, funding: Funding, settled: int, sheet: Rows) -> Lanes:
    """Months of work up to `month`, of those in which there was money."""
    found = month
    for k in range(LANES):
        at = lane(month, k)
        done = worked(opened, at)
        for s in range(settled):
            since, last = lane(sheet[funding.exhausted[s]], k), min(at, funding.until[s])
            if since < last:
                done -= worked(opened, last) - worked(opened, since)
        found = with_lane(found, k, done)
    return found


@inner_loop
def set_funded_work(costs: Costs, funding: Funding, settled: int, sheet: Rows) -> None:
    """Write begin and end of what is spent by work done, and the years' boundaries, in months of work with money."""
    for flow in range(costs.steady, costs.funded):
        opened = costs.opened[costs.calendar[flow]]
        for first, month in ((costs.work_begin, costs.begin[flow]), (costs.work_end, costs.end[flow])):
            sheet[first + flow] = funded_work(opened, sheet[month], funding, settled, sheet)
    if costs.steady < costs.funded:
        for c in range(costs.opened.shape[0]):
            for year in range(costs.boundaries):
                month = sheet[costs.months + year]
                row = costs.work_months + c * costs.boundaries + year
                sheet[row] = funded_work(costs.opened[c], month, funding, settled, sheet)


@inner_loop
def set_clock(costs: Costs, funding: Funding, settled: int, low: Lanes, sheet: Rows) -> None:
    """Write how far the months of settlement `settled` are ahead of funded months, and work of those with money.

    `low` is the funded month in which it opens.
    """
    month = everywhere(funding.until[settled - 1] if settled else 0.0)
    sheet[costs.ahead] = month - low
    for c in range(costs.opened.shape[0]):
        opened = costs.opened[c]
        done = funded_work(opened, month, funding, settled, sheet)
        sheet[costs.lost + c] = everywhere(worked(opened, lane(month, 0))) - done


@inner_loop
def spend_on_work(costs: Costs, at_once: bool, sheet: Rows, month: Lanes, after: bool) -> tuple[Lanes, Lanes]:
    """Money spent by work done up to a funded month of this settlement, and its rate, just before it or just after.

    A month and months of work are the same point of time to rounding only: within an instant of it.
    """
    total, rate = everywhere(0.0), everywhere(0.0)
    side = INSTANT if after else -INSTANT
    for flow in range(costs.steady, costs.funded):
        opened, flows = costs.opened[costs.calendar[flow]], sheet[costs.rate + flow]
        done, is_open = month, month
        for k in range(LANES):
            at = lane(month, k) + lane(sheet[costs.ahead], k)
            place = within_table(opened, max(at + side, 0.0))[1]
            done = with_lane(done, k, worked(opened, at))
            is_open = with_lane(is_open, k, opened[place + 1] - opened[place])
        done -= sheet[costs.lost + costs.calendar[flow]]
        begin, end = sheet[costs.work_begin + flow], sheet[costs.work_end + flow]
        total += flows * max(min(done, end) - begin, 0.0)
        runs = (begin < done + side) & (done + side < end)
        rate += where(runs, flows * is_open, 0.0)
        if at_once:
            begins = sheet[costs.funded_begin + flow]
            begun = begins <= month if after else begins < month
            total += where(begun, sheet[costs.instant + flow], 0.0)
    return total, rate


@inner_loop
def whole_month(costs: Costs, sheet: Rows, middle: Lanes) -> Lanes:
    """The funded month nearest to `middle` in which a month of the calendar begins: there work may begin to rest."""
    found = middle
    for k in range(LANES):
        ahead = lane(sheet[costs.ahead], k)
        found = with_lane(found, k, math.floor(lane(middle, k) + ahead + 0.5) - ahead)
    return found
