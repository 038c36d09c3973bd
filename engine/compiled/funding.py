"""Money by settlement: what work needs a month, and when what was granted has run out."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import inline, inner_loop
from engine.compiled.plan import Costs, Funding

ROUNDS = 5  # of the search for the month in which money runs out: enough for 99 of 100
INSTANT = 1e-6  # months; over a shorter time an amount falls at once, a ramp is a step
YES, NO = (
    cast(bool, np.bool_(True)),
    cast(bool, np.bool_(False)),
)  # a literal is a type of its own, compiled anew
FUNDED, NOT_FUNDED = YES, NO
AFTER, BEFORE = YES, NO
CLOSE = 1e-13  # relative to the money; in months it is far below a day


@inner_loop
def to_open(
    month: NDArray[np.float64],
    funding: Funding,
    settled: int,
    sheet: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """`out[iteration]` = months up to `month[iteration]` in which there was money."""
    for i in range(out.size):
        out[i] = month[i]
    for k in range(settled):
        exhausted, until = sheet[funding.exhausted[k]], funding.until[k]
        for i in range(out.size):
            out[i] -= min(max(month[i] - exhausted[i], 0.0), until - exhausted[i])


@inner_loop
def set_rates(costs: Costs, funded: bool, sheet: NDArray[np.float64], line_rate: NDArray[np.float64]) -> None:
    """Write each flow's rate a month, and what of it falls in an instant, from the dates as they stand.

    A flow is all lines of one cluster between the same two times; the flows that are funded or those that
    are not. `line_rate` is one row of scratch.
    """
    for flow in range(costs.rate.size):
        if costs.funded[flow] == funded:
            sheet[costs.rate[flow], :] = 0.0
            sheet[costs.lump[flow], :] = 0.0
    for line in range(costs.flow.size):
        flow = costs.flow[line]
        if costs.funded[flow] == funded:
            source, rate, lump = sheet[costs.amount[line]], sheet[costs.rate[flow]], sheet[costs.lump[flow]]
            for i in range(rate.size):
                line_rate[i] = source[i] * costs.scale[line]
            for k in range(costs.factors.start[line], costs.factors.start[line + 1]):
                factor = sheet[costs.factors.rows[k]]
                for i in range(rate.size):
                    line_rate[i] *= factor[i]
            if costs.spread[line]:
                begin, end = sheet[costs.begin[flow]], sheet[costs.end[flow]]
                for i in range(rate.size):
                    length = end[i] - begin[i]
                    at_once = length < INSTANT
                    lump[i] += line_rate[i] if at_once else 0.0
                    rate[i] += 0.0 if at_once else line_rate[i] / length
            else:
                for i in range(rate.size):
                    rate[i] += line_rate[i]


@inner_loop
def set_clock(costs: Costs, funding: Funding, settled: int, sheet: NDArray[np.float64]) -> None:
    """Write the funded flows' times, and the years' boundaries, on the clock of the months with money."""
    for flow in range(costs.rate.size):
        if costs.funded[flow]:
            to_open(sheet[costs.begin[flow]], funding, settled, sheet, sheet[costs.open_begin[flow]])
            to_open(sheet[costs.end[flow]], funding, settled, sheet, sheet[costs.open_end[flow]])
    for year in range(costs.boundaries):
        to_open(sheet[costs.wall_clock + year], funding, settled, sheet, sheet[costs.open_clock + year])


@inner_loop
def has_lumps(costs: Costs, sheet: NDArray[np.float64]) -> bool:
    """Whether money of the settlements falls in an instant in any iteration."""
    found = False
    for flow in range(costs.rate.size):
        if costs.funded[flow] and costs.spreads[flow]:
            falls = sheet[costs.lump[flow]]
            for i in range(falls.size):
                found |= falls[i] != 0.0
    return found


@inner_loop
def spend(
    costs: Costs,
    lumps: bool,
    sheet: NDArray[np.float64],
    month: NDArray[np.float64],
    total: NDArray[np.float64],
    rate: NDArray[np.float64],
) -> None:
    """Settlement money spent up to the open `month[iteration]`, and the rate of spending just before it."""
    total[:] = 0.0
    rate[:] = 0.0
    for flow in range(costs.rate.size):
        if costs.funded[flow]:
            flows, begin, end = (
                sheet[costs.rate[flow]],
                sheet[costs.open_begin[flow]],
                sheet[costs.open_end[flow]],
            )
            for i in range(month.size):
                total[i] += flows[i] * max(min(month[i], end[i]) - begin[i], 0.0)
                rate[i] += flows[i] if begin[i] < month[i] <= end[i] else 0.0
            if lumps and costs.spreads[flow]:
                falls = sheet[costs.lump[flow]]
                for i in range(month.size):
                    total[i] += falls[i] if month[i] > begin[i] else 0.0


@inner_loop
def settle(
    costs: Costs, funding: Funding, settled: int, sheet: NDArray[np.float64], scratch: NDArray[np.float64]
) -> bool:
    """Write when the money of settlement `settled` runs out; whether it does in any iteration.

    The open month by which the money is spent is found between the settlement's two ends. `scratch` is six rows.
    """
    month, money, low = scratch[0], scratch[1], scratch[2]
    high, total, rate = scratch[3], scratch[4], scratch[5]
    opened = funding.until[settled - 1] if settled else 0.0
    closed = funding.until[settled]
    exhausted = sheet[funding.exhausted[settled]]
    approved, top_up = sheet[funding.approved[settled]], sheet[funding.top_up[settled]]
    n = exhausted.size
    month[:] = opened
    to_open(month, funding, settled, sheet, low)
    month[:] = closed
    to_open(month, funding, settled, sheet, high)
    exhausted[:] = closed
    lumps = has_lumps(costs, sheet)
    spend(costs, lumps, sheet, low, money, rate)
    spend(costs, lumps, sheet, high, total, rate)
    short = False
    for i in range(n):
        need = total[i] - money[i]
        granted = approved[i] + top_up[i] * max(need - approved[i], 0.0)
        lacks = need > granted + CLOSE * total[i]
        short |= lacks
        # What does not run out is found already: no money is asked for.
        money[i] = money[i] + granted if lacks else np.inf
        month[i] = low[i] + (high[i] - low[i]) * (granted / need) if lacks else high[i]
    if short:
        for i in range(n):
            exhausted[i] = low[i]  # kept here while the search moves it
        search(costs, lumps, sheet, month, money, low, high, total, rate)
        for i in range(n):
            lacks = money[i] < np.inf
            exhausted[i] = min(opened + (month[i] - exhausted[i]), closed) if lacks else closed
    return short


@inline
def search(costs, lumps, sheet, month, money, low, high, total, rate):  # type: ignore[no-untyped-def]
    """Move `month[iteration]` to where `money` is spent, between `low` and `high`; `total`, `rate` are scratch.

    By Newton's method kept inside the bracket, all iterations together; what is left then bend by bend, so that
    one iteration in a hundred, which may have met a lump, does not keep the others waiting for 40 rounds more.
    """
    for _ in range(ROUNDS):
        spend(costs, lumps, sheet, month, total, rate)
        left = False
        for i in range(month.size):
            gap = total[i] - money[i]
            if abs(gap) > CLOSE * money[i] and money[i] < np.inf:
                left = True
                if gap > 0.0:
                    high[i] = month[i]
                else:
                    low[i] = month[i]
                guess = month[i] - gap / rate[i] if rate[i] > 0.0 else low[i]
                month[i] = guess if low[i] < guess < high[i] else 0.5 * (low[i] + high[i])
            else:
                low[i] = high[i]
        if not left:
            break
    for i in range(month.size):
        if low[i] < high[i]:
            month[i] = between_bends(costs, sheet, i, money[i], low[i], high[i])


@inner_loop
def between_bends(
    costs: Costs, sheet: NDArray[np.float64], i: int, money: float, low: float, high: float
) -> float:
    """The open month between `low` and `high` by which iteration `i` has spent `money`: exact, or a lump's own.

    The months in which a flow begins or ends halve the bracket until spending is a straight line in it.
    """
    while True:
        bend = low
        for flow in range(costs.rate.size):
            if costs.funded[flow]:
                for row in (costs.open_begin[flow], costs.open_end[flow]):
                    month = sheet[row, i]
                    if low < month < high and abs(2.0 * month - low - high) < abs(2.0 * bend - low - high):
                        bend = month
        if bend == low:
            break
        if spent(costs, sheet, i, bend, BEFORE)[0] > money:
            high = bend
        else:
            low = bend
    total, rate = spent(costs, sheet, i, low, AFTER)
    if total >= money:
        return low
    return min(low + (money - total) / rate, high) if rate > 0.0 else high


@inner_loop
def spent(costs: Costs, sheet: NDArray[np.float64], i: int, month: float, after: bool) -> tuple[float, float]:
    """What `spend` finds for one iteration, just before an open month or just after it."""
    total, rate = 0.0, 0.0
    for flow in range(costs.rate.size):
        if costs.funded[flow]:
            begin, end = sheet[costs.open_begin[flow], i], sheet[costs.open_end[flow], i]
            begun = begin <= month if after else begin < month
            ended = end <= month if after else end < month
            total += sheet[costs.rate[flow], i] * max(min(month, end) - begin, 0.0)
            total += sheet[costs.lump[flow], i] if begun else 0.0
            rate += sheet[costs.rate[flow], i] if begun and not ended else 0.0
    return total, rate
