"""Programme -> Plan: the last place where names exist."""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Law
from engine.compiled.plan import Escalation, Measures, Plan
from engine.draws.arrays import plan_draws, ragged, table_of
from engine.draws.inputs import Input
from engine.draws.tables import Table
from engine.measures import BENEFITS, COSTS, MEASURES
from engine.plan.base_case import money_by_year, play_base
from engine.plan.costs import cost_lines, plan_costs
from engine.plan.figures import figures_of, plan_figures, plan_path
from engine.plan.influences import Influences
from engine.plan.parts import plan_benefits, plan_effects, plan_exposures, plan_funding
from engine.plan.prices import drawn_lines
from engine.plan.schedule import plan_schedule
from engine.plan.sheet import Sheet, chance_of, rows_of
from engine.problems import Refused
from engine.programme.discount_rates import WAIT
from engine.programme.model import Programme
from engine.programme.variation import Redraw, salts_of

Outcome = namedtuple("Outcome", tuple(MEASURES))  # type: ignore[misc]  # first row of each; -1 of what is absent


class PlanError(Refused):
    """A programme that is valid line by line but whose base case cannot be played."""


class Planned(NamedTuple):
    """A programme made ready to be played: its arrays, and the names behind their rows."""

    plan: Plan
    sheet: Sheet
    lines: tuple[str, ...]  # cost lines, what risks add, benefit lines: as `plan.lines` counts them

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that there are, in the order of the results."""
        return tuple(name for name, first in self.plan.outcome._asdict().items() if first >= 0)


def make_plan(programme: Programme, redraw: Redraw = (), table: Callable[[Law], Table] = table_of) -> Planned:
    """The plan of a programme; its base case gives the planned go-lives and what a total means a year.

    `redraw` holds patterns of inputs that are drawn afresh, each with its salt; `table` makes the tables of laws.
    Raises `PlanError` where a benefit given as a total has no month to fall into in the base case.
    """
    sheet = Sheet(programme)
    planned = {cluster.id: sheet.slot() for cluster in programme.clusters}
    influences = Influences(programme, sheet)
    outcome, measured = outcome_of(programme)
    lines = cost_lines(programme, sheet, influences)
    names = (*(line.name for line in lines), *(line.name for line in programme.benefits))
    draft = Plan(
        rows=0,
        constant_row=sheet.constant_row,
        constants=np.empty(0),
        draws=plan_draws(salted(programme, sheet, redraw), sheet.groups, table),
        effects=plan_effects(programme, sheet),
        exposures=plan_exposures(programme, sheet),
        schedule=plan_schedule(programme, sheet, influences),
        funding=plan_funding(programme, sheet),
        costs=plan_costs(programme, sheet, influences, lines, planned, outcome),
        benefits=plan_benefits(programme, sheet, influences, outcome),
        escalation=plan_escalation(programme, sheet),
        measures=plan_measures(programme, sheet, outcome),
        outcome=outcome,
        outcome_rows=measured + len(figures_of(programme)),
        path=plan_path(programme, sheet),
        figures=plan_figures(programme, sheet, outcome, measured, names),
        copied=rows_of(()),
        lines=rows_of(()),
    )
    return Planned(with_base_case(draft, programme, sheet, planned, influences), sheet, names)


def with_base_case(
    draft: Plan, programme: Programme, sheet: Sheet, planned: dict[str, int], influences: Influences
) -> Plan:
    """The plan with what one play of the base case tells: planned go-lives, and rates of benefits given as totals.

    In that play such a benefit has the value 1 and the rate 1, so that its money is months of the steady rate.
    """
    totals = np.array([line.value_is_total for line in programme.benefits], np.bool_)
    value, scale = draft.benefits.value.copy(), draft.benefits.scale.copy()
    value[totals], scale[totals] = sheet.constant(1.0), 1.0
    none = ragged([[]] * totals.size)  # a total is what the case states, before shares and in its own prices
    yearly = ragged([influences.yearly[line.name] for line in programme.benefits])
    constants = sheet.filled()
    trial = draft._replace(
        rows=sheet.constant_row + constants.size,
        constants=np.nan_to_num(constants, nan=0.0),
        benefits=draft.benefits._replace(value=value, scale=scale, shares=none, lost=none, yearly=yearly),
    )
    played = play_base(trial, sheet.base)
    go_live = played.sheet[draft.measures.go_live, 0]
    constants[rows_of(planned.values()) - sheet.constant_row] = go_live
    lines = np.flatnonzero(totals)
    scale = draft.benefits.scale.copy()
    scale[totals] = 1.0 / steady_months(trial, played, lines, programme)
    return trial._replace(
        constants=constants,
        benefits=draft.benefits._replace(scale=scale),
        measures=draft.measures._replace(planned_go_live=go_live),
    )


def salted(programme: Programme, sheet: Sheet, redraw: Redraw) -> list[Input]:
    """The inputs, those that are to be drawn afresh with their salt. A risk's own chance is known as its strikes."""
    strikes: dict[Input, list[str]] = defaultdict(list)
    for risk in programme.risks:
        strikes[chance_of(risk)].append(risk.strikes)
    salts = salts_of([strikes.get(one, (one.name,)) for one in sheet.inputs], redraw)
    return [one._replace(salt=salt) for one, salt in zip(sheet.inputs, salts, strict=True)]


def steady_months(
    trial: Plan, played: Any, lines: NDArray[np.int64], programme: Programme
) -> NDArray[np.float64]:
    """(line) Months of the steady rate that a benefit given as a total comes to, with base realisation and uptake."""
    by_year = money_by_year(trial, played, len(trial.costs.amount) + lines)[..., 0]
    months = np.empty(lines.size)
    for k, line in enumerate(lines):
        place = BENEFITS.index(f"{programme.benefits[line].benefit_class}_benefit")
        by_class = np.zeros(
            (max(place + 1, 2), by_year.shape[1])
        )  # the order of the sum decides over its last bit
        by_class[place] = by_year[k]
        months[k] = by_class.sum()
        if months[k] == 0.0:
            raise PlanError(
                f"{programme.benefits[line].value.name} is a total over the horizon of {programme.horizon} months, "
                "but in the base case no month of it is left after go-live, lag and ramp; give `annual`, or an "
                "earlier go-live"
            )
    return months


def outcome_of(programme: Programme) -> tuple[Any, int]:
    """First row of each measure of the outcome, and how many rows there are."""
    sizes = {"cluster": len(programme.clusters), "year": len(programme.discount_factors), "": 1}
    first, rows = {}, 0
    for name, measure in MEASURES.items():
        is_there = not measure.needs or measure.needs in programme.has
        first[name] = rows if is_there else -1
        rows += sizes[measure.dim] if is_there else 0
    return Outcome(**first), rows


def discounting(programme: Programme, sheet: Sheet) -> dict[str, Any]:
    """The fields of `Measures` that say what money of each year is worth: constants, or written from drawn rates."""
    years, own = len(programme.discount_factors), programme.own_rates
    if own is None or own.are_certain:
        row = sheet.side_by_side(programme.discount_factors)
        return {"years": years, "discount": row, "rates": rows_of(()), "wait": 0.0}
    rates = rows_of(sheet.of(own.of_year(year)) for year in range(years))
    return {
        "years": years,
        "discount": sheet.row("discount", "years"),
        "rates": rates,
        "wait": WAIT[own.timing],
    }


def plan_escalation(programme: Programme, sheet: Sheet) -> Escalation:
    """Lines whose prices grow at a drawn rate."""
    lines, first = list(drawn_lines(programme)), int(programme.start[:4])
    return Escalation(
        growth=rows_of(sheet.of(line.inflation) for line in lines if line.inflation is not None),
        since=rows_of(first - line.price_year for line in lines),
        out=rows_of(sheet.row("inflation", line.name) for line in lines),
    )


def plan_measures(programme: Programme, sheet: Sheet, outcome: Any) -> Measures:
    """How the cash flow is read."""
    return Measures(
        horizon=float(programme.horizon),
        first_year=int(programme.start[:4]),
        go_live=rows_of(sheet.row("finish", cluster.go_live) for cluster in programme.clusters),
        planned_go_live=np.zeros(len(programme.clusters)),
        summed=outcome.total_benefit,
        costs=rows_of(getattr(outcome, name) for name in COSTS),
        counted=np.array([float(name in programme.total_cost) for name in COSTS]),
        **discounting(programme, sheet),
        counterfactual=-1 if programme.counterfactual is None else sheet.of(programme.counterfactual),
    )
