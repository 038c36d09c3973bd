"""Dates: activities after their predecessors, with drivers and delays, and their wait for money."""

from __future__ import annotations

from typing import cast

import numpy as np

from engine.compiled.funding import falls_at_once, set_funded_months, set_rates, settle
from engine.compiled.instant import INSTANT
from engine.compiled.open_months import in_open_months
from engine.compiled.open_work import wait_in_open_months
from engine.compiled.plan import Funding, Ragged, Schedule
from engine.compiled.vectors.lanes import Lanes, everywhere, where
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows

NONE = cast(int, np.int64(0))  # a literal 0 would be a type of its own, and have its own compilation


@inner_loop
def wait_for_money(begin, end, exhausted, until):  # type: ignore[no-untyped-def]
    """Move `begin` and `end` of an activity past the months in which there is no money: [exhausted, until).

    When money runs out just as one activity ends and the next begins is known to rounding only: within an
    instant of it, the one has ended and the other waits.
    """
    waits = (exhausted - INSTANT <= begin) & (begin < until)
    breaks_off = (begin < exhausted) & (end > exhausted + INSTANT)
    end = where(waits, end + (until - begin), where(breaks_off, end + (until - exhausted), end))
    return where(waits, until, begin), end


@inner_loop
def tied(schedule: Schedule, a: int, start: Lanes, length: Lanes, sheet: Rows) -> tuple[Lanes, Lanes]:
    """Start and finish of an activity, with its ties to others and the months in which it rests.

    Where its finish is held back the work starts no earlier than it can go through.
    """
    held = everywhere(0.0)
    for k in range(schedule.ties.start[a], schedule.ties.start[a + 1]):
        month = sheet[schedule.ties.rows[k]] + sheet[schedule.lags[k]]
        if schedule.to_finish[k]:
            held = max(held, month)
        else:
            start = max(start, month)
    if schedule.calendar[a] >= 0:
        return in_open_months(schedule.opened[schedule.calendar[a]], start, length, held)
    start = max(start, held - length)
    return start, start + length


@inner_loop
def set_usefulness(latest: Ragged, sheet: Rows) -> None:
    """Write 1 where a finish is no later than it is of use, else 0."""
    for k in range(latest.start.size - 1):
        at = latest.start[k]
        finish, last = sheet[latest.rows[at]], sheet[latest.rows[at + 1]]
        sheet[latest.rows[at + 2]] = where(finish <= last + INSTANT, 1.0, 0.0)


@inner_loop
def set_dates(schedule: Schedule, funding: Funding, settled: int, sheet: Rows) -> None:
    """Write start and finish of every activity, with the waits of the first `settled` settlements."""
    for a in range(schedule.duration.size):
        start, length = sheet[schedule.earliest[a]], sheet[schedule.duration[a]]
        for k in range(schedule.after.start[a], schedule.after.start[a + 1]):
            start = max(start, sheet[schedule.after.rows[k]])
        for k in range(schedule.factors.start[a], schedule.factors.start[a + 1]):
            length *= sheet[schedule.factors.rows[k]]
        for k in range(schedule.delays.start[a], schedule.delays.start[a + 1]):
            length += sheet[schedule.delays.rows[k]]
        finish = start + max(length, 0.0)
        if schedule.further[a]:
            if schedule.floored[a] >= 0:
                sheet[schedule.floored[a]] = where(length < 0.0, 1.0, 0.0)
            start, finish = tied(schedule, a, start, max(length, 0.0), sheet)
        if schedule.funded[a] and schedule.calendar[a] >= 0:
            opened = schedule.opened[schedule.calendar[a]]
            start, finish = wait_in_open_months(
                opened, start, finish, max(length, 0.0), funding, settled, sheet
            )
        elif schedule.funded[a]:
            for k in range(settled):
                start, finish = wait_for_money(start, finish, sheet[funding.exhausted[k]], funding.until[k])
        sheet[schedule.start[a]] = start
        sheet[schedule.finish[a]] = finish


@inner_loop
def schedule_programme(plan, sheet):  # type: ignore[no-untyped-def]
    """Write all dates: plan first, then settlement by settlement."""
    set_dates(plan.schedule, plan.funding, NONE, sheet)
    settlements = plan.funding.until.size
    if settlements:
        set_funded_months(plan.costs, plan.funding, NONE, sheet)
        set_rates(plan.costs, NONE, plan.costs.funded, sheet)  # work needs its money whenever it is done
    at_once = falls_at_once(plan.costs, sheet)
    for k in range(settlements):
        if settle(plan.costs, plan.funding, at_once, k, sheet):
            set_dates(plan.schedule, plan.funding, k + 1, sheet)
            set_funded_months(plan.costs, plan.funding, k + 1, sheet)
    set_usefulness(plan.schedule.latest, sheet)
