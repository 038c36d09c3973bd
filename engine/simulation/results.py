"""Played arrays -> a plain Dataset that says what every number is and where it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

import numpy as np
import pandas as pd
import xarray as xr

from distributions import Constant
from engine.analysis.claims import metrics_of
from engine.analysis.measures import over_clusters
from engine.draws.designs import describe as describe_draws
from engine.draws.designs import gives_up
from engine.model.model import argument_names
from engine.plan.plan import play_base_case
from engine.plan.sheet import quantities
from engine.programme.model import Programme
from engine.simulation.player import OVER_CLUSTERS, Arrays, ModelPlayer, Player, ProgrammePlayer

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


def dataset(player: Player, arrays: Arrays, iterations: int) -> xr.Dataset:
    """Results of a run of `iterations` in `arrays`, by measure and with the iteration last.

    Dims `iteration` and, of a programme, `cluster`, `year`; each variable knows its unit and its base case.
    """
    base = base_case(player)
    variables = {}
    for name, values in arrays.items():
        dim = player.parts(name)[0]
        attrs = describe(player, name) | {"base": base[name] if dim else float(base[name])}
        if dim == "cluster":
            attrs["over_clusters"] = OVER_CLUSTERS[name]
        variables[name] = xr.Variable(("iteration", dim) if dim else "iteration", values.T, attrs)
    # a range, since numbers would take 8 bytes an iteration and, to write and copy them, 45 ns
    numbered: dict[str, Any] = {"iteration": pd.RangeIndex(next(iter(arrays.values())).shape[-1])}
    coordinates = numbered | part_coordinates(player, arrays)
    return xr.Dataset(variables, coordinates, attrs=provenance(player, tuple(arrays), iterations))


def part_coordinates(player: Player, names: Iterable[str]) -> dict[str, Any]:
    """The clusters and years that measures are told by."""
    found: dict[str, Any] = {}
    for name in names:
        dim, labels = player.parts(name)
        if dim == "cluster":
            found["cluster"] = np.array(labels, dtype=object)
        elif dim == "year":
            month = cast(ProgrammePlayer, player).programme.start[5:]
            long_name = f"Programme year, beginning in month {month} of"
            found["year"] = xr.Variable("year", np.array(labels), {"long_name": long_name})
    return found


def base_case(player: Player) -> dict[str, Any]:
    """Each measure of the base case, `()`, `(cluster)` or `(year)`; of a model, its formula at the inputs' medians."""
    if isinstance(player, ProgrammePlayer):
        arrays = player.arrays(play_base_case(player.bare, player.programme))
    else:
        model, room = cast(ModelPlayer, player).model, player.room(1)
        names = argument_names(model.formula, model.inputs)
        medians = np.array([[float(model.inputs[name].ppf(0.5))] for name in names])
        model.evaluate(medians, room)
        arrays = player.arrays(room)
    return {name: values[..., 0] for name, values in arrays.items()}


def whole_bases(player: Player, names: Iterable[str]) -> dict[str, float]:
    """The base case of each measure of the whole programme."""
    base = base_case(player)
    return {
        name: float(over_clusters(OVER_CLUSTERS[name], base[name]) if player.parts(name)[0] else base[name])
        for name in names
    }


def describe(player: Player, name: str) -> dict[str, Any]:
    """Attributes of a measure: name in words, unit, cautious side."""
    if not isinstance(player, ProgrammePlayer):
        return {"long_name": name, "units": RATIO, "cautious": HIGH}
    long_name, units, cautious = MEASURES[name]
    unit = player.programme.unit if units == MONEY else units
    return {"long_name": long_name, "units": unit, "cautious": cautious}


def provenance(player: Player, names: tuple[str, ...], iterations: int) -> dict[str, Any]:
    """Attributes of the whole: what was played, and where every number came from."""
    run = player.run
    played = {
        "seed": run.seed,
        "iterations": iterations,
        "design": run.design,
        "design_gives_up": gives_up(run.design, player.draws),
        "draws": describe_draws(run.design),
        "engine_version": engine_version(),
        "claims": json.dumps(list(claims_about(player, names).values()), ensure_ascii=False),
    }
    if iterations < run.iterations:
        played |= {"interrupted": 1, "iterations_asked": run.iterations}
    if not isinstance(player, ProgrammePlayer):
        model = cast(ModelPlayer, player).model
        laws = [{"name": name, "law": repr(law)} for name, law in model.inputs.items()]
        return {"title": model.title, "scenario": "", **played, "assumptions": json.dumps(laws)}
    programme = player.programme
    return {
        "title": programme.title,
        "scenario": programme.scenario or "",
        "unit": programme.unit,
        "price_base": programme.price_base,
        "start": programme.start,
        "horizon": programme.horizon,
        "discounting": programme.discounting,
        **played,
        "programme_hash": programme.content_hash,
        "sources": json.dumps({k: asdict(v) for k, v in programme.sources.items()}, ensure_ascii=False),
        "assumptions": json.dumps(list(assumptions(programme)), ensure_ascii=False),
    }


def claims_about(player: Player, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """By name, the claims that the measures `names` are enough to judge."""
    if not isinstance(player, ProgrammePlayer):
        return {}
    every = {
        claim.name: {k: v for k, v in asdict(claim).items() if v not in (None, ())}
        for claim in player.programme.claims
    }
    return {name: claim for name, claim in every.items() if set(metrics_of(every, name)) <= set(names)}


def assumptions(programme: Programme) -> Iterator[dict[str, Any]]:
    """Every quantity that somebody wrote: its law, base value, and where it came from."""
    for q in quantities(programme):
        told = {k: v for k, v in asdict(q.provenance).items() if v is not None}
        if told or not isinstance(q.law, Constant):
            yield {"name": q.name, "law": repr(q.law), "base": q.base, **told}
