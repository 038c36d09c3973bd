"""Figures that a programme asks for -> rows that are added up, compared or counted, and words for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from engine.compiled import figures as kinds
from engine.compiled.plan import Figures, Path
from engine.draws.arrays import ragged
from engine.measures import BENEFITS, COSTS, MEASURES
from engine.plan.sheet import Sheet, rows_of, shortened
from engine.programme.figure import Figure
from engine.programme.model import Programme
from engine.programme.months import months_after

YEAR = 12


class Recipe(NamedTuple):
    """How one figure is made."""

    how: int
    rows: list[int] = []  # noqa: RUF012 - never changed
    money: list[tuple[int, float]] = []  # noqa: RUF012 - rows of the outcome with their signs
    since: float = 0.0
    until: float = 0.0


def figures_of(programme: Programme) -> tuple[Figure, ...]:
    """What is told beside the measures: what is asked for, and floored durations wherever there may be any."""
    floored = [Figure("durations_floored")] if shortened(programme) else []
    return tuple(dict.fromkeys([*programme.figures, *floored]))


def plan_figures(
    programme: Programme, sheet: Sheet, outcome: Any, first: int, lines: Iterable[str]
) -> Figures:
    """The figures, written from row `first` of the outcome on; `lines` are all, as `plan.lines` counts them."""
    numbers = {name: k for k, name in enumerate(lines)}
    recipes = [recipe(figure, programme, sheet, outcome, numbers) for figure in figures_of(programme)]
    return Figures(
        first=first,
        how=rows_of(one.how for one in recipes),
        rows=ragged([one.rows for one in recipes]),
        money=ragged([[row for row, _ in one.money] for one in recipes]),
        sign=np.array([sign for one in recipes for _, sign in one.money], float),
        since=np.array([one.since for one in recipes], float),
        until=np.array([one.until for one in recipes], float),
    )


def plan_path(programme: Programme, sheet: Sheet) -> Path:
    """Where critical activities are marked."""
    first = programme.activities[0].name if programme.activities else ""
    return Path(
        is_told=any(figure.metric == "critical" for figure in programme.figures),
        apart=sheet.row("start drives", first) - sheet.row("start", first) if first else 0,
        ends=rows_of(sheet.row("finish", cluster.go_live) for cluster in programme.clusters),
    )


def recipe(figure: Figure, programme: Programme, sheet: Sheet, outcome: Any, lines: dict[str, int]) -> Recipe:
    """How a figure is made."""
    metric, of = figure.metric, figure.of
    live = [sheet.row("finish", c.go_live) for c in programme.clusters if of in (None, c.id)]
    at = 0.0 if figure.at is None else float(months_after(programme.start, figure.at) + 1)
    struck = [sheet.row("strikes", r.name) for r in programme.risks if of in (None, r.name, r.family)]
    if metric in ("finish", "critical"):
        row = sheet.row("finish" if metric == "finish" else "start drives", str(of))
        return Recipe(kinds.SUM, [row])
    if metric in ("go_live_month", "last_go_live", "first_go_live"):
        return Recipe(kinds.EARLIEST if metric == "first_go_live" else kinds.LATEST, live)
    if metric == "clusters_live":
        return Recipe(kinds.LIVE, live, until=at)
    if metric == "spent":
        return Recipe(kinds.SPENT, until=min(at, float(programme.horizon)))
    if metric == "line_money":
        since, until = months_of(figure, programme)
        return Recipe(kinds.LINE, [lines[str(of)]], since=since, until=until)
    if metric in ("strikes", "risks_struck"):
        return Recipe(kinds.SUM, struck)
    if metric == "durations_floored":
        return Recipe(kinds.SUM, list(sheet.rows_by_name("floored").values()))
    if metric in ("unfunded", "settlement_cost"):
        return of_settlement(figure, programme, sheet)
    return Recipe(kinds.SUM, money=of_money(figure, programme, outcome))


def months_of(figure: Figure, programme: Programme) -> tuple[float, float]:
    """The first month of a figure's years and that after the last; 0 and 0 where it is of the whole."""
    if figure.years is None:
        return 0.0, 0.0
    first = int(programme.start[:4])
    return float(YEAR * (figure.years[0] - first)), float(YEAR * (figure.years[1] - first + 1))


def of_settlement(figure: Figure, programme: Programme, sheet: Sheet) -> Recipe:
    """What was needed and not granted, or the cost of its months; a settlement is called by its `until`."""
    until = None if figure.of is None else months_after(programme.start, figure.of)
    if figure.metric == "unfunded":
        wanted = [s for s in programme.funding if until in (None, s.until)]
        return Recipe(kinds.SUM, [sheet.row("unfunded", s.approved.name) for s in wanted])
    ends = [0.0, *(s.until for s in programme.funding)]
    place = ends.index(float(until or 0))
    return Recipe(kinds.SPENT, since=ends[place - 1], until=min(ends[place], float(programme.horizon)))


def of_money(figure: Figure, programme: Programme, outcome: Any) -> list[tuple[int, float]]:
    """Rows of the outcome and their signs: of one cluster, or of one or several years."""
    metric = figure.metric
    sums: dict[str, dict[str, float]] = {
        "total_benefit": dict.fromkeys(BENEFITS, 1.0),
        "total_cost": dict.fromkeys(programme.total_cost, 1.0),
        "net_benefit": dict.fromkeys(BENEFITS, 1.0) | dict.fromkeys(COSTS, -1.0),
    }
    terms = sums.get(metric, {metric: 1.0})
    if figure.years is None:
        place = [cluster.id for cluster in programme.clusters].index(str(figure.of))
        rows = {int(getattr(outcome, term)): sign for term, sign in terms.items()}
        return [(row + place, sign) for row, sign in rows.items() if row >= 0]
    yearly: dict[str, float] = {}
    for term, sign in terms.items():
        yearly["yearly_cost" if term in COSTS else f"yearly_{term}" if term in BENEFITS else term] = sign
    first = int(programme.start[:4])
    years = range(figure.years[0] - first, figure.years[1] - first + 1)
    assert all(MEASURES[term].dim == "year" for term in yearly)
    rows = {int(getattr(outcome, term)): sign for term, sign in yearly.items()}
    return [(row + year, sign) for year in years for row, sign in rows.items() if row >= 0]
