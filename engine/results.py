"""Outcome arrays -> a plain Dataset that says what every number is and where it came from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from distributions import Constant
from engine.compiled.plan import CLUSTER_MEASURES, TOTALS, YEARLY_MEASURES, Outcome
from engine.designs import DESIGNS
from engine.designs import describe as describe_draws
from engine.model import Model, argument_names
from engine.programme.model import Programme
from engine.sheet import quantities

MONEY, MONTHS, YEAR, RATIO = "money", "months", "year", "1"
LOW, HIGH = "low", "high"  # the side on which a measure is cautious

MEASURES = {
    "one_off_cost": ("One-off cost", MONEY, HIGH),
    "running_cost": ("Running cost", MONEY, HIGH),
    "legacy_cost": ("Legacy extension cost", MONEY, HIGH),
    "cash_benefit": ("Cash benefits", MONEY, LOW),
    "efficiency_benefit": ("Efficiency benefits, not cash-releasing", MONEY, LOW),
    "go_live_delay": ("Go-live delay", MONTHS, HIGH),
    "yearly_cost": ("Cost in the year", MONEY, HIGH),
    "yearly_cash_benefit": ("Cash benefits in the year", MONEY, LOW),
    "yearly_efficiency_benefit": ("Efficiency benefits in the year", MONEY, LOW),
    "total_benefit": ("Total benefits", MONEY, LOW),
    "total_cost": ("Total cost, as the claim counts it", MONEY, HIGH),
    "net_benefit": ("Net benefit, all costs counted", MONEY, LOW),
    "npv": ("Net present value", MONEY, LOW),
    "benefit_cost_ratio": ("Benefit-cost ratio, present values", RATIO, LOW),
    "payback_year": ("Payback year", YEAR, HIGH),
    "counterfactual_cost": ("Departments' own replacement", MONEY, HIGH),
    "saving_against_counterfactual": ("Saving against own replacement", MONEY, LOW),
}


def engine_version() -> str:
    """Version of the installed distribution, or "unknown" where it is not installed."""
    try:
        return version("outturn-risk")
    except PackageNotFoundError:
        return "unknown"


def programme_results(
    programme: Programme, outcome: Outcome, base: Outcome, seed: int, design: str
) -> xr.Dataset:
    """Results with dims `iteration`, `cluster`, `year`; each variable knows its unit and its base case."""
    variables = dict(played(programme, outcome, base))
    first_year, years = int(programme.start[:4]), len(programme.discount_factors)
    year = xr.Variable("year", np.arange(first_year, first_year + years))
    year.attrs["long_name"] = f"Programme year, beginning in month {programme.start[5:]} of"
    coordinates = {
        "iteration": np.arange(outcome.totals.shape[-1]),
        "cluster": np.array([cluster.id for cluster in programme.clusters], dtype=object),
        "year": year,
    }
    iterations = int(outcome.totals.shape[-1])
    return xr.Dataset(variables, coordinates, attrs=provenance(programme, seed, iterations, design))


def model_results(model: Model, outputs: NDArray[np.float64], seed: int, design: str) -> xr.Dataset:
    """Results of a free model: one variable `(iteration)` an output; base: the formula at the inputs' medians."""
    names = argument_names(model.formula, model.inputs)
    medians = np.array([[float(model.inputs[name].ppf(0.5))] for name in names])
    base = np.empty((len(model.outputs), 1))
    model.evaluate(medians, base)
    variables = {
        name: xr.Variable(
            "iteration",
            outputs[k],
            {"long_name": name, "units": RATIO, "cautious": HIGH, "base": float(base[k, 0])},
        )
        for k, name in enumerate(model.outputs)
    }
    laws = [{"name": name, "law": repr(law)} for name, law in model.inputs.items()]
    attrs = {
        "title": model.title,
        "scenario": "",
        "seed": seed,
        "iterations": outputs.shape[1],
        "design": design,
        "design_gives_up": DESIGNS[design].gives_up,
        "draws": describe_draws(design),
        "engine_version": engine_version(),
        "claims": "[]",
        "assumptions": json.dumps(laws),
    }
    return xr.Dataset(variables, {"iteration": np.arange(outputs.shape[1])}, attrs)


def played(programme: Programme, outcome: Outcome, base: Outcome) -> Iterator[tuple[str, xr.Variable]]:
    """Each measure's name and variable."""
    for k, name in enumerate(CLUSTER_MEASURES):
        attrs = describe(name, programme.unit) | {
            "over_clusters": "max" if name == "go_live_delay" else "sum"
        }
        attrs["base"] = base.by_cluster[k, :, 0]
        yield name, xr.Variable(("iteration", "cluster"), outcome.by_cluster[k].T, attrs)
    for k, name in enumerate(YEARLY_MEASURES):
        attrs = describe(name, programme.unit) | {"base": base.by_year[k, :, 0]}
        yield name, xr.Variable(("iteration", "year"), outcome.by_year[k].T, attrs)
    for k, name in enumerate(TOTALS):
        if programme.counterfactual is not None or "counterfactual" not in name:
            attrs = describe(name, programme.unit) | {"base": float(base.totals[k, 0])}
            yield name, xr.Variable("iteration", outcome.totals[k], attrs)


def describe(name: str, unit: str) -> dict[str, Any]:
    """Attributes of a measure: name in words, unit, cautious side."""
    long_name, units, cautious = MEASURES[name]
    return {"long_name": long_name, "units": unit if units == MONEY else units, "cautious": cautious}


def provenance(programme: Programme, seed: int, iterations: int, design: str) -> dict[str, Any]:
    """Attributes of the whole: what was played, and where every number came from."""
    claims = [{k: v for k, v in asdict(claim).items() if v not in (None, ())} for claim in programme.claims]
    return {
        "title": programme.title,
        "scenario": programme.scenario or "",
        "unit": programme.unit,
        "price_base": programme.price_base,
        "start": programme.start,
        "horizon": programme.horizon,
        "discounting": programme.discounting,
        "seed": seed,
        "iterations": iterations,
        "design": design,
        "design_gives_up": DESIGNS[design].gives_up,
        "draws": describe_draws(design),
        "programme_hash": programme.content_hash,
        "engine_version": engine_version(),
        "claims": json.dumps(claims, ensure_ascii=False),
        "sources": json.dumps({k: asdict(v) for k, v in programme.sources.items()}, ensure_ascii=False),
        "assumptions": json.dumps(list(assumptions(programme)), ensure_ascii=False),
    }


def assumptions(programme: Programme) -> Iterator[dict[str, Any]]:
    """Every quantity that somebody wrote: its law, base value, and where it came from."""
    for q in quantities(programme):
        told = {k: v for k, v in asdict(q.provenance).items() if v is not None}
        if told or not isinstance(q.law, Constant):
            yield {"name": q.name, "law": repr(q.law), "base": q.base, **told}
