"""Programme -> Plan: the last place where names exist."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.compiled.designs import RANDOM
from engine.compiled.plan import (
    CLUSTER_MEASURES,
    TOTALS,
    YEARLY_MEASURES,
    Benefits,
    Effects,
    Funding,
    Measures,
    Outcome,
    Plan,
    Schedule,
)
from engine.compiled.play import numbers_needed, play
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.reference import by_reference
from engine.draws.arrays import plan_conditionals, plan_draws, ragged
from engine.plan.ahead import compile_ahead
from engine.plan.costs import CATEGORIES, plan_costs
from engine.plan.sheet import Influences, Sheet, chance_of, flows, groups_of, rows_of
from engine.problems import Refused
from engine.programme.model import Programme

CLASSES = ("cash", "efficiency")


class PlanError(Refused):
    """A programme that is valid line by line but whose base case cannot be played."""


def make_plan(programme: Programme) -> Plan:
    """The plan of a programme; its base case gives the planned go-lives and what a total means a year.

    Raises `PlanError` where a benefit given as a total has no month to fall into in the base case.
    """
    clusters, lines = len(programme.clusters), len(programme.benefits)
    first = build(programme, np.zeros(clusters), np.full(lines, 1.0 / 12.0))
    planned = play_base_case(first, programme).by_cluster[CLUSTER_MEASURES.index("go_live_delay"), :, 0]
    return build(programme, planned, rates_a_month(first, programme))


def play_base_case(plan: Plan, programme: Programme) -> Outcome:
    """The one iteration in which every law has its base value and no risk strikes."""
    outcome = empty_outcome(plan, 1)
    play_given(plan, Sheet(programme).base, outcome)
    return outcome


def play_given(plan: Plan, values: NDArray[np.float64], outcome: Outcome) -> NDArray[np.float64]:
    """Write the outcome of the one iteration in which the inputs have `values[input]`; returns its sheet `(row, 1)`."""
    rows = np.arange(values.size)
    given = plan.draws._replace(
        design=RANDOM,
        laws=np.zeros((values.size, 2), np.int64),
        groups=ragged([]),
        conditionals=plan_conditionals((), {}, {}, {}),
        factors=np.empty(0),
        factor_start=np.empty(0, np.int64),
        given=values.reshape(-1, 1),
        given_row=rows,
    )
    memory = np.empty(numbers_needed(plan, 2))
    reference = by_reference(plan._replace(draws=given))
    compile_ahead(reference)
    play(reference, 0, 0, 1, 0, 2, memory, outcome)
    return memory[: plan.rows * LANES].reshape(-1, LANES)[:, :1]


def empty_outcome(plan: Plan, iterations: int) -> Outcome:
    """Room for the outcome of `iterations`."""
    clusters, years = len(plan.measures.go_live), len(plan.measures.discount)
    return Outcome(
        np.empty((len(CLUSTER_MEASURES), clusters, iterations)),
        np.empty((len(YEARLY_MEASURES), years, iterations)),
        np.empty((len(TOTALS), iterations)),
    )


def rates_a_month(plan: Plan, programme: Programme) -> NDArray[np.float64]:
    """(benefit line) What a line's value is multiplied by to be a steady rate a month."""
    base, outcome = Sheet(programme).base, empty_outcome(plan, 1)
    rates = np.full(len(programme.benefits), 1.0 / 12.0)
    one = plan.constant_row + int(np.flatnonzero(plan.constants == 1.0)[0])
    for k, line in enumerate(programme.benefits):
        if line.value_is_total:
            # The value 1 at the rate 1 for this line, the rate 0 for all others.
            alone = plan.benefits._replace(
                value=np.full(len(rates), one), scale=(np.arange(len(rates)) == k).astype(float)
            )
            play_given(plan._replace(benefits=alone), base, outcome)
            months = outcome.by_year[1:].sum()  # of the steady rate, with base realisation and uptake
            if months == 0.0:
                raise PlanError(
                    f"{line.value.name} is a total over the horizon of {programme.horizon} months, but in the base "
                    "case no month of it is left after go-live, lag and ramp; give `annual`, or an earlier go-live"
                )
            rates[k] = 1.0 / months
    return rates


def build(programme: Programme, planned: NDArray[np.float64], rates: NDArray[np.float64]) -> Plan:
    """The arrays, given planned go-lives (months, by cluster) and monthly rates (by benefit line)."""
    sheet = Sheet(programme)
    influences = Influences(programme, sheet)
    draws = plan_draws(sheet.inputs, groups_of(programme))
    effects = plan_effects(programme, sheet)
    schedule = plan_schedule(programme, sheet, influences)
    funding = plan_funding(programme, sheet)
    costs = plan_costs(programme, sheet, influences, planned)
    benefits = plan_benefits(programme, sheet, influences, rates)
    measures = plan_measures(programme, sheet, planned)
    sheet.constant(1.0)  # which `rates_a_month` looks for
    constants = np.array(list(sheet.constants), float)  # last: every part may have asked for one
    first, rows = sheet.constant_row, sheet.constant_row + constants.size
    return Plan(rows, first, constants, draws, effects, schedule, funding, costs, benefits, measures)


def plan_effects(programme: Programme, sheet: Sheet) -> Effects:
    """Risks and what they do."""
    risks = programme.risks
    effects = [(risk, effect) for risk in risks for effect in risk.effects]
    probability = {risk.name: sheet.of(risk.probability) for risk in risks}

    def strikes(names: Iterable[str]) -> list[int]:
        return [sheet.row("strikes", name) for name in names]

    def excluded_before(place: int) -> list[int]:
        group = risks[place].exclusive
        return [probability[r.name] for r in risks[:place] if group is not None and r.exclusive == group]

    return Effects(
        uniform=rows_of(sheet.row(chance.purpose, chance.name) for chance in map(chance_of, risks)),
        probability=rows_of(probability.values()),
        strikes=rows_of(strikes(risk.name for risk in risks)),
        before=ragged([excluded_before(k) for k in range(len(risks))]),
        needs=ragged([strikes(risk.needs) for risk in risks]),
        prevented_by=ragged([strikes(risk.prevented_by) for risk in risks]),
        implied_by=ragged([strikes(r.name for r in risks if risk.name in r.implies) for risk in risks]),
        strike=rows_of(strikes(risk.name for risk, _ in effects)),
        size=rows_of(sheet.of(effect.size) for _, effect in effects),
        neutral=np.array([float(effect.kind == "factor") for _, effect in effects]),
        out=rows_of(sheet.row("effect", effect.size.name) for _, effect in effects),
    )


def plan_schedule(programme: Programme, sheet: Sheet, influences: Influences) -> Schedule:
    """Activities, in the programme's order, which respects predecessors."""
    activities = programme.activities
    paid = {flow.activity for flow in flows(programme) if flow.funded}
    return Schedule(
        duration=rows_of(sheet.of(a.duration) for a in activities),
        earliest=rows_of(sheet.of(a.earliest) for a in activities),
        factors=ragged([influences.factors[a.name] for a in activities]),
        delays=ragged([influences.delays[a.name] for a in activities]),
        after=ragged([[sheet.row("finish", before) for before in a.after] for a in activities]),
        start=rows_of(sheet.row("start", a.name) for a in activities),
        finish=rows_of(sheet.row("finish", a.name) for a in activities),
        funded=np.array([a.name in paid for a in activities], np.bool_),
    )


def plan_funding(programme: Programme, sheet: Sheet) -> Funding:
    """Settlements in the order of their dates."""
    return Funding(
        until=np.array([s.until for s in programme.funding], float),
        approved=rows_of(sheet.of(s.approved) for s in programme.funding),
        top_up=rows_of(sheet.of(s.top_up) for s in programme.funding),
        exhausted=rows_of(sheet.row("exhausted", s.approved.name) for s in programme.funding),
    )


def plan_benefits(
    programme: Programme, sheet: Sheet, influences: Influences, rates: NDArray[np.float64]
) -> Benefits:
    """Benefit lines."""
    place = {cluster.id: k for k, cluster in enumerate(programme.clusters)}
    lines = programme.benefits
    return Benefits(
        cluster=rows_of(place[b.cluster] for b in lines),
        kind=rows_of(CLASSES.index(b.benefit_class) for b in lines),
        value=rows_of(sheet.of(b.value) for b in lines),
        factors=ragged(
            [[sheet.of(b.realisation), sheet.of(b.uptake), *influences.factors[b.name]] for b in lines]
        ),
        scale=rates,
        begin=rows_of(sheet.row("finish", b.starts_after) for b in lines),
        lag=rows_of(sheet.of(b.lag) for b in lines),
        ramp=rows_of(sheet.of(b.ramp) for b in lines),
        decline=rows_of(sheet.of(b.decline) for b in lines),
        yearly=ragged([influences.yearly[b.name] for b in lines]),
    )


def plan_measures(programme: Programme, sheet: Sheet, planned: NDArray[np.float64]) -> Measures:
    """How the cash flow is read."""
    return Measures(
        horizon=float(programme.horizon),
        first_year=int(programme.start[:4]),
        go_live=rows_of(sheet.row("finish", cluster.go_live) for cluster in programme.clusters),
        planned_go_live=planned,
        counted=np.array([float(name in programme.total_cost) for name in CATEGORIES]),
        discount=np.array(programme.discount_factors),
        counterfactual=-1 if programme.counterfactual is None else sheet.of(programme.counterfactual),
    )
