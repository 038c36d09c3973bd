"""The sheet of calendars: month by month, whether work is done; by which a finish is found behind months of rest."""

from __future__ import annotations

from engine.programme.activity import Calendar
from engine.reporting.workbook.base_case.account import Account
from engine.reporting.workbook.formula import (
    INSTANT,
    ONE,
    Cells,
    Formula,
    entry,
    formula,
    greatest,
    how_many_below,
    when,
    whole_part,
)
from engine.reporting.workbook.grid import Grid

NAME = "Base calendars"
FIRST = 4  # row of month 0
BEYOND = 600  # months behind the horizon that the sheet reaches; what ends later has no number, and shows it


class OpenMonths:
    """One calendar as columns of the sheet."""

    def __init__(self, is_open: Cells, before: Cells, following: Cells) -> None:
        self.is_open, self.before, self.following = is_open, before, following

    def worked(self, month: Formula) -> Formula:
        """Months of work up to a month."""
        place = whole_part(month).plus(1.0)
        rest = month.minus(whole_part(month))
        return entry(self.before, place).plus(rest.times(entry(self.is_open, place)))

    def done_by(self, work: Formula) -> Formula:
        """The first month by which so much is done, give or take an instant."""
        place = greatest(how_many_below(self.before, work.minus(INSTANT)), 1.0)
        return place.minus(1.0).plus(work.minus(entry(self.before, place)))

    def next_open(self, month: Formula) -> Formula:
        """The month itself, or the next opening where it is closed."""
        at = whole_part(month.plus(INSTANT))
        following = entry(self.following, at.plus(1.0))
        return when(following.equals(at), month, following)


class Calendars:
    """The sheet, and each calendar of an activity that rests."""

    def __init__(self, account: Account) -> None:
        found = dict.fromkeys(a.rests for a in account.programme.activities if a.rests != Calendar())
        self.grid = Grid(NAME, widths=(10, *(14.0,) * (3 * len(found))), frozen=(FIRST, 1))
        self.grid.add(["Base case: months in which work is done"], "title")
        self.grid.add(
            ["1: work is done in the month; 0: it rests. Months count from the start."],
            "note",
        )
        self.grid.add()
        headings = ("open", "open months before it", "next open month")
        self.grid.add(
            ["Month", *(f"{place}: {h}" for place in range(1, len(found) + 1) for h in headings)], "heading"
        )
        months = account.programme.horizon + BEYOND
        is_open = [[not (m % 12 in c.yearly or m in c.once) for m in range(months)] for c in found]
        following = [_next_openings(row) for row in is_open]
        before = [0] * len(is_open)
        for month in range(months):
            row: list[float | Formula] = [float(month)]
            for place, opened in enumerate(is_open):
                row += self._month(place, month, opened, following[place], before)
            inputs = {f"c{3 * place + 1}": "input" for place in range(len(is_open))}
            self.grid.add(row, "whole", **inputs)
        self._last = FIRST + months - 1
        self.of = {calendar: self._open_months(place) for place, calendar in enumerate(found)}

    def _month(
        self, place: int, month: int, is_open: list[bool], following: list[int], before: list[int]
    ) -> list[float | Formula]:
        """A month of one calendar: open, open months before it, and the next open one, which stands in rows below."""
        row, first = FIRST + month, 3 * place + 1
        here = self.grid.ahead(row, first, float(is_open[month]))
        done: Formula | float = 0.0
        if month:
            above = self.grid.ahead(row - 1, first + 1, float(before[place]))
            done = above.plus(self.grid.ahead(row - 1, first, float(is_open[month - 1])))
            before[place] = int(done.value)
        last = month == len(is_open) - 1
        below = (
            formula(float(month))
            if last
            else self.grid.ahead(row + 1, first + 2, float(following[month + 1]))
        )
        coming = when(here.equals(ONE), float(month), below)
        return [float(is_open[month]), done, coming]

    def _open_months(self, place: int) -> OpenMonths:
        columns = (self.grid.block((FIRST, 3 * place + c), (self._last, 3 * place + c)) for c in (1, 2, 3))
        return OpenMonths(*columns)


def _next_openings(is_open: list[bool]) -> list[int]:
    """For each month the first from it on that is open; the last of all where none is."""
    found, following = [0] * len(is_open), len(is_open) - 1
    for month in range(len(is_open) - 1, -1, -1):
        following = month if is_open[month] else following
        found[month] = following
    return found
