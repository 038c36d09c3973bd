"""When does each activity run, when is each cluster live, and which activities drive that?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.criticality import criticality
from engine.analysis.estimators.percentiles import percentiles
from engine.programme.model import Programme
from engine.simulation.whole_run import simulate_whole

if TYPE_CHECKING:
    import xarray as xr

LEVELS = (10.0, 50.0, 80.0, 90.0)
_KEPT = (
    "title", "scenario", "changes", "start", "horizon", "seed", "iterations", "programme_hash", "engine_version",
)  # fmt: skip


def timetable(
    programme: Programme,
    iterations: int = 10_000,
    seed: int = 2023,
    play: Callable[..., xr.Dataset] = simulate_whole,
) -> xr.Dataset:
    """Start and finish of every activity as planned and as played, and how often it drives a go-live.

    Dimension `activity` (full names, in the order of the file), all dates in months from the programme's start:
      base_start, base_finish              in the base case
      criticality, _low, _high             share of iterations in which it drives a go-live, with its Wilson interval
      goes_live                            True where its finish is the go-live of its cluster
      cluster, cluster_name                coordinates: id and name of the cluster that it belongs to
    Dimensions `(activity, percentile)`, of the percentiles 10, 50, 80 and 90:
      start, finish, each with _low and _high  the percentile and its 95% interval; infinite where the run is too short

        >>> found = engine.timetable(engine.load("experiments/shared_services/programme.toml"), iterations=500)
        >>> int(found["goes_live"].sum()), bool((found["base_start"] <= found["base_finish"]).all())
        (5, True)

    Raises `RunError` for a run that cannot be made.
    """
    import xarray as xr

    played = play(programme, iterations, seed, measures=["*.start", "*.finish", "*.critical"])
    names = [activity.name for activity in programme.activities]
    driving = criticality(played).sel(activity=names)
    clusters = {cluster.id: cluster for cluster in programme.clusters}
    own = [clusters[name.partition(".")[0]] for name in names]
    live = {cluster.go_live for cluster in programme.clusters}
    variables: dict[str, Any] = {
        "goes_live": ("activity", np.array([name in live for name in names])),
        "criticality": ("activity", driving["criticality"].values),
        "criticality_low": ("activity", driving["low"].values),
        "criticality_high": ("activity", driving["high"].values),
    }
    for end in ("start", "finish"):
        of = played[end].sel(activity=names)
        base = dict(zip(played["activity"].values, np.atleast_1d(played[end].attrs["base"]), strict=True))
        ranked = percentiles(of.transpose("activity", "iteration").values, LEVELS, missing="highest")
        variables[f"base_{end}"] = ("activity", np.array([base[name] for name in names], np.float64))
        for key, values in (("", ranked.value), ("_low", ranked.low), ("_high", ranked.high)):
            variables[f"{end}{key}"] = (("activity", "percentile"), values)
    return xr.Dataset(
        variables,
        coords={
            "activity": names,
            "percentile": np.array(LEVELS),
            "cluster": ("activity", [one.id for one in own]),
            "cluster_name": ("activity", [one.name for one in own]),
        },
        attrs={key: played.attrs[key] for key in _KEPT if key in played.attrs},
    )
