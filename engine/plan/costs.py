"""Cost lines and what risks add to them -> flows of money between dates."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from engine.compiled.plan import Costs
from engine.draws.arrays import ragged
from engine.plan.flows import Flow
from engine.plan.influences import Influences
from engine.plan.prices import price_scale, years_of
from engine.plan.schedule import calendars_of, open_months
from engine.plan.sheet import Sheet, rows_of
from engine.programme.activity import Calendar
from engine.programme.model import Programme


class Line(NamedTuple):
    """A cost line, or what a risk adds to an activity."""

    name: str
    flow: int
    amount: int
    factors: list[int]
    scale: float
    spread: bool


def cost_lines(programme: Programme, sheet: Sheet, influences: Influences) -> list[Line]:
    """All of them, flow by flow. What a risk adds is called `activity.risk`."""
    lines = []
    for cost in programme.costs:
        a_year = cost.timing in ("after_go_live", "until_go_live")
        factors = [sheet.of(cost.factor), *influences.factors[cost.name]]
        scale = cost.uplift / (12.0 if a_year else 1.0) * price_scale(cost, years_of(programme))
        spread = cost.timing == "spread"
        lines.append(Line(cost.name, sheet.flows.of(cost), sheet.of(cost.amount), factors, scale, spread))
    met: Counter[str] = Counter(line.name for line in lines)
    for struck in influences.money:
        name = f"{struck.activity}.{struck.risk}"
        met[name] += 1
        unique = name if met[name] == 1 else f"{name}.{met[name]}"
        lines.append(Line(unique, sheet.flows.of_risk(struck.activity), struck.row, [], 1.0, True))
    return sorted(lines, key=lambda line: line.flow)


def plan_costs(
    programme: Programme,
    sheet: Sheet,
    influences: Influences,
    lines: list[Line],
    planned: dict[str, int],
    outcome: Any,
) -> Costs:
    """Cost lines and the flows that they make. `planned` holds the rows of planned go-lives, by cluster."""
    place = {cluster.id: k for k, cluster in enumerate(programme.clusters)}
    live = {cluster.id: sheet.row("finish", cluster.go_live) for cluster in programme.clusters}
    every = sheet.flows.every
    years, calendars = influences.years, calendars_of(programme)
    spreads = {line.flow for line in lines if line.spread}
    times = [interval(flow, programme, sheet, live, planned) for flow in every]
    flows_of_lines = rows_of(line.flow for line in lines)
    return Costs(
        first_line=np.searchsorted(flows_of_lines, np.arange(len(every) + 1)),
        flow=flows_of_lines,
        amount=rows_of(line.amount for line in lines),
        factors=ragged([line.factors for line in lines]),
        scale=np.array([line.scale for line in lines], float),
        spread=np.array([line.spread for line in lines], np.bool_),
        into=rows_of(getattr(outcome, f"{f.category}_cost") + place[f.cluster] for f in every),
        into_after=rows_of(after_horizon(f, outcome, place[f.cluster]) for f in every),
        counts_after=np.array([f.activity is not None for f in every], np.bool_),
        begin=rows_of(begin for begin, _ in times),
        end=rows_of(end for _, end in times),
        spreads=np.array([k in spreads for k in range(len(every))], np.bool_),
        yearly=ragged([[row for name in f.yearly for row in years[name]] for f in every]),
        funded=sum(f.funded for f in every),
        steady=sum(f.funded and f.by_work == Calendar() for f in every),
        calendar=rows_of(calendars.index(f.by_work) if f.by_work in calendars else -1 for f in every),
        opened=open_months(calendars),
        rate=sheet.row("rate", "flows"),
        instant=sheet.row("instant", "flows"),
        funded_begin=sheet.row("funded begin", "flows"),
        funded_end=sheet.row("funded end", "flows"),
        boundaries=len(programme.discount_factors) + 1,
        months=sheet.constant_row,
        funded_months=sheet.row("funded months", "years"),
        work_begin=sheet.row("work begin", "flows"),
        work_end=sheet.row("work end", "flows"),
        work_months=sheet.row("work months", "years"),
        ahead=sheet.row("ahead", "settlement"),
        lost=sheet.row("lost", "calendars"),
    )


def after_horizon(flow: Flow, outcome: Any, cluster: int) -> int:
    """Row of the outcome that tells what of a flow falls after the horizon; -1 of what ends with it."""
    if flow.activity is not None:
        return int(outcome.work_after_horizon + cluster)
    return int(outcome.legacy_after_horizon + cluster) if flow.timing == "until_go_live" else -1


def interval(
    flow: Flow, programme: Programme, sheet: Sheet, live: dict[str, int], planned: dict[str, int]
) -> tuple[int, int]:
    """Rows of the times between which a flow falls."""
    if flow.activity is not None:
        return sheet.row("start", flow.activity), sheet.row("finish", flow.activity)
    if flow.timing == "after_go_live":
        return live[flow.cluster], sheet.constant(programme.horizon)
    return planned[flow.cluster], live[flow.cluster]
