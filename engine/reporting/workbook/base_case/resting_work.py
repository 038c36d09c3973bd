"""Work that rests in some months and is paid by settlements: its waits, and its money as the work is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from engine.reporting.workbook.base_case.calendars import OpenMonths
from engine.reporting.workbook.formula import INSTANT, Formula, both, greatest, least, when


class Window(NamedTuple):
    """Months in which paid work has no money, from `since` until `until`; none where they are equal."""

    since: Formula
    until: Formula


class Standing(NamedTuple):
    """When work starts and finishes, and the months of work of its calendar by which it is done."""

    start: Formula
    finish: Formula
    needed: Formula


class RestingWork(NamedTuple):
    """Money of one activity, spent as its work is done.

    In this settlement months are `ahead` of those not waited, in which `start` is. `begin` and `work` are in months of
    work in which there was money; `lost` passed without.
    """

    calendar: OpenMonths
    ahead: Formula
    lost: Formula
    begin: Formula
    work: Formula
    start: Formula
    money: Formula

    def by(self, month: Formula, at_once: bool) -> Formula:
        """Money spent before a month not waited; with what falls in an instant at that month, or without."""
        done = self.calendar.worked(month.plus(self.ahead)).minus(self.lost)
        share = greatest(0.0, least(1.0, done.minus(self.begin).over(greatest(self.work, INSTANT))))
        falls = month.is_at_least(self.start) if at_once else month.is_above(self.start)
        return self.money.times(when(self.work.is_below(INSTANT), when(falls, 1.0, 0.0), share))


def open_work(calendar: OpenMonths, month: Formula, windows: Iterable[Window]) -> Formula:
    """Months of work up to `month` that lie in no window."""
    found = calendar.worked(month)
    for since, until in windows:
        last = least(greatest(month, since), until)
        found = found.minus(calendar.worked(last).minus(calendar.worked(since)))
    return found


def after_window(calendar: OpenMonths, window: Window, now: Standing, months: Formula) -> Standing:
    """Dates once a window is kept to: what is broken off does the work that it has left from its end on."""
    since, until = window
    closes = when(since.is_below(until), since.minus(INSTANT), until)
    waits = both(now.start.is_at_least(closes), now.start.is_below(until))
    left = now.needed.minus(calendar.worked(since))
    breaks = both(now.start.is_below(closes), left.is_above(INSTANT))
    is_work = months.is_above(0.0)
    opens = when(is_work, calendar.next_open(until), until)
    begun_late = now.needed.plus(calendar.worked(opens).minus(calendar.worked(now.start)))
    gone_on = now.needed.plus(calendar.worked(until).minus(calendar.worked(since)))
    needed = when(waits, begun_late, when(breaks, gone_on, now.needed))
    return Standing(when(waits, opens, now.start), now.finish, needed)


def finish_of(calendar: OpenMonths, later: Standing, months: Formula) -> Formula:
    """When the work is done, never earlier than before; work that takes no time as it begins."""
    worked = greatest(later.finish, calendar.done_by(later.needed))
    return when(months.is_above(0.0), worked, greatest(later.finish, later.start))
