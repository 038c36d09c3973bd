"""Work that rests in some months: how much is done by when, for arrays of months."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.case import INSTANT, FloatArray
from engine.programme.activity import Calendar


class OpenMonths:
    """A calendar written out, month by month, as far as it is asked for."""

    def __init__(self, rests: Calendar, until: float) -> None:
        months = np.arange(int(until) + 1200)
        self.is_open = ~(np.isin(months % 12, rests.yearly) | np.isin(months, rests.once))
        self.before = np.concatenate([[0.0], np.cumsum(self.is_open)])

    def worked(self, month: FloatArray) -> FloatArray:
        """Months of work up to `month`."""
        whole = np.floor(month).astype(int)
        return np.asarray(self.before[whole] + (month - whole) * self.is_open[whole])

    def done_by(self, work: FloatArray) -> FloatArray:
        """The first month by which so much is done, give or take an instant."""
        at = np.searchsorted(self.before, work - INSTANT, side="left") - 1
        at = np.maximum(at, 0)
        return np.asarray(at + (work - self.before[at]))

    def next_open(self, month: FloatArray) -> FloatArray:
        """The month itself, or the next opening where it is closed."""
        openings = np.flatnonzero(self.is_open)
        at = np.floor(month + INSTANT).astype(int)
        following = openings[np.searchsorted(openings, at)]
        return np.where(following == at, month, following)


def open_work(
    calendar: OpenMonths, month: FloatArray, windows: Iterable[tuple[FloatArray, float]]
) -> FloatArray:
    """Months of work up to `month`, those left out that lie in a window `since <= month < until`."""
    done = calendar.worked(month)
    for since, until in windows:
        last = np.clip(month, since, until)
        done = done - (calendar.worked(last) - calendar.worked(np.asarray(since)))
    return done


def in_open_months(
    rests: Calendar, start: FloatArray, months: FloatArray, held: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Start and finish of so many months of work, not to be done before `held`."""
    start, months, held = np.broadcast_arrays(start, months, held)
    calendar = OpenMonths(rests, float((start + 12 * months + held).max()))
    begins = calendar.next_open(start)
    needed = calendar.worked(held) - months
    waits: NDArray[np.bool_] = needed > calendar.worked(begins)
    later = calendar.next_open(calendar.done_by(np.maximum(needed, 0.0)))
    begins = np.where(waits, np.maximum(begins, later), begins)
    ends = np.maximum(calendar.done_by(calendar.worked(begins) + months), begins)
    none = months == 0.0
    begins = np.where(none, np.maximum(start, held), begins)
    return begins, np.where(none, begins, np.maximum(ends, held))
