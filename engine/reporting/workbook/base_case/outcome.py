"""The sheet of measures: by cluster, by year and of the whole, as formulas of dates and money."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engine.measures import BENEFITS, COSTS, MEASURES
from engine.programme.model import Programme
from engine.reporting.workbook.base_case.benefits import Benefits
from engine.reporting.workbook.base_case.costs import Costs
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.base_case.years import Years
from engine.reporting.workbook.formula import (
    NONE,
    Cells,
    Formula,
    greatest,
    missing,
    products_of,
    sum_of,
    total,
    when,
)
from engine.reporting.workbook.grid import Grid

NAME = "Base measures"
AFTER, TOTAL, LATE = range(3)  # columns of money behind the years
CASH = BENEFITS[0]
CATEGORIES = [name.removesuffix("_cost") for name in COSTS]


class Outcome:
    """The sheet, and what refers to each measure: `by_cluster[measure, cluster]`, `by_year[measure, place of a year]`,
    `whole[measure]`. `classes` are those of benefits that are told of.
    """

    def __init__(self, inputs: Inputs, years: Years, costs: Costs, benefits: Benefits) -> None:
        self.inputs, self.years, self.costs, self.benefits = inputs, years, costs, benefits
        self.programme: Programme = inputs.account.programme
        has = self.programme.has
        self.classes = [
            kind for kind in BENEFITS if kind in ("cash_benefit", "efficiency_benefit") or kind[:-8] in has
        ]
        self.with_cash = "cash_only" in has
        self.clusters = [cluster.id for cluster in self.programme.clusters]
        self.grid = Grid(NAME, widths=(46, *(17.0,) * 14), frozen=(0, 1))
        self.by_cluster: dict[tuple[str, str], Formula] = {}
        self.by_year: dict[tuple[str, int], Formula] = {}
        self.whole: dict[str, Formula] = {}
        self.grid.add(["Base case: measures"], "title")
        self.grid.add(
            ["Sums over the sheets Base costs and Base benefits; nothing is discounted but what says so."],
            "note",
        )
        self._clusters()
        self._years()
        self._totals()

    def _table(self, title: str, headings: list[str]) -> int:
        self.grid.add()
        self.grid.add([title], "section")
        self.grid.add(headings, "heading")
        return self.grid.next

    def _clusters(self) -> None:
        """Money and dates of each cluster, and their sums; the delay of the whole is the greatest."""
        after = len(self.years.names)
        money: dict[str, Callable[[str], Formula]] = {kind: partial(self._cost, kind) for kind in COSTS}
        money["work_after_horizon"] = lambda one: self.costs.sum(CATEGORIES, [one], after + AFTER)
        money["legacy_after_horizon"] = lambda one: self.costs.sum(CATEGORIES, [one], after + LATE)
        money |= {kind: partial(self._benefit, kind) for kind in self.classes}
        headings = [
            "Cluster",
            *(_words(name) for name in money),
            "Go-live, month",
            "Planned",
            "Delay, months",
        ]
        first = self._table("By cluster", headings)
        live = {cluster.id: self.costs.go_live[cluster.id] for cluster in self.programme.clusters}
        for one in self.clusters:
            row = [made(one) for made in money.values()]
            cells = self.grid.add([one, *row], "money", c0="text")[1:]
            self.by_cluster.update({(name, one): cell for name, cell in zip(money, cells, strict=True)})
            column, here = len(money) + 1, self.grid.next - 1
            dates = [
                self.grid.put(here, column + k, date, "months")
                for k, date in enumerate((live[one], self.inputs.planned[one]))
            ]
            self.by_cluster["go_live_delay", one] = self.grid.put(
                here, column + 2, dates[0].minus(dates[1]), "months"
            )
        last = self.grid.next - 1
        columns = [self.grid.block((first, k + 1), (last, k + 1)) for k in range(len(money))]
        cells = self.grid.add(
            ["All clusters", *(sum_of(column) for column in columns)], "total", c0="total text"
        )[1:]
        self.whole.update(zip(money, cells, strict=True))
        late = greatest(*(self.by_cluster["go_live_delay", one] for one in self.clusters))
        self.whole["go_live_delay"] = self.grid.put(self.grid.next - 1, len(money) + 3, late, "months")

    def _cost(self, kind: str, cluster: str) -> Formula:
        return self.costs.sum([kind.removesuffix("_cost")], [cluster], len(self.years.names) + TOTAL)

    def _benefit(self, kind: str, cluster: str) -> Formula:
        return self.benefits.sum([kind.removesuffix("_benefit")], [cluster], len(self.years.names) + TOTAL)

    def _years(self) -> None:
        """Money of each year, and sums so far by which payback is told."""
        budget = ["yearly_budget"] if self.with_cash else []
        rests = ["Benefits so far", "Costs so far", "Last year behind", "First year of money"]
        cash = (
            ["Cash so far", "Last year behind, cash", "First year of money, cash"] if self.with_cash else []
        )
        headings = ["Programme year", "Cost", *map(_words, [*self.classes, *budget]), "Worth", *rests, *cash]
        title = "By programme year; the last two columns of each kind number the years for payback"
        self._first_year = self._table(title, headings)
        for place, name in enumerate(self.years.names):
            self._year(place, name)

    def _year(self, place: int, name: str) -> None:
        cost = self.costs.sum(CATEGORIES, self.clusters, place)
        classes = [[kind.removesuffix("_benefit")] for kind in self.classes]
        gains = [self.benefits.sum(one, self.clusters, place) for one in classes]
        cells = self.grid.add([name, cost, *gains], "money", c0="text")[1:]
        keys = ["yearly_cost", *(f"yearly_{kind}" for kind in self.classes)]
        self.by_year.update({(key, place): cell for key, cell in zip(keys, cells, strict=True)})
        here, column = self.grid.next - 1, 1 + len(cells)
        if self.with_cash:
            budget = cells[0].minus(cells[1])
            self.by_year["yearly_budget", place] = self.grid.put(here, column, budget, "money")
            column += 1
        self.grid.put(here, column, self.years.factors[place], "factor")
        spent = self._so_far(here, column + 2, cells[0], place, work=True)
        self._behind(here, column + 1, total(cells[1:]), spent, cells[0], place, column + 3)
        if self.with_cash:
            self._behind(here, column + 5, cells[1], spent, cells[0], place, column + 6)
        self._column = column

    def _so_far(self, row: int, column: int, term: Formula, place: int, work: bool = False) -> Formula:
        """A running sum; of cost the work behind the horizon is spent in the last year."""
        if work and place == len(self.years.names) - 1:
            term = term.plus(self.whole["work_after_horizon"])
        before = self.grid.cell(row - 1, column) if place else NONE
        return self.grid.put(row, column, before.plus(term), "money")

    def _behind(
        self, row: int, column: int, gain: Formula, spent: Formula, cost: Formula, place: int, marks: int
    ) -> None:
        """Benefits so far, the number of the year if they are behind costs, and of the first in which money moves."""
        gained = self._so_far(row, column, gain, place)
        self.grid.put(row, marks, when(gained.is_below(spent), float(place + 1), 0.0), "whole")
        if place == len(self.years.names) - 1:
            cost = cost.plus(self.whole["work_after_horizon"])
        moves = when(
            cost.is_above(0.0),
            float(place),
            when(gain.is_above(cost), float(place), float(len(self.years.names))),
        )
        self.grid.put(row, marks + 1, moves, "whole")

    def _totals(self) -> None:
        self._table("The whole programme", ["Measure", "Base case"])
        whole, programme = self.whole, self.programme
        worth = self.years.worth
        after = whole["work_after_horizon"].times(self.years.factors[-1])
        place = {kind: 2 + k for k, kind in enumerate(self.classes)}
        self._tell("total_benefit", total(whole[kind] for kind in self.classes))
        self._tell("total_cost", total(whole[name].times(self.inputs.counted[name]) for name in COSTS))
        every = total(whole[name] for name in COSTS)
        self._tell("net_benefit", whole["total_benefit"].minus(every))
        gain = self._tell(
            "Present value of benefits",
            total(products_of(self._year_column(c), worth) for c in place.values()),
        )
        cost = self._tell("Present value of costs", products_of(self._year_column(1), worth).plus(after))
        self._tell("npv", gain.minus(cost))
        self._tell("benefit_cost_ratio", when(cost.is_above(0.0), gain.over(cost), missing()), "factor")
        self._tell("payback_year", self._payback(self._column + 3), "year")
        if self.with_cash:
            cash = products_of(self._year_column(place[CASH]), worth)
            self._tell("cash_net_benefit", whole[CASH].minus(every))
            self._tell("cash_npv", cash.minus(cost))
            self._tell("cash_payback_year", self._payback(self._column + 6), "year")
        if programme.counterfactual is not None:
            alone = self._tell("counterfactual_cost", self.inputs.of(programme.counterfactual))
            self._tell("saving_against_counterfactual", alone.minus(whole["total_cost"]))

    def _tell(self, name: str, content: Formula, style: str = "money") -> Formula:
        self.whole[name] = self.grid.add([_words(name), content], style, c0="text")[1]
        return self.whole[name]

    def _year_column(self, column: int) -> Cells:
        first = self._first_year
        return self.grid.block((first, column), (first + len(self.years.names) - 1, column))

    def _payback(self, marks: int) -> Formula:
        """The first year from whose end on benefits cover costs for good, once money has moved; no number if none."""
        behind, moved = self._year_column(marks), self._year_column(marks + 1)
        year = greatest(
            Formula(f"MAX({behind.text})", max(behind.values)),
            Formula(f"MIN({moved.text})", min(moved.values)),
        )
        first = float(self.inputs.account.years[0])
        return when(year.is_below(float(len(self.years.names))), year.plus(first), missing())


def _words(name: str) -> str:
    return MEASURES[name].long_name if name in MEASURES else name
