"""Played arrays -> a plain Dataset that says what every number is and where it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from engine.analysis.measures import over_clusters
from engine.bounds import metrics_of
from engine.compiled.vectors.processor import describe as describe_processor
from engine.draws.designs import describe as describe_draws
from engine.draws.designs import gives_up
from engine.draws.tables import describe as describe_tables
from engine.simulation.player import Arrays, Player, Run
from engine.version import engine_version


def dataset(player: Player, arrays: Arrays, iterations: int) -> xr.Dataset:
    """Results of a run of `iterations` in `arrays`, by measure and with the iteration last.

    Dims `iteration` and, of a programme, `cluster`, `year` and those of parts that were asked for; each variable
    knows its unit and its base case.
    """
    variables = {}
    for name, values in arrays.items():
        dim, base = player.labels(name).dim, player.base[name]
        attrs = player.describe(name) | {"base": base if dim else float(base)}
        if player.over_clusters(name):
            attrs["over_clusters"] = player.over_clusters(name)
        if "missing" in attrs:
            attrs["missing"] = int(np.isnan(values).sum())  # more were lost after it was played
        variables[name] = xr.Variable(("iteration", dim) if dim else "iteration", values.T, attrs)
    # a range, since numbers would take 8 bytes an iteration and, to write and copy them, 45 ns
    coordinates: dict[str, Any] = {"iteration": pd.RangeIndex(next(iter(arrays.values())).shape[-1])}
    for dim in dict.fromkeys(player.labels(name).dim for name in arrays):
        coordinates |= player.coordinates(dim) if dim else {}
    return xr.Dataset(variables, coordinates, attrs=provenance(player, tuple(arrays), iterations))


def whole_bases(player: Player, names: Iterable[str]) -> dict[str, float]:
    """The base case of each measure of the whole programme."""
    found = {}
    for name in names:
        how, base = player.over_clusters(name), player.base[name]
        found[name] = float(over_clusters(how, base) if how else base)
    return found


def provenance(player: Player, names: tuple[str, ...], iterations: int) -> dict[str, Any]:
    """Attributes of the whole: what was played, how it was drawn, and where every number came from."""
    run = player.run
    drawn = drawn_as(run) | {
        "iterations": iterations,
        "design_gives_up": gives_up(run.design, player.draws),
        "independent": int(
            run.design == "random"
            and not player.draws.reorder.any()
            and not (run.worlds and player.draws.by_world.any())
        ),
        "claims": json.dumps(list(claims_about(player, names).values()), ensure_ascii=False),
    }
    if iterations < run.iterations:
        drawn |= {"interrupted": 1, "iterations_asked": run.iterations}
    # Of a few measures nobody writes a workbook, and a study that asks for one plays hundreds of runs: 2 ms of each.
    account = {} if set(player.names) - set(names) else player.base_account()
    return player.about() | account | drawn


def drawn_as(run: Run) -> dict[str, Any]:
    """Attributes that say how a run is drawn, and by which engine."""
    redraw = {"redraw": json.dumps(dict(run.redraw), ensure_ascii=False)} if run.redraw else {}
    worlds = {"worlds": run.worlds, "iterations_per_world": run.world} if run.worlds else {}
    return {
        "seed": run.seed,
        "design": run.design,
        "draws": describe_draws(run.design),
        "tables": describe_tables(),
        "engine_version": engine_version(),
        "processor": describe_processor(),
        **worlds,
        **redraw,
    }


def claims_about(player: Player, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """By name, the claims that the measures `names` are enough to judge."""
    every = player.claims
    return {name: claim for name, claim in every.items() if set(metrics_of(every, name)) <= set(names)}
