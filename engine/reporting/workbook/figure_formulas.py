"""Figures that claims are about, as formulas of the base case, as far as formulas of whole years can say them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.measures import BENEFITS, COSTS
from engine.programme.figure import Figure
from engine.programme.months import months_after
from engine.reporting.workbook.base_case.build import BaseCase
from engine.reporting.workbook.base_case.money_rows import DESCRIBED, MoneyRows
from engine.reporting.workbook.formula import INSTANT, Formula, greatest, least, sum_of, total, when

SUMS = {
    "total_benefit": dict.fromkeys(BENEFITS, 1.0),
    "net_benefit": dict.fromkeys(BENEFITS, 1.0) | dict.fromkeys(COSTS, -1.0),
}
NOT_SAID = {
    "spent": "money up to a month within a year",
    "settlement_cost": "money between months within years",
    "critical": "which activity drives a go-live",
    "durations_floored": "how often time saved is more than there is",
}


def figure_formula(figure: Figure, base: BaseCase) -> Formula | None:
    """The figure as a formula; nothing where it is one of `NOT_SAID`."""
    metric, of = figure.metric, figure.of
    given, programme = base.settlements.last, base.inputs.account.programme
    live = [base.costs.go_live[cluster.id] for cluster in programme.clusters if of in (None, cluster.id)]
    if metric == "finish":
        return given.finish[str(of)]
    if metric in ("go_live_month", "last_go_live"):
        return greatest(*live)
    if metric == "first_go_live":
        return least(*live)
    if metric == "clusters_live":
        month = months_after(programme.start, str(figure.at)) + 1 + INSTANT
        return total(when(one.is_above(month), 0.0, 1.0) for one in live)
    if metric in ("strikes", "risks_struck"):
        return total(base.inputs.strikes[r.name] for r in programme.risks if of in (None, r.name, r.family))
    if metric == "unfunded":
        return _unfunded(figure, base)
    if metric == "line_money":
        return _of_line(figure, base)
    return None if metric in NOT_SAID else _of_money(figure, base)


def _unfunded(figure: Figure, base: BaseCase) -> Formula:
    programme = base.inputs.account.programme
    until = None if figure.of is None else months_after(programme.start, figure.of)
    asked = zip(programme.funding, base.settlements.unfunded, strict=False)
    return total(lacking for settlement, lacking in asked if until in (None, settlement.until))


def _of_line(figure: Figure, base: BaseCase) -> Formula | None:
    for sheet in (base.costs, base.benefits):
        if str(figure.of) in sheet.row_of:
            return _of_row(sheet, sheet.row_of[str(figure.of)], _years(figure, base))
    return None


def _of_row(sheet: MoneyRows, row: int, years: range | None) -> Formula:
    """The money of a line, in some years or over all."""
    first = DESCRIBED + len(sheet.names)
    if years is None:
        return sheet.grid.cell(row, first + len(sheet.names) + 1)
    return sum_of(sheet.grid.block((row, first + years[0]), (row, first + years[-1])))


def _years(figure: Figure, base: BaseCase) -> range | None:
    if figure.years is None:
        return None
    first = base.inputs.account.years[0]
    return range(figure.years[0] - first, figure.years[1] - first + 1)


def _of_money(figure: Figure, base: BaseCase) -> Formula:
    """A measure of one cluster, or of one or several years."""
    outcome, metric = base.outcome, figure.metric
    terms = SUMS.get(metric, {metric: 1.0})
    if metric == "total_cost":
        terms = dict.fromkeys(base.inputs.account.programme.total_cost, 1.0)
    years = _years(figure, base)
    if years is None:
        found = [
            (outcome.by_cluster[t, str(figure.of)], s)
            for t, s in terms.items()
            if (t, str(figure.of)) in outcome.by_cluster
        ]
        return _signed(found)
    yearly: dict[str, float] = {}
    for term, sign in terms.items():
        name = "yearly_cost" if term in COSTS else term if term.startswith("yearly") else f"yearly_{term}"
        yearly[name] = sign
    keys = [(name, year) for name in yearly for year in years if (name, year) in outcome.by_year]
    return _signed((outcome.by_year[key], yearly[key[0]]) for key in keys)


def _signed(terms: Iterable[tuple[Formula, float]]) -> Formula:
    listed = list(terms)
    added = total(one for one, sign in listed if sign > 0)
    taken = [one for one, sign in listed if sign < 0]
    return added.minus(total(taken)) if taken else added
