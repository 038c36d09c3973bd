"""Cost lines and what risks add to them -> flows of money between dates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.plan import CLUSTER_MEASURES, Costs
from engine.draws.arrays import ragged
from engine.plan.sheet import Flow, Influences, Sheet, flow_of, flow_of_risk, flows, rows_of
from engine.programme.model import Programme

CATEGORIES = CLUSTER_MEASURES[:3]


class Line(NamedTuple):
    """A cost line, or what a risk adds to an activity."""

    flow: int
    amount: int
    factors: list[int]
    scale: float
    spread: bool


def cost_lines(programme: Programme, sheet: Sheet, influences: Influences) -> list[Line]:
    """All of them, flow by flow."""
    place = {flow: k for k, flow in enumerate(flows(programme))}
    lines = []
    for cost in programme.costs:
        a_year = cost.timing in ("after_go_live", "until_go_live")
        factors = [sheet.of(cost.factor), *influences.factors[cost.name]]
        scale = cost.uplift / (12.0 if a_year else 1.0)
        flow = place[flow_of(cost, programme)]
        lines.append(Line(flow, sheet.of(cost.amount), factors, scale, cost.timing == "spread"))
    for activity, row in influences.costs:
        lines.append(Line(place[flow_of_risk(activity, programme)], row, [], 1.0, True))
    return sorted(lines, key=lambda line: line.flow)


def plan_costs(
    programme: Programme, sheet: Sheet, influences: Influences, planned: NDArray[np.float64]
) -> Costs:
    """Cost lines and the flows that they make."""
    place = {cluster.id: k for k, cluster in enumerate(programme.clusters)}
    every, lines = flows(programme), cost_lines(programme, sheet, influences)
    times = [interval(flow, programme, sheet, planned) for flow in every]
    years = {d.name: [sheet.of(factor) for factor in d.years] for d in programme.drivers}
    spreads = {line.flow for line in lines if line.spread}
    rate, lump, open_begin, open_end = (
        sheet.row(what, "0") if every else 0 for what in ("rate", "lump", "open begin", "open end")
    )
    return Costs(
        first_line=np.searchsorted([line.flow for line in lines], np.arange(len(every) + 1)),
        amount=rows_of(line.amount for line in lines),
        factors=ragged([line.factors for line in lines]),
        scale=np.array([line.scale for line in lines], float),
        spread=np.array([line.spread for line in lines], np.bool_),
        cluster=rows_of(place[f.cluster] for f in every),
        category=rows_of(CATEGORIES.index(f"{f.category}_cost") for f in every),
        begin=rows_of(begin for begin, _ in times),
        end=rows_of(end for _, end in times),
        spreads=np.array([k in spreads for k in range(len(every))], np.bool_),
        yearly=ragged([[row for name in f.yearly for row in years[name]] for f in every]),
        funded=sum(f.funded for f in every),
        rate=rate,
        lump=lump,
        open_begin=open_begin,
        open_end=open_end,
        boundaries=len(programme.discount_factors) + 1,
        wall_clock=sheet.constant_row,
        open_clock=sheet.row("open clock", "0"),
    )


def interval(flow: Flow, programme: Programme, sheet: Sheet, planned: NDArray[np.float64]) -> tuple[int, int]:
    """Rows of the times between which a flow falls."""
    if flow.activity is not None:
        return sheet.row("start", flow.activity), sheet.row("finish", flow.activity)
    k, cluster = next((k, c) for k, c in enumerate(programme.clusters) if c.id == flow.cluster)
    live = sheet.row("finish", cluster.go_live)
    if flow.timing == "after_go_live":
        return live, sheet.constant(programme.horizon)
    return sheet.constant(planned[k]), live
