"""Figures that claims are about: dates, counts, single parts and years, and which activities drive a go-live."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.case import INSTANT, Case, FloatArray
from benchmarks.twin.cash_flow import CATEGORIES, CLASSES
from benchmarks.twin.schedule import Schedule, worked_months
from engine.programme.figure import Figure
from engine.programme.months import months_after

SUMS: dict[str, dict[str, float]] = {
    "total_benefit": {f"{kind}_benefit": 1.0 for kind in CLASSES},
    "net_benefit": {f"{kind}_benefit": 1.0 for kind in CLASSES}
    | {f"{kind}_cost": -1.0 for kind in CATEGORIES},
}


def figures(case: Case, times: Schedule, out: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Every figure of the programme `(iteration,)`; `out` holds the measures by name."""
    asked = list(case.programme.figures)
    if any(e.kind == "delay" and e.size.law.ppf(0.0) < 0 for r in case.programme.risks for e in r.effects):
        asked.append(Figure("durations_floored"))
    found = {one.name: figure(one, case, times, out) for one in asked}
    return {name: np.broadcast_to(values, (case.iterations,)) for name, values in found.items()}


def figure(asked: Figure, case: Case, times: Schedule, out: Mapping[str, FloatArray]) -> FloatArray:
    """One of them."""
    programme, metric, of = case.programme, asked.metric, asked.of
    live = [times.finish[c.go_live] for c in programme.clusters if of in (None, c.id)]
    if metric == "finish":
        return times.finish[str(of)]
    if metric == "critical":
        chains = [drives(str(of), c.go_live, case, times) for c in programme.clusters]
        return np.asarray(np.maximum.reduce(np.broadcast_arrays(*chains)))
    if metric in ("go_live_month", "last_go_live", "first_go_live"):
        return np.asarray(
            (np.minimum if metric == "first_go_live" else np.maximum).reduce(np.broadcast_arrays(*live))
        )
    if metric == "clusters_live":
        month = months_after(programme.start, str(asked.at)) + 1
        return np.asarray(sum((date <= month + INSTANT).astype(float) for date in live))
    if metric in ("strikes", "risks_struck"):
        some = [case.strikes[r.name] for r in programme.risks if of in (None, r.name, r.family)]
        return np.asarray(sum(some, np.zeros(())))
    if metric == "durations_floored":
        below = [worked_months(a, case) < 0.0 for a in programme.activities]
        return np.asarray(sum(one.astype(float) for one in below))
    if metric == "unfunded":
        until = None if of is None else months_after(programme.start, of)
        some = [money for month, money in times.lacking.items() if until in (None, month)]
        return np.asarray(sum(some, np.zeros(())))
    terms = SUMS.get(metric, {metric: 1.0})
    if metric == "total_cost":
        terms = dict.fromkeys(programme.total_cost, 1.0)
    if asked.years is None:
        place = [c.id for c in programme.clusters].index(str(of))
        return np.asarray(sum(sign * out[term][:, place] for term, sign in terms.items() if term in out))
    yearly = {
        "yearly_cost" if t.endswith("_cost") else t if t.startswith("yearly") else f"yearly_{t}": sign
        for t, sign in terms.items()
    }
    first, last = (year - int(programme.start[:4]) for year in asked.years)
    return np.asarray(
        sum(sign * out[t][:, first : last + 1].sum(1) for t, sign in yearly.items() if t in out)
    )


def drives(name: str, go_live: str, case: Case, times: Schedule) -> FloatArray:
    """Whether an activity's start or finish lies on a chain of binding ties that ends in a go-live.

    Forward, from the activity on: `by_start` and `by_finish` say of every later end whether the chain reaches it.
    """
    by: dict[tuple[str, str], NDArray[np.bool_]] = {}
    none = np.zeros((), bool)
    for a in case.programme.activities:
        start, finish = times.start[a.name], times.finish[a.name]
        links = [("finish", before, np.zeros(()), False) for before in a.after]
        links += [
            ("start" if k.from_start else "finish", k.activity, case.of(k.lag), k.to_finish) for k in a.links
        ]
        begins = none if a.name != name else np.ones((), bool)
        ends = begins
        for end, before, lag, to_finish in links:
            month = (times.start if end == "start" else times.finish)[before] + lag
            chain = by[before, end]
            if to_finish:
                ends = ends | (chain & (month >= finish - INSTANT))
            else:
                begins = begins | (chain & (month >= start - INSTANT))
        by[a.name, "start"], by[a.name, "finish"] = begins, begins | ends
    return np.asarray(by[go_live, "finish"], float)
