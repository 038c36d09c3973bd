"""Money and dates as the measures of the engine's results, by the same names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from benchmarks.twin.case import Baseline, Case, FloatArray, stacked
from benchmarks.twin.cash_flow import CATEGORIES, CLASSES, Flows
from benchmarks.twin.discount import factors
from benchmarks.twin.schedule import Schedule

TIE = 1e-12  # of the money moved so far: what is short by no more covers


def cluster_measures(case: Case, times: Schedule, baseline: Baseline, flows: Flows) -> dict[str, FloatArray]:
    """Measures `(iteration, cluster)`."""
    clusters = case.programme.clusters
    kinds = {f"{kind}_cost": kind for kind in CATEGORIES}
    kinds |= {f"{kind}_benefit": kind for kind in classes_of(case)}
    out = {
        name: np.stack([flows.by_cluster[kind, c.id] for c in clusters], 1) for name, kind in kinds.items()
    }
    for kind, name in (("one_off", "work_after_horizon"), ("legacy", "legacy_after_horizon")):
        out[name] = np.stack([flows.after[kind, c.id] for c in clusters], 1)
    late = stacked([times.finish[c.go_live] - baseline.go_live[c.id] for c in clusters], case.iterations)
    return out | {"go_live_delay": late.T}


def classes_of(case: Case) -> list[str]:
    """The classes of benefits that are told of: societal ones and carbon where there are any."""
    there = {line.benefit_class for line in case.programme.benefits}
    return [kind for kind in CLASSES if kind in ("cash", "efficiency") or kind in there]


def year_measures(case: Case, flows: Flows) -> dict[str, FloatArray]:
    """Measures `(iteration, year)`."""
    yearly = {kind: np.diff(cumulative, axis=0).T for kind, cumulative in flows.cumulative.items()}
    out = {"yearly_cost": yearly["cost"]} | {f"yearly_{k}_benefit": yearly[k] for k in classes_of(case)}
    if "cash_only" in case.programme.has:
        out["yearly_budget"] = yearly["cost"] - yearly["cash"]
    return out


def totals(case: Case, out: Mapping[str, FloatArray], flows: Flows) -> dict[str, FloatArray]:
    """Measures `(iteration,)`; discounted year by year at the programme's factors."""
    discount = factors(case).T
    classes = classes_of(case)
    benefit = np.sum([out[f"{kind}_benefit"].sum(1) for kind in classes], 0)
    cost = np.sum([out[name].sum(1) for name in case.programme.total_cost], 0)
    worth = sum((out[f"yearly_{kind}_benefit"] * discount).sum(1) for kind in classes)
    after = out["work_after_horizon"].sum(1)
    price = (out["yearly_cost"] * discount).sum(1) + after * discount[:, -1]
    ratio = np.divide(worth, price, out=np.where(worth >= 0.0, np.inf, np.nan), where=price > 0.0)
    measures = {
        "total_benefit": benefit,
        "total_cost": cost,
        "net_benefit": benefit - sum(out[f"{kind}_cost"].sum(1) for kind in CATEGORIES),
        "npv": worth - price,
        "benefit_cost_ratio": ratio,
        "payback_year": payback_year(int(case.programme.start[:4]), flows, classes, after),
    }
    if "cash_only" in case.programme.has:
        measures |= {
            "cash_net_benefit": -out["yearly_budget"].sum(1) - after,
            "cash_npv": (out["yearly_cash_benefit"] * discount).sum(1) - price,
            "cash_payback_year": payback_year(int(case.programme.start[:4]), flows, ["cash"], after),
        }
    if case.programme.counterfactual is not None:
        alone = np.full(case.iterations, case.of(case.programme.counterfactual))
        measures |= {"counterfactual_cost": alone, "saving_against_counterfactual": alone - cost}
    return measures


def payback_year(first_year: int, flows: Flows, classes: list[str], after: FloatArray) -> FloatArray:
    """First year from whose end on benefits cover costs for good, once money has moved; NaN where none."""
    cost = flows.cumulative["cost"].copy()
    cost[-1] += after
    gain = np.sum([flows.cumulative[kind] for kind in classes], 0)
    spent, gained = np.diff(cost, axis=0), np.diff(gain, axis=0)
    moved = np.cumsum(np.abs(spent) + np.abs(gained), axis=0)
    behind = cost[1:] - gain[1:] > TIE * moved
    years = len(spent)
    covered = np.where(behind.any(0), years - np.argmax(behind[::-1], axis=0), 0)
    moved = (spent > 0.0) | (gained > spent)
    begun = np.where(moved.any(0), np.argmax(moved, axis=0), years)
    year = np.maximum(covered, begun)
    return np.where(year < years, first_year + year, np.nan)
