"""The sheet of costs: each line, what of it is spent by the end of each year, and the money of each year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from engine.measures import COSTS
from engine.programme.activity import Calendar
from engine.programme.model import CostLine, Quantity
from engine.reporting.workbook.base_case.account import Account
from engine.reporting.workbook.base_case.amounts import Amounts
from engine.reporting.workbook.base_case.calendars import OpenMonths
from engine.reporting.workbook.base_case.dates import Pass, open_time
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.base_case.money_rows import MoneyRows
from engine.reporting.workbook.base_case.resting_work import Window, open_work
from engine.reporting.workbook.base_case.yearly_factors import YearlyFactors
from engine.reporting.workbook.formula import INSTANT, NONE, Formula, greatest, least, when
from engine.reporting.workbook.grid import Grid

NAME = "Base costs"
TIMINGS = {
    "spread": "spread over the activity",
    "while": "while the activity lasts",
    "after_go_live": "from go-live on",
    "until_go_live": "from planned to actual go-live",
}


class Struck(NamedTuple):
    """What a risk adds to an activity: a line as others."""

    name: str
    cluster: str
    activity: str
    risk: str
    size: Quantity
    category: str = "one_off"


class Costs(MoneyRows):
    """The sheet, with lines in the order of categories and clusters."""

    words = ("Timing", "Amount", "From month", "To month", "Months of spending")
    what = "Share spent, or months run, by the end of the year"

    def __init__(
        self, inputs: Inputs, amounts: Amounts, given: Pass, windows: list[Window],
        yearly: YearlyFactors, names: tuple[str, ...], ends: list[Formula], calendars: Mapping[Calendar, OpenMonths],
    ) -> None:  # fmt: skip
        self.inputs, self.amounts, self.given, self.windows = inputs, amounts, given, windows
        account = inputs.account
        rests = {a.name: a.rests for a in account.programme.activities if a.name in account.paid}
        self.calendars = {name: calendars[one] for name, one in rests.items() if one != Calendar()}
        self.go_live = {cluster.id: given.finish[cluster.go_live] for cluster in account.programme.clusters}
        super().__init__(Grid(NAME), "Base case: costs", names, ends)
        self.open_ends = self.extra_row(
            "Months not waited by then", [open_time(end, windows) for end in self.ends]
        )
        struck = struck_lines(account)
        lines: list[CostLine | Struck] = [*account.programme.costs, *struck]
        for category in COSTS:
            for cluster in account.programme.clusters:
                for line in lines:
                    if (f"{line.category}_cost", line.cluster) == (category, cluster.id):
                        self._line(line, yearly)

    def _line(self, line: CostLine | Struck, yearly: YearlyFactors) -> None:
        factors = yearly.of.get(line.name) if isinstance(line, CostLine) else None
        if isinstance(line, Struck) or line.activity is not None:
            self._of_activity(line, factors)
        else:
            self._of_go_live(line, factors)

    def _of_activity(self, line: CostLine | Struck, factors: list[Formula] | None) -> None:
        """Spent evenly from start to finish, or over the work that settlements pay for; else at once."""
        activity = str(line.activity)
        is_paid = line.funded if isinstance(line, CostLine) else activity in self.inputs.account.paid
        windows = self.windows if is_paid else []
        timing = "spread" if isinstance(line, Struck) else str(line.timing)
        calendar = self.calendars.get(activity) if is_paid and timing == "spread" else None

        def passed(month: Formula) -> Formula:
            """What of the time in which it is spent has passed by a month."""
            return open_time(month, windows) if calendar is None else open_work(calendar, month, windows)

        start, finish = self.given.start[activity], self.given.finish[activity]
        work = passed(finish).minus(passed(start))
        if isinstance(line, Struck):  # noqa: SIM108 - longer than a line
            amount = self.amounts.struck(line.risk, line.size)
        else:
            amount = self.amounts.of(line)
        here = self.begin_row([line.name, line.cluster, line.category, TIMINGS[timing]])
        work = self.fill(here, 7, work, "months")
        amount = self.fill(here, 4, amount.times(work) if timing == "while" else amount, "money")
        start, finish = self.fill(here, 5, start, "months"), self.fill(here, 6, finish, "months")
        begin = passed(start)
        clock = self.open_ends if windows else self.ends
        clock = clock if calendar is None else [passed(end) for end in self.ends]
        shares = [
            when(
                work.is_below(INSTANT),
                when(end.is_above(start), 1.0, 0.0),
                greatest(0.0, least(1.0, by_then.minus(begin).over(work))),
            )
            for end, by_then in zip(self.ends, clock, strict=True)
        ]
        self.finish_row(here, amount, shares, factors, "share", after=True)

    def _of_go_live(self, line: CostLine, factors: list[Formula] | None) -> None:
        """At a rate from go-live on, or from the planned to the actual go-live."""
        live, planned = self.go_live[line.cluster], self.inputs.planned[line.cluster]
        is_legacy = line.timing == "until_go_live"
        here = self.begin_row([line.name, line.cluster, line.category, TIMINGS[line.timing]])
        amount = self.fill(here, 4, self.amounts.of(line).over(12.0), "money")
        since = self.fill(here, 5, planned if is_legacy else live, "months")
        until = self.fill(here, 6, live if is_legacy else self.inputs.horizon, "months")
        months = [greatest(0.0, least(end, until).minus(since)) for end in self.ends]
        self.finish_row(here, amount, months, factors, "months", after=False)
        late = NONE
        if is_legacy:
            horizon = self.inputs.horizon
            late = greatest(until.minus(greatest(horizon, since)), 0.0).times(amount)
            late = late.times(factors[-1]) if factors else late
        self.late(here, late)


def struck_lines(account: Account) -> list[Struck]:
    """What risks add to activities, as lines called `activity.risk`, numbered where a risk adds several times."""
    met: Counter[str] = Counter(line.name for line in account.programme.costs)
    found = []
    for risk, target, size in account.struck:
        name = f"{target}.{risk}"
        met[name] += 1
        unique = name if met[name] == 1 else f"{name}.{met[name]}"
        found.append(Struck(unique, target.partition(".")[0], target, risk, size))
    return found
