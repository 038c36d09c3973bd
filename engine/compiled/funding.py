"""Money by settlement: what work needs a month, and when what was granted has run out."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import inline, inner_loop
from engine.compiled.plan import Costs, Funding

ROUNDS = 80  # of the search for the month in which money runs out; bisection alone would need 60
INSTANT = 1e-6  # months; over a shorter time an amount falls at once, a ramp is a step
FUNDED, NOT_FUNDED = cast(bool, np.bool_(True)), cast(bool, np.bool_(False))  # a literal is a type of its own
CLOSE = 1e-13  # relative to the money; in months it is far below a day


@inline
def to_open(month, funding, settled, sheet, out):  # type: ignore[no-untyped-def]
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
def spend(
    costs: Costs,
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
            flows, falls = sheet[costs.rate[flow]], sheet[costs.lump[flow]]
            begin, end = sheet[costs.open_begin[flow]], sheet[costs.open_end[flow]]
            for i in range(month.size):
                done = min(month[i], end[i]) - begin[i]
                total[i] += flows[i] * max(done, 0.0) + (falls[i] if month[i] > begin[i] else 0.0)
                rate[i] += flows[i] if begin[i] < month[i] <= end[i] else 0.0


@inner_loop
def settle(
    costs: Costs, funding: Funding, settled: int, sheet: NDArray[np.float64], scratch: NDArray[np.float64]
) -> bool:
    """Write when the money of settlement `settled` runs out; whether it does in any iteration.

    The open month by which the money is spent is found by Newton's method kept inside a bracket, each
    iteration until it is there and no further. `scratch` is six rows.
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
    spend(costs, sheet, low, money, rate)
    spend(costs, sheet, high, total, rate)
    short = False
    for i in range(n):
        need = total[i] - money[i]
        granted = approved[i] + top_up[i] * max(need - approved[i], 0.0)
        lacks = need > granted + CLOSE * total[i]
        short = short or lacks
        # What does not run out is found already: nothing is left between low and high.
        money[i] = money[i] + granted if lacks else np.inf
        month[i] = high[i]
    if short:
        for i in range(n):
            exhausted[i] = low[i]  # kept here while the search moves it
        search(costs, sheet, month, money, low, high, total, rate)
        for i in range(n):
            lacks = money[i] < np.inf
            exhausted[i] = min(opened + (month[i] - exhausted[i]), closed) if lacks else closed
    return short


@inline
def search(costs, sheet, month, money, low, high, total, rate):  # type: ignore[no-untyped-def]
    """Move `month[iteration]` to where `money` is spent, between `low` and `high`; `total`, `rate` are scratch."""
    for _ in range(ROUNDS):
        spend(costs, sheet, month, total, rate)
        moved = False
        for i in range(month.size):
            gap = total[i] - money[i]
            if abs(gap) > CLOSE * money[i] and money[i] < np.inf and high[i] - low[i] > CLOSE * high[i]:
                moved = True
                if gap > 0.0:
                    high[i] = month[i]
                else:
                    low[i] = month[i]
                guess = month[i] - gap / rate[i] if rate[i] > 0.0 else low[i]
                month[i] = guess if low[i] < guess < high[i] else 0.5 * (low[i] + high[i])
        if not moved:
            break
