"""How much of the answer is assumption? Shares of what is assumed, derived and published, and what weighs most."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.asked import check_confidence
from engine.analysis.drivers import drivers
from engine.analysis.target import target
from engine.model.model import Model
from engine.programme.model import Programme
from engine.simulation.draw import draw
from engine.simulation.whole_run import simulate_whole
from engine.studies.bench_work import Progress
from engine.studies.shapley import FEWEST, shapley

if TYPE_CHECKING:
    import xarray as xr

Play = Callable[..., Any]


def assumptions(
    programme: Programme | Model,
    measure: str | None = None,
    claim: str | None = None,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    play: Play = simulate_whole,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Whose word the answer rests on: shares of the variance by basis, and what every input weighs.

    Dims `(player, output)` hold `share` (with `share_low`, `share_high`) of each basis ("assumed", "derived",
    "published", "not said") in the variance of every measure and in whether each claim holds, as `engine.shapley` by
    basis gives them. Dimension `input` holds `alone`, the share of the variance of the `measure` or `claim` that
    knowing the input alone would remove, with its interval, and its `basis`, `source`, `kind` and `cluster`; where
    inputs are correlated these do not add up.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.assumptions(programme, "npv", iterations=5000)
        >>> sorted(found["player"].values)
        ['assumed', 'derived']

    Raises `AnalysisError` for unknown measures and claims. Plays once and then as often as there are bases and once
    more.
    """
    check_confidence(confidence)

    played = play(programme, iterations, seed)
    one = drivers(played, draw(programme, iterations, seed), measure, claim, confidence=confidence)
    aimed = target(played, measure, claim)
    by_basis = shapley(
        programme, "basis", max(iterations, FEWEST), seed, confidence=confidence, progress=progress
    )
    kept = ["share", "share_low", "share_high", "variance", "mean", "missing", "inputs"]
    shares = by_basis[kept].drop_vars(
        [key for key in ("kind", "cluster", "source", "basis") if key in by_basis.coords]
    )
    alone = {f"alone{end}": ("input", one[f"first_order{end}"].values) for end in ("", "_low", "_high")}
    coords: dict[str, Any] = {
        key: ("input", one[key].values) for key in ("kind", "cluster", "basis", "source") if key in one.coords
    }
    found: xr.Dataset = shares.rename_vars({"missing": "missing_plays"}).assign(alone)
    found = found.assign_coords(input=one["input"].values, **coords)
    names = [str(name) for name in found["output"].values]
    wanted = f"claim {aimed.name}" if claim is not None and f"claim {aimed.name}" in names else aimed.name
    return found.assign_attrs(
        one.attrs
        | {
            "plays": int(by_basis.attrs["plays"]) + 1,
            "output": wanted,
            "dependent": by_basis.attrs["dependent"],
        }
    )


def weightiest(found: xr.Dataset, most: int = 10, basis: str = "assumed") -> list[int]:
    """Places of the inputs of one basis that weigh most, the greatest first."""
    alone = np.nan_to_num(found["alone"].values)
    order = np.argsort(-alone, kind="stable")
    return [int(place) for place in order if str(found["basis"].values[place]) == basis and alone[place] > 0][
        :most
    ]
