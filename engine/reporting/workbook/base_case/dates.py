"""The sheet of dates: durations, then when every activity starts and finishes, waits for money included."""

from __future__ import annotations

from typing import NamedTuple

from engine.programme.activity import Activity, Calendar
from engine.reporting.workbook.base_case.calendars import Calendars, OpenMonths
from engine.reporting.workbook.base_case.influences import Influences
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.base_case.resting_work import Standing, Window, after_window, finish_of
from engine.reporting.workbook.formula import (
    INSTANT,
    Formula,
    both,
    formula,
    greatest,
    least,
    product,
    total,
    when,
)
from engine.reporting.workbook.grid import Grid

NAME = "Base dates"
HEADINGS = (
    "Activity",
    "Planned months",
    "Drivers",
    "Months of work",
    "Start: not before",
    "Finish: not before",
)
RESTS = ("Opens", "Work before the finish held", "Begins", "Ends")


class Pass(NamedTuple):
    """Starts and finishes of all activities, given some windows."""

    start: dict[str, Formula]
    finish: dict[str, Formula]


class Dates:
    """The sheet. `months` are months of work by activity; `given` adds the dates under some windows."""

    def __init__(self, inputs: Inputs, influences: Influences, calendars: Calendars | None) -> None:
        self.inputs, self.influences, self.calendars = inputs, influences, calendars
        self.grid = Grid(NAME, widths=(40, *(13.0,) * 20), frozen=(0, 1))
        self.grid.add(["Base case: dates"], "title")
        self.grid.add(
            [
                "Months from the start. Work = planned months x optimism bias x drivers and risks + delays of risks, "
                "never below 0. Start = latest of what it follows and its earliest date."
            ],
            "note",
        )
        self.months: dict[str, Formula] = {}

    def given(self, windows: list[Window], title: str) -> Pass:
        """A table of dates, paid work waiting in the windows; the first also works out durations."""
        programme, paid = self.inputs.account.programme, self.inputs.account.paid
        rests = RESTS if self.calendars else ()
        words = ("Start", "Finish", *(["Work by its finish"] if self.calendars else []))
        waits = [f"{word} after wait {k}" for k in range(1, len(windows) + 1) for word in words]
        self.grid.add()
        self.grid.add([title], "section")
        self.grid.add([*HEADINGS, *rests, "Start", "Finish", *waits], "heading")
        found = Pass({}, {})
        for activity in programme.activities:
            row = self._durations(activity)
            earliest, held = self._held(activity, found)
            row += [earliest, held]
            cells = self.grid.add([activity.name, *row], "months", c0="text")
            if activity.name not in self.months:
                self.months[activity.name] = cells[3]
            earliest, held = cells[4], cells[5]
            column = len(HEADINGS)
            start, finish = self._worked(activity, earliest, held, column)
            column += len(rests)
            start, finish = self._put(start, column), self._put(finish, column + 1)
            if activity.name in paid and windows:
                start, finish = self._past(windows, activity, start, finish, column + 2)
            found.start[activity.name], found.finish[activity.name] = start, finish
        return found

    def _put(self, content: Formula, column: int) -> Formula:
        return self.grid.put(self.grid.next - 1, column, content, "months")

    def _durations(self, activity: Activity) -> list[Formula]:
        """Planned months, what multiplies them, and months of work, which further tables take from the first."""
        uplift = self.inputs.uplifts.get(activity.name, formula(1.0))
        planned = self.inputs.of(activity.duration).times(uplift)
        factor = product(self.influences.factors[activity.name])
        if activity.name in self.months:
            return [planned, factor, self.months[activity.name]]
        here = [
            self.grid.ahead(self.grid.next, column, one.value) for column, one in ((1, planned), (2, factor))
        ]
        delays = total(self.influences.delays[activity.name])
        return [planned, factor, greatest(here[0].times(here[1]).plus(delays), 0.0)]

    def _held(self, activity: Activity, found: Pass) -> tuple[Formula, Formula]:
        """The month before which it cannot start, and that before which it cannot finish."""
        starts = [self.inputs.of(activity.earliest), *(found.finish[before] for before in activity.after)]
        finishes = [formula(0.0)]
        for link in activity.links:
            ends = found.start if link.from_start else found.finish
            month = ends[link.activity].plus(self.inputs.of(link.lag))
            (finishes if link.to_finish else starts).append(month)
        return greatest(*starts), greatest(*finishes)

    def _worked(
        self, activity: Activity, earliest: Formula, held: Formula, column: int
    ) -> tuple[Formula, Formula]:
        months = self.months[activity.name]
        if activity.rests != Calendar() and self.calendars:
            return self._in_open_months(self.calendars.of[activity.rests], earliest, months, held, column)
        if not any(link.to_finish for link in activity.links):
            return earliest, self._here(column + (len(RESTS) if self.calendars else 0), earliest).plus(months)
        start = greatest(earliest, held.minus(months))
        return start, self._here(column + (len(RESTS) if self.calendars else 0), start).plus(months)

    def _here(self, column: int, content: Formula) -> Formula:
        """What refers to a cell of this row that is about to be written."""
        return self.grid.ahead(self.grid.next - 1, column, content.value)

    def _in_open_months(
        self, calendar: OpenMonths, earliest: Formula, months: Formula, held: Formula, column: int
    ) -> tuple[Formula, Formula]:
        """Start and finish of work that rests in some months, four columns on the way."""
        opens = self._put(calendar.next_open(earliest), column)
        needed = self._put(calendar.worked(held).minus(months), column + 1)
        later = calendar.next_open(calendar.done_by(greatest(needed, 0.0)))
        waits = needed.is_above(calendar.worked(opens))
        begins = self._put(when(waits, greatest(opens, later), opens), column + 2)
        ends = self._put(greatest(calendar.done_by(calendar.worked(begins).plus(months)), begins), column + 3)
        is_none = months.equals(0.0)
        start = when(is_none, greatest(earliest, held), begins)
        return start, when(is_none, greatest(earliest, held), greatest(ends, held))

    def _past(
        self, windows: list[Window], activity: Activity, start: Formula, finish: Formula, column: int
    ) -> tuple[Formula, Formula]:
        """Dates of paid work once all windows are kept to, two or three columns for each."""
        months, calendars = self.months[activity.name], self.calendars
        if calendars is None or activity.rests == Calendar():
            for window in windows:
                start, finish = self._after(window, start, finish, months)
                start, finish = self._put(start, column), self._put(finish, column + 1)
                column += 2 if calendars is None else 3
            return start, finish
        calendar = calendars.of[activity.rests]
        now = Standing(start, finish, calendar.worked(start).plus(months))
        for window in windows:
            later = after_window(calendar, window, now, months)
            needed = self._put(later.needed, column + 2)
            later = Standing(self._put(later.start, column), later.finish, needed)
            now = later._replace(finish=self._put(finish_of(calendar, later, months), column + 1))
            column += 3
        return now.start, now.finish

    def _after(
        self, window: Window, start: Formula, finish: Formula, months: Formula
    ) -> tuple[Formula, Formula]:
        """Dates of paid work once a window is kept to; within an instant of it work has ended, and begins after it."""
        since, until = window
        closes = when(since.is_below(until), since.minus(INSTANT), until)
        waits = both(start.is_at_least(closes), start.is_below(until))
        breaks = both(start.is_below(closes), finish.is_above(since.plus(INSTANT)))
        on = when(breaks, finish.plus(until.minus(since)), finish)
        return when(waits, until, start), when(waits, until.plus(months), on)


def open_time(month: Formula, windows: list[Window]) -> Formula:
    """Months up to `month` that lie in no window."""
    found = month
    for since, until in windows:
        found = found.minus(greatest(0.0, least(month.minus(since), until.minus(since))))
    return found
