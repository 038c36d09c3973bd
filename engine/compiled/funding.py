"""Money by settlement: what work needs a month, and when what was granted has run out."""

from __future__ import annotations

from typing import cast

import numpy as np

from engine.compiled.instant import INSTANT
from engine.compiled.open_work import set_clock, set_funded_work, spend_on_work, whole_month
from engine.compiled.plan import Costs, Funding
from engine.compiled.vectors.lanes import Lanes, anywhere, everywhere, where
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows

ROUNDS = 5  # of the search for the month in which money runs out: enough for 99 of 100
AFTER, BEFORE = (cast(bool, np.bool_(one)) for one in (True, False))  # literals would be compiled one by one
CLOSE = 1e-13  # relative to the money; in months it is far below a day


@inner_loop
def funded_month(month, funding, settled, sheet):  # type: ignore[no-untyped-def]
    """Months up to `month` in which there was money."""
    found = everywhere(month)
    for k in range(settled):
        found -= max(min(month, funding.until[k]) - sheet[funding.exhausted[k]], 0.0)
    return found


@inner_loop
def set_rates(costs: Costs, first: int, stop: int, sheet: Rows) -> None:
    """Write the rate a month of flows `first … stop`, and what falls in an instant, from the dates as they stand."""
    for flow in range(first, stop):
        length = sheet[costs.end[flow]] - sheet[costs.begin[flow]]
        if costs.steady <= flow < costs.funded:
            length = sheet[costs.work_end + flow] - sheet[costs.work_begin + flow]
        set_rate(costs, flow, costs.first_line[flow], costs.first_line[flow + 1], length, sheet)


@inner_loop
def set_rate(costs, flow, first, stop, length, sheet):  # type: ignore[no-untyped-def]
    """Write what a flow of so many months comes to, of its lines `first … stop` alone."""
    spread, rate = everywhere(0.0), everywhere(0.0)
    for line in range(first, stop):
        amount = sheet[costs.amount[line]] * costs.scale[line]
        for k in range(costs.factors.start[line], costs.factors.start[line + 1]):
            amount *= sheet[costs.factors.rows[k]]
        if costs.spread[line]:
            spread += amount
        else:
            rate += amount
    if costs.spreads[flow]:
        is_short = length < INSTANT
        sheet[costs.instant + flow] = where(is_short, spread, 0.0)
        rate += where(is_short, 0.0, spread / length)
    sheet[costs.rate + flow] = rate


@inner_loop
def set_funded_months(costs: Costs, funding: Funding, settled: int, sheet: Rows) -> None:
    """Write the funded flows' times, and the years' boundaries, in funded months."""
    for flow in range(costs.funded):
        sheet[costs.funded_begin + flow] = funded_month(sheet[costs.begin[flow]], funding, settled, sheet)
        sheet[costs.funded_end + flow] = funded_month(sheet[costs.end[flow]], funding, settled, sheet)
    for year in range(costs.boundaries):
        sheet[costs.funded_months + year] = funded_month(sheet[costs.months + year], funding, settled, sheet)
    set_funded_work(costs, funding, settled, sheet)


@inner_loop
def falls_at_once(costs: Costs, sheet: Rows) -> bool:
    """Whether money of the settlements falls in an instant in any lane."""
    falls = everywhere(0.0)
    for flow in range(costs.funded):
        if costs.spreads[flow]:
            falls = max(falls, abs(sheet[costs.instant + flow]))
    return anywhere(falls > 0.0)  # type: ignore[no-any-return]


@inner_loop
def spend(costs: Costs, at_once: bool, sheet: Rows, month: Lanes, after: bool) -> tuple[Lanes, Lanes]:
    """Settlement money spent up to an funded month, and the rate of spending, just before it or just after."""
    total, rate = everywhere(0.0), everywhere(0.0)
    if costs.steady < costs.funded:
        total, rate = spend_on_work(costs, at_once, sheet, month, after)
    for flow in range(costs.steady):
        flows = sheet[costs.rate + flow]
        begin, end = sheet[costs.funded_begin + flow], sheet[costs.funded_end + flow]
        total += flows * max(min(month, end) - begin, 0.0)
        if after:
            begun, runs = begin <= month, month < end
        else:
            begun, runs = begin < month, month <= end
        rate += where(begun & runs, flows, 0.0)
        if at_once and costs.spreads[flow]:
            total += where(begun, sheet[costs.instant + flow], 0.0)
    return total, rate


@inner_loop
def settle(costs: Costs, funding: Funding, at_once: bool, settled: int, sheet: Rows) -> bool:
    """Write when the money of settlement `settled` runs out; whether it does in any iteration.

    The funded month by which the money is spent is found between the settlement's two ends.
    """
    opened = funding.until[settled - 1] if settled else 0.0
    closed = funding.until[settled]
    low, high = funded_month(opened, funding, settled, sheet), funded_month(closed, funding, settled, sheet)
    if costs.steady < costs.funded:
        set_clock(costs, funding, settled, low, sheet)
    before, total = (
        spend(costs, at_once, sheet, low, BEFORE)[0],
        spend(costs, at_once, sheet, high, BEFORE)[0],
    )
    need, approved = total - before, sheet[funding.approved[settled]]
    granted = approved + sheet[funding.top_up[settled]] * max(need - approved, 0.0)
    lacks = need > granted + CLOSE * total
    exhausted = everywhere(np.inf)
    short = anywhere(lacks)
    if short:
        guess = low + (high - low) * (granted / need)
        month = search(costs, at_once, sheet, lacks, guess, before + granted, low, high)
        ends = opened + (month - low)
        exhausted = where(lacks & (ends < closed), ends, np.inf)
    sheet[funding.exhausted[settled]] = exhausted
    if funding.unfunded.size:
        sheet[funding.unfunded[settled]] = where(lacks, need - granted, 0.0)
    return short  # type: ignore[no-any-return]


@inner_loop
def search(costs, at_once, sheet, left, month, money, low, high):  # type: ignore[no-untyped-def]
    """The funded month, between `low` and `high`, in which `money` is spent, in the lanes that are `left`.

    By Newton's method kept inside the bracket from a first `month` on; what is left then bend by bend, since one
    iteration in a hundred, where money falls at once, would keep the others waiting for 40 rounds more.
    """
    for _ in range(ROUNDS):
        total, rate = spend(costs, at_once, sheet, month, BEFORE)
        gap = total - money
        left = left & (abs(gap) > CLOSE * money)
        if not anywhere(left):
            break
        high = where(left & (gap > 0.0), month, high)
        low = where(left & (gap <= 0.0), month, low)
        guess = where(rate > 0.0, month - gap / rate, low)
        guess = where((low < guess) & (guess < high), guess, 0.5 * (low + high))
        month = where(left, guess, month)
    if anywhere(left):
        month = where(left, between_bends(costs, at_once, sheet, left, money, low, high), month)
    return month


@inner_loop
def between_bends(
    costs: Costs, at_once: bool, sheet: Rows, left: Lanes, money: Lanes, low: Lanes, high: Lanes
) -> Lanes:
    """The funded month between `low` and `high` by which `money` is spent: exact, or that of what falls at once.

    The months in which a flow begins or ends halve the bracket until spending is a straight line in it, in all
    lanes that are `left`.
    """
    while True:
        bend, middle = low, 0.5 * (low + high)
        nearest = high - low
        for flow in range(costs.funded):
            for first in (costs.funded_begin, costs.funded_end):
                month = sheet[first + flow]
                distance = abs(month - middle)
                nearer = (low < month) & (month < high) & (distance < nearest)
                bend, nearest = where(nearer, month, bend), where(nearer, distance, nearest)
        if costs.steady < costs.funded:
            month = whole_month(costs, sheet, middle)
            nearer = (low < month) & (month < high) & (abs(month - middle) < nearest)
            bend = where(nearer, month, bend)
        inside = left & (bend != low)
        if not anywhere(inside):
            break
        late = spend(costs, at_once, sheet, bend, BEFORE)[0] > money
        low, high = where(late, low, bend), where(late, bend, high)
    total, rate = spend(costs, at_once, sheet, low, AFTER)
    straight = where(rate > 0.0, min(low + (money - total) / rate, high), high)
    return where(total >= money, low, straight)
