"""From drawn quantities to every measure, some thousand iterations at a time."""

from __future__ import annotations

import numpy as np

from benchmarks.twin.benefits import add_benefits, rate_a_month
from benchmarks.twin.case import Baseline, Case, FloatArray, Values, cut, make_case
from benchmarks.twin.cash_flow import no_flows
from benchmarks.twin.costs import add_costs_by_go_live, add_costs_of_activities
from benchmarks.twin.figures import figures
from benchmarks.twin.funding import schedule
from benchmarks.twin.measures import cluster_measures, totals, year_measures
from engine.programme.model import Programme

CHUNK = 8192  # iterations at a time; fewer pay for calls, more fall out of the cache


def play(programme: Programme, values: Values, strikes: Values) -> dict[str, FloatArray]:
    """Every measure of the programme, from drawn quantities.

    `values` holds each quantity of the programme by its full name, a scalar or `(iteration,)`; `strikes` are those
    of `benchmarks.twin.risks.struck`. Returns measures `(iteration, cluster)`, `(iteration, year)` and
    `(iteration,)`, named as the engine's: money in the programme's unit, delays in months, `payback_year` NaN where
    never.
    """
    drawn = {name: np.asarray(value, float) for name, value in values.items()}
    struck = {name: np.asarray(strike, float) for name, strike in strikes.items()}
    iterations = max((a.size for a in (*drawn.values(), *struck.values()) if a.ndim), default=1)
    baseline = plan_baseline(programme)
    parts = []
    for first in range(0, iterations, CHUNK):
        some = slice(first, min(first + CHUNK, iterations))
        case = make_case(programme, cut(drawn, some), cut(struck, some), some.stop - first)
        parts.append(play_case(case, baseline))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def play_base(programme: Programme) -> dict[str, FloatArray]:
    """Every measure of the one iteration in which each quantity has its base and no risk strikes."""
    return play_case(base_case(programme), plan_baseline(programme))


def base_case(programme: Programme) -> Case:
    """That iteration."""
    values = {q.name: np.asarray(q.base, float) for q, *_ in programme.quantities()}
    return make_case(programme, values, {risk.name: np.zeros(()) for risk in programme.risks}, 1)


def plan_baseline(programme: Programme) -> Baseline:
    """What every iteration takes from the base case."""
    case = base_case(programme)
    times, boundaries = schedule(case), no_flows(case).boundaries
    return Baseline(
        {c.id: float(times.finish[c.go_live].item()) for c in programme.clusters},
        {line.name: rate_a_month(case, line, times, boundaries) for line in programme.benefits},
    )


def play_case(case: Case, baseline: Baseline) -> dict[str, FloatArray]:
    """The measures of a case."""
    times = schedule(case)
    flows = no_flows(case)
    add_costs_of_activities(case, times, flows)
    add_costs_by_go_live(case, times, baseline, flows)
    add_benefits(case, times, baseline, flows)
    out = cluster_measures(case, times, baseline, flows) | year_measures(case, flows)
    out |= totals(case, out, flows)
    return out | figures(case, times, out)
