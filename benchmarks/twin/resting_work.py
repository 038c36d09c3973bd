"""Work that rests in some months and is paid by settlements: as it is done, nothing in a month of rest."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.case import INSTANT, TINY, Case, FloatArray, Values, stacked
from benchmarks.twin.open_months import OpenMonths, open_work
from benchmarks.twin.schedule import Schedule, Window, open_time
from engine.programme.activity import Calendar

Steady = tuple[
    FloatArray, FloatArray, FloatArray, FloatArray
]  # begin in open time, months, share a month, money


class RestingWork(NamedTuple):
    """Money of one activity `(iteration,)`, spread over its months of work outside the windows."""

    calendar: OpenMonths
    windows: list[Window]
    start: FloatArray
    finish: FloatArray
    money: FloatArray

    def spent(self, month: FloatArray) -> FloatArray:
        """What of it is spent before a month."""
        done, begun, work = (
            open_work(self.calendar, one, self.windows) for one in (month, self.start, self.finish)
        )
        share = np.clip((done - begun) / np.maximum(work - begun, TINY), 0.0, 1.0)
        return np.asarray(share * self.money)

    def of(self, some: NDArray[np.int64]) -> RestingWork:
        """The same work in some iterations."""
        windows = [Window(since[some], until) for since, until in self.windows]
        return RestingWork(self.calendar, windows, self.start[some], self.finish[some], self.money[some])


def resting_activities(case: Case) -> dict[str, Calendar]:
    """Activities that rest in some months, with these."""
    return {a.name: a.rests for a in case.programme.activities if a.rests != Calendar()}


def resting_work(
    case: Case, duration: Values, times: Schedule, paid: Collection[str]
) -> tuple[list[Steady], tuple[RestingWork, ...]]:
    """What activities that rest cost by the month or in an instant, then what they cost as work is done."""
    steady: list[Steady] = []
    by_work: list[RestingWork] = []
    for name, rests in resting_activities(case).items():
        if name not in paid:
            continue
        start, finish, months = stacked(
            [times.start[name], times.finish[name], duration[name]], case.iterations
        )
        begin = open_time(start, times.windows)
        length = open_time(finish, times.windows) - begin
        lines = [line for line in case.programme.costs if line.funded and line.activity == name]
        rate = sum((case.amount(line) for line in lines if line.timing == "while"), np.zeros(()))
        amounts = [case.amount(line) for line in lines if line.timing == "spread"]
        amounts += [money for activity, money in case.struck if activity == name]
        money = sum(amounts, np.zeros(())) * np.ones(case.iterations)
        is_short = months < INSTANT
        steady.append((begin, length, 1.0 / np.maximum(length, TINY), rate * length))
        none = np.zeros(case.iterations)
        steady.append((begin, none, none + 1.0 / TINY, np.where(is_short, money, 0.0)))
        calendar = OpenMonths(rests, max([float(finish.max()), *(until for _, until in times.windows)]))
        by_work.append(RestingWork(calendar, times.windows, start, finish, np.where(is_short, 0.0, money)))
    return steady, tuple(by_work)
