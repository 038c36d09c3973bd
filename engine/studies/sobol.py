"""Sobol' indices: what an input does alone, and what it does with all others; where inputs are independent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.batches import ratio_of_batches
from engine.analysis.estimators.pick_freeze import Parts, variance_parts
from engine.model.model import Model
from engine.problems import Refused
from engine.programme.model import Programme
from engine.simulation.bench import CHUNK, Bench, Order, Seat
from engine.simulation.limits import RunError, check_run
from engine.simulation.player import Floats
from engine.studies.bench_work import Progress, in_threads, output_coordinates, told
from engine.studies.players import By, Players, coordinates, players_of, tied_players

if TYPE_CHECKING:
    import xarray as xr

FEWEST = 8 * CHUNK


class DependentInputs(Refused):
    """Sobol' indices asked of players that are not independent of each other."""


def sobol(
    programme: Programme | Model,
    by: By = "input",
    iterations: int = 20_000,
    seed: int = 2023,
    *,
    measures: Sequence[str] | None = None,
    claims: Sequence[str] | None = None,
    design: str = "random",
    threads: int | None = None,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> xr.Dataset:
    """First-order and total Sobol' indices of every player, by pick-freeze.

    Dims `(player, output)` hold `first` and `total`, each with `_error`, `_low` and `_high`; `variance`, `mean` and
    `missing` by output are as `engine.shapley` gives them, and so are players. The first-order index is the share of
    the variance that knowing the player alone would remove, the total that which would stay if all else were known.

    Plays the programme twice more than there are players, `iterations` times each, rounded up to chunks of 512;
    `design` "sobol" converges faster, and its errors are then too wide.

        >>> from distributions import Uniform
        >>> model = engine.Model({"a": Uniform(-1, 1), "b": Uniform(-1, 1)}, lambda a, b: a * b)
        >>> found = engine.sobol(model, iterations=20_000).sel(player="a", output="y")
        >>> abs(float(found["first"])) < 0.03, abs(float(found["total"]) - 1) < 0.03
        (True, True)

    Raises `DependentInputs` where a copula ties inputs of two players: the indices then count some of the variance
    twice, and `engine.shapley` is the method that is right, or groups that take tied inputs together.
    """
    check_confidence(confidence)
    check_run(iterations, seed, threads)
    if iterations < FEWEST:
        raise RunError(
            f"iterations = {iterations}: at least {FEWEST:,} are needed to tell the error of an index"
        )
    bench = Bench(programme, seed, design, measures, claims)
    players = players_of(bench, by)
    refuse_dependence(bench, players)
    found = in_threads(
        bench, -(-iterations // CHUNK), threads, partial(chunk_parts, bench, players), progress
    )
    parts = Parts(*(np.array([getattr(one, key) for one, *_ in found]) for key in Parts._fields))
    missing = np.sum([one[1] for one in found], axis=0)
    return indices(bench, players, parts, missing, np.mean([one[2] for one in found], axis=0), confidence)


def refuse_dependence(bench: Bench, players: Players) -> None:
    """Raise `DependentInputs` where players are tied."""
    pairs = tied_players(bench, players)
    if pairs:
        first, second = pairs[0]
        more = f", and {len(pairs) - 1} more pairs" if len(pairs) > 1 else ""
        raise DependentInputs(
            f"Sobol' indices need independent inputs, and {first} is correlated with {second}{more}: what they share "
            "would be counted twice. Shapley effects are right here (engine.shapley, outturn drivers --method "
            "shapley); or take correlated inputs together in one group"
        )


def chunk_parts(bench: Bench, players: Players, chunk: int, seat: Seat) -> tuple[Parts, Floats, Floats]:
    """Of one chunk: parts of the variance, how many plays gave no number, means."""
    orders = [Order.of(tie, np.arange(bench.rows)) for tie in bench.ties]
    own, fresh = bench.luck(chunk)
    plays = [seat.play(own, orders), seat.play(fresh, orders)]
    for members in players.values():
        rows = [one.row for one in members]
        luck = own.copy()
        luck[rows] = fresh[rows]
        plays.append(seat.play(luck, orders))
    outputs = np.array(plays)
    missing = (~np.isfinite(outputs)).sum(axis=(0, 2))
    return variance_parts(outputs[0], outputs[1], outputs[2:]), missing, outputs[0].mean(axis=-1)


def indices(
    bench: Bench, players: Players, parts: Parts, missing: Floats, means: Floats, confidence: float
) -> xr.Dataset:
    """The Dataset of parts of the variance, batch first."""
    import xarray as xr

    two, gone = ("player", "output"), missing > 0
    values = {}
    for name in ("first", "total"):
        above = getattr(parts, name)
        ratio = ratio_of_batches(above, np.broadcast_to(parts.whole[:, None], above.shape), confidence)
        values[name] = (two, np.where(gone, np.nan, ratio.value))
        values |= {
            f"{name}_{key}": (two, np.where(gone, np.nan, getattr(ratio, key)))
            for key in ("error", "low", "high")
        }
    return xr.Dataset(
        {
            **values,
            "variance": ("output", np.where(gone, np.nan, parts.whole.mean(axis=0))),
            "mean": ("output", means),
            "missing": ("output", missing),
            "inputs": ("player", np.array([len(members) for members in players.values()])),
        },
        coords={
            "player": np.array(list(players), object),
            **output_coordinates(bench),
            **coordinates(players),
        },
        attrs=told(bench, len(parts.whole) * CHUNK)
        | {
            "plays": len(players) + 2,
            "meaning": "first: share of the variance that knowing the player alone would remove; total: share that "
            "would stay if all else were known; without interactions the two are equal",
            "confidence": confidence,
        },
    )
