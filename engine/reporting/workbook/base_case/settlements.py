"""The sheet of settlements: what paid work needs, what is granted, and when the money runs out."""

from __future__ import annotations

from typing import NamedTuple

from engine.programme.activity import Calendar
from engine.programme.model import CostLine, Settlement
from engine.reporting.workbook.base_case.amounts import Amounts
from engine.reporting.workbook.base_case.dates import Dates, Pass, open_time
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.base_case.resting_work import RestingWork, Window, open_work
from engine.reporting.workbook.formula import (
    NONE,
    ONE,
    Cells,
    Formula,
    entry,
    first_match,
    formula,
    greatest,
    least,
    number_or,
    smallest,
    total,
    when,
)
from engine.reporting.workbook.grid import Grid

NAME = "Base settlements"
TOLERANCE = 1e-12  # of the money spent so far: a shortage that is rounding is none
TINY = 1e-300  # stands in for a length of 0 where something is divided by it


class Spending(NamedTuple):
    """Paid work as columns: where it begins in open months, its months, its money."""

    begin: Cells
    work: Cells
    money: Cells
    first: int  # row
    resting: tuple[RestingWork, ...] = ()  # what is spent as work is done, beside the columns

    def by(self, month: Formula, at_once: bool) -> Formula:
        """Money spent before an open month; with what falls in an instant at that month, or without."""
        value = 0.0
        for begin, work, money in zip(self.begin.values, self.work.values, self.money.values, strict=True):
            since = month.value - begin
            if since >= work or (at_once and since == 0 and work <= TINY):
                value += money
            elif since > 0:
                value += money * since / work
        since_text, work_text = f"({month.text}-{self.begin.text})", self.work.text
        part = f"({since_text}>0)*({since_text}<{work_text})*{since_text}/{work_text}+({since_text}>={work_text})"
        instant = f"+({since_text}=0)*({work_text}<=1E-300)" if at_once else ""
        steady = Formula(f"SUMPRODUCT({self.money.text}*({part}{instant}))", value)
        return total([steady, *(work.by(month, at_once) for work in self.resting)])


class Settlements:
    """The sheet, the `windows` in which paid work waits, and the `last` dates, which keep to all of them."""

    def __init__(self, inputs: Inputs, dates: Dates, amounts: Amounts) -> None:
        self.inputs, self.dates, self.amounts = inputs, dates, amounts
        self.grid = Grid(NAME, widths=(44, *(15.0,) * 5))
        self.windows: list[Window] = []
        self.unfunded: list[Formula] = []
        settlements = inputs.account.programme.funding
        waits = bool(inputs.account.paid) and bool(settlements)
        self.last = dates.given([], "Dates" if not waits else "Dates if money never ran out")
        if not waits:
            return
        self.grid.add(["Base case: settlements, and when their money runs out"], "title")
        self.grid.add(
            ["Need is the cost of paid work in the settlement's months. Where less is granted, work waits from the "
             "month in which the money is spent until the settlement ends."], "note",
        )  # fmt: skip
        opens: Formula = NONE
        for place, settlement in enumerate(settlements, 1):
            self._settle(place, settlement, opens)
            self.last = dates.given(self.windows, f"Dates after settlement {place}")
            opens = formula(settlement.until)

    def _settle(self, place: int, settlement: Settlement, opens: Formula) -> None:
        until = formula(settlement.until)
        opened, closed = open_time(opens, self.windows), open_time(until, self.windows)
        self.grid.add()
        self.grid.add([f"Settlement {place}: months {opens.value:g} to {settlement.until:g}"], "section")
        first = [
            self._figure("Opens, in months not waited", opened, "months"),
            self._figure("Closes, in months not waited", closed, "months"),
        ]
        opened, closed = first
        spending = self._spending(self.last, opens, opened)
        so_far = self._figure("Spent before it opens", spending.by(opened, False), "money")
        by_close = self._figure("Spent before it closes", spending.by(closed, False), "money")
        need = self._figure("Need", by_close.minus(so_far), "money")
        approved, top_up = self.inputs.of(settlement.approved), self.inputs.of(settlement.top_up)
        excess = greatest(need.minus(approved), 0.0)
        lacking = self._figure("Need that is not granted", excess.times(ONE.minus(top_up)), "money")
        is_short = lacking.is_above(by_close.times(TOLERANCE))
        self.unfunded.append(
            self._figure("of which more than rounding", when(is_short, lacking, 0.0), "money")
        )
        target = self._figure("Spent when the money runs out", need.minus(lacking).plus(so_far), "money")
        months = range(int(opens.value), int(settlement.until)) if spending.resting else range(0)
        gone = self._exhausted(spending, target, opened, closed, months)
        month = when(is_short, opens.minus(opened).plus(gone), until)
        since = self._figure("Paid work waits from month", month, "months")
        self.windows.append(Window(since, until))

    def _figure(self, words: str, content: Formula, style: str) -> Formula:
        return self.grid.add([words, content], style, c0="text")[1]

    def _spending(self, given: Pass, opens: Formula, opened: Formula) -> Spending:
        """The table of paid work: months in which it is not waited, and what it costs.

        Of work that rests it has what is paid by the month; the rest is in a table of its own.
        """
        paid = self.inputs.account.paid
        rests = {a.name: a.rests for a in self.inputs.account.programme.activities}
        self.grid.add(["Paid work", "Begins", "Months", "Money", "Ends"], "heading")
        first = self.grid.next
        for name in paid:
            begin = open_time(given.start[name], self.windows)
            work = self.dates.months[name]
            if rests[name] != Calendar():
                work = open_time(given.finish[name], self.windows).minus(begin)
            cells = self.grid.add(
                [name, begin, greatest(work, TINY), self._money(name, work, rests[name] == Calendar())],
                "months",
                c0="text",
                c3="money",
            )
            self.grid.put(self.grid.next - 1, 4, cells[1].plus(cells[2]), "months")
        last = self.grid.next - 1
        begins, months, money = (self.grid.block((first, column), (last, column)) for column in (1, 2, 3))
        names = [name for name in paid if rests[name] != Calendar()]
        resting = self._resting(names, given, opens, opened) if names else ()
        return Spending(begins, months, money, first, resting)

    def _resting(
        self, names: list[str], given: Pass, opens: Formula, opened: Formula
    ) -> tuple[RestingWork, ...]:
        """The table of what is spent as work is done: months of its calendar that were not waited."""
        rests = {a.name: a.rests for a in self.inputs.account.programme.activities}
        ahead = self._figure("Months waited before it opens", opens.minus(opened), "months")
        heading = ["Spent as work is done", "Begins", "Months of work", "Money", "Waited before", "Starts"]
        self.grid.add(heading, "heading")
        found = []
        for name in names:
            assert self.dates.calendars is not None
            calendar = self.dates.calendars.of[rests[name]]
            begin = open_work(calendar, given.start[name], self.windows)
            lost = calendar.worked(opens).minus(open_work(calendar, opens, self.windows))
            start = open_time(given.start[name], self.windows)
            months, money = self.dates.months[name], self._by_work(name)
            cells = self.grid.add([name, begin, months, money, lost, start], "months", c0="text", c3="money")
            found.append(RestingWork(calendar, ahead, cells[4], cells[1], cells[2], cells[5], cells[3]))
        return tuple(found)

    def _money(self, activity: str, months: Formula, is_steady: bool) -> Formula:
        """What settlements must pay for one activity; of work that rests what it costs by the month."""
        lines = self._paid_lines(activity)
        by_month = [self.amounts.of(line).times(months) for line in lines if line.timing == "while"]
        return total([*by_month, *([self._by_work(activity)] if is_steady else [])])

    def _by_work(self, activity: str) -> Formula:
        """What settlements must pay for its work, however long it takes."""
        account = self.inputs.account
        lines = [self.amounts.of(line) for line in self._paid_lines(activity) if line.timing != "while"]
        struck = [
            self.amounts.struck(risk, size) for risk, target, size in account.struck if target == activity
        ]
        return total([*lines, *struck])

    def _paid_lines(self, activity: str) -> list[CostLine]:
        costs = self.inputs.account.programme.costs
        return [line for line in costs if line.funded and line.activity == activity]

    def _exhausted(
        self, spending: Spending, target: Formula, opened: Formula, closed: Formula, months: range
    ) -> Formula:
        """The open month by which the target is spent: between the bends of spending, put in order, it is a line."""
        count = len(spending.begin.values)
        self.grid.add(
            ["Bends of spending", "Month", "In order", "Spent through it", "1: money is gone"], "heading"
        )
        first = self.grid.next
        bends = [self.grid.cell(spending.first + k % count, 1 if k < count else 4) for k in range(2 * count)]
        bends += [closed, *(formula(float(month)).minus(spending.resting[0].ahead) for month in months)]
        for k, bend in enumerate(bends):
            self.grid.add([f"Bend {k + 1}", least(greatest(bend, opened), closed)], "months", c0="text")
        last = self.grid.next - 1
        unordered = self.grid.block((first, 1), (last, 1))
        for k in range(len(bends)):
            at = self.grid.put(first + k, 2, smallest(unordered, float(k + 1)), "months")
            spent = self.grid.put(first + k, 3, spending.by(at, True), "money")
            gone = when(spent.is_above(target.times(1.0 + TOLERANCE)), 1.0, 0.0)
            self.grid.put(first + k, 4, gone, "whole")
        ordered, through = (self.grid.block((first, column), (last, column)) for column in (2, 3))
        high = self._figure(
            "Bend by which it is gone",
            number_or(first_match(self.grid.block((first, 4), (last, 4))), float(len(bends))),
            "whole",
        )
        before = greatest(high.minus(1.0), 1.0)
        start, end = entry(ordered, before), entry(ordered, high)
        flow = self._figure(
            "Spent between it and the bend before",
            spending.by(end, False).minus(entry(through, before)),
            "money",
        )
        share = least(greatest(target.minus(entry(through, before)).over(flow), 0.0), 1.0)
        part = self._figure("Share of the way between them", when(flow.is_above(0.0), share, 1.0), "factor")
        return start.plus(part.times(end.minus(start)))
