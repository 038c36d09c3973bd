"""When every activity starts and finishes, given the months in which there is no money."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from benchmarks.twin.case import INSTANT, Case, FloatArray, Values
from benchmarks.twin.open_months import OpenMonths, in_open_months
from engine.programme.activity import Activity, Calendar


class Window(NamedTuple):
    """Months in which funded work has no money, `since <= month < until`; none where they are equal."""

    since: FloatArray
    until: float


class Schedule(NamedTuple):
    """Start and finish of every activity, the windows that funded ones keep to, and what was not granted.

    `lacking` is the need of each settlement that was not, by the month of its `until`.
    """

    start: dict[str, FloatArray]
    finish: dict[str, FloatArray]
    windows: list[Window]
    lacking: dict[float, FloatArray]


def worked_months(activity: Activity, case: Case) -> FloatArray:
    """Planned months x drivers + delays; below 0 where more time is saved than there is."""
    planned = case.of(activity.duration) * activity.uplift
    return np.asarray(planned * case.factor[activity.name] + case.delay[activity.name])


def durations(case: Case) -> dict[str, FloatArray]:
    """Months of work of every activity: planned x drivers + delays, and never fewer than none."""
    return {a.name: np.maximum(worked_months(a, case), 0.0) for a in case.programme.activities}


def forward_pass(case: Case, duration: Values, paid: Collection[str], windows: list[Window]) -> Schedule:
    """Each activity behind its predecessors; those `paid` by settlements neither start nor go on inside a window.

    Money that runs out as one activity ends and another begins is known to rounding only: within an instant
    of it, the one has ended and the other waits.
    """
    times = Schedule({}, {}, windows, {})
    closings = [
        (np.where(since < until, since - INSTANT, until), since + INSTANT, until - since, until)
        for since, until in windows
    ]
    for activity in case.programme.activities:
        start = case.of(activity.earliest)
        for before in activity.after:
            start = np.maximum(start, times.finish[before])
        months = duration[activity.name]
        held = np.zeros(())
        for link in activity.links:
            ends = times.start if link.from_start else times.finish
            month = ends[link.activity] + case.of(link.lag)
            if link.to_finish:
                held = np.maximum(held, month)
            else:
                start = np.maximum(start, month)
        if activity.rests == Calendar():
            start = np.maximum(start, held - months)
            finish = start + months
        else:
            start, finish = in_open_months(activity.rests, start, months, held)
        if activity.name in paid and activity.rests != Calendar():
            start, finish = past_windows(activity.rests, start, finish, months, windows)
        for earliest, latest, gap, until in (
            closings if activity.name in paid and activity.rests == Calendar() else ()
        ):
            waits = (start >= earliest) & (start < until)
            finish = finish + gap * ((start < earliest) & (finish > latest))
            finish = np.where(waits, until + months, finish)
            start = np.where(waits, until, start)
        times.start[activity.name], times.finish[activity.name] = start, finish
    return times


def past_windows(
    rests: Calendar, start: FloatArray, finish: FloatArray, months: FloatArray, windows: list[Window]
) -> tuple[FloatArray, FloatArray]:
    """Dates of work that rests, moved past the windows: what is broken off has its remaining work done after them."""
    start, finish, months = np.broadcast_arrays(start, finish, months)
    last = max([float(finish.max()), *(until for _, until in windows)])
    calendar = OpenMonths(rests, last + 12.0 * float(months.max()))
    left = months  # of the work, from `since_when` on
    since_when = start
    for since, until in windows:
        closes = since < until
        waits = closes & (start >= since - INSTANT) & (start < until)
        until_then = calendar.worked(np.minimum(since, until)) - calendar.worked(since_when)
        remains = left - until_then
        breaks = closes & ~waits & (start < since) & (remains > INSTANT)
        opens = np.where(months > 0.0, calendar.next_open(np.asarray(until)), until)
        left = np.where(breaks, remains, left)
        since_when = np.where(waits, opens, np.where(breaks, until, since_when))
        start = np.where(waits, opens, start)
        ends = np.maximum(finish, calendar.done_by(calendar.worked(since_when) + left))
        finish = np.where(waits & (months == 0.0), start, np.where(waits | breaks, ends, finish))
    return start, finish


def open_time(month: FloatArray, windows: list[Window]) -> FloatArray:
    """Months up to `month` that lie in no window."""
    passed = month
    for since, until in windows:
        passed = passed - np.clip(month - since, 0.0, until - since)
    return passed
