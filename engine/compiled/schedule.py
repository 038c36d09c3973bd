"""Dates: activities after their predecessors, with drivers and delays, and their wait for money."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.compiled.funding import FUNDED, INSTANT, set_clock, set_rates, settle
from engine.compiled.loop import inline, inner_loop
from engine.compiled.plan import Funding, Schedule

NONE = cast(
    int, np.int64(0)
)  # settlements; a literal 0 would be a type of its own, and have its own compilation


@inner_loop
def wait_for_money(begin, end, exhausted, until):  # type: ignore[no-untyped-def]
    """Move `begin` and `end` of an activity past the months in which there is no money: [exhausted, until).

    When money runs out just as one activity ends and the next begins is known to rounding only: within an
    instant of it, the one has ended and the other waits.
    """
    gap = until - exhausted
    if gap > 0.0:
        if exhausted - INSTANT <= begin < until:
            end += until - begin
            begin = until
        elif begin < exhausted and end > exhausted + INSTANT:
            end += gap
    return begin, end


@inner_loop
def set_dates(schedule: Schedule, funding: Funding, settled: int, sheet: NDArray[np.float64]) -> None:
    """Write start and finish of every activity, with the waits of the first `settled` settlements."""
    for a in range(schedule.duration.size):
        start, finish = sheet[schedule.start[a]], sheet[schedule.finish[a]]
        earliest, duration = sheet[schedule.earliest[a]], sheet[schedule.duration[a]]
        for i in range(start.size):
            start[i] = earliest[i]
            finish[i] = duration[i]
        for k in range(schedule.after.start[a], schedule.after.start[a + 1]):
            before = sheet[schedule.after.rows[k]]
            for i in range(start.size):
                start[i] = max(start[i], before[i])
        for k in range(schedule.factors.start[a], schedule.factors.start[a + 1]):
            factor = sheet[schedule.factors.rows[k]]
            for i in range(start.size):
                finish[i] *= factor[i]
        for k in range(schedule.delays.start[a], schedule.delays.start[a + 1]):
            delay = sheet[schedule.delays.rows[k]]
            for i in range(start.size):
                finish[i] += delay[i]
        for i in range(start.size):
            finish[i] = start[i] + max(finish[i], 0.0)
        if schedule.funded[a]:
            for k in range(settled):
                exhausted = sheet[funding.exhausted[k]]
                for i in range(start.size):
                    start[i], finish[i] = wait_for_money(start[i], finish[i], exhausted[i], funding.until[k])


@inline
def schedule_programme(plan, sheet, scratch):  # type: ignore[no-untyped-def]
    """Write all dates of `sheet[row, iteration]`: plan first, then settlement by settlement.

    `scratch` is six rows.
    """
    set_dates(plan.schedule, plan.funding, NONE, sheet)
    settlements = plan.funding.until.size
    if settlements:
        set_rates(plan.costs, FUNDED, sheet, scratch[0])  # work needs its money whenever it is done
        set_clock(plan.costs, plan.funding, NONE, sheet)
    for k in range(settlements):
        if settle(plan.costs, plan.funding, k, sheet, scratch):
            set_dates(plan.schedule, plan.funding, k + 1, sheet)
            set_clock(plan.costs, plan.funding, k + 1, sheet)
