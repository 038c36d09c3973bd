"""Whose uncertainty is it? Shares of the variance of measures, and of whether claims hold, that add up to one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.batches import mean_of_batches, ratio_of_batches
from engine.analysis.estimators.shapley_walks import walk_effects
from engine.model.model import Model
from engine.programme.model import Programme
from engine.simulation.bench import CHUNK, Bench, Order, Seat
from engine.simulation.limits import RunError, check_run
from engine.simulation.player import Floats
from engine.studies.bench_work import Progress, in_threads, output_coordinates, told
from engine.studies.players import By, Players, coordinates, players_of, tied_players

if TYPE_CHECKING:
    import xarray as xr

FEWEST = 8 * CHUNK  # iterations; fewer batches tell no error

UNREAD = (
    "An input that the programme never reads has a share of its own where it is correlated with one that is read: what "
    "is known of the one is known of the other."
)


def shapley(
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
    """Shapley effects: each player's fair share of the variance of every output, right under correlation too.

    Outputs are measures, and claims as 1 where they hold and 0 where not, whose variance is p (1 - p): the share is
    then of whether the claim is missed (target Shapley effects, Il Idrissi et al., Environmental Modelling & Software
    143, 2021). Players are inputs or groups of them, as `by` says ("input", "cause", "cluster", "kind", "basis",
    "source", "cluster,kind", or names with patterns of inputs). Dims `(player, output)` hold `share` with
    `share_error`, `share_low` and `share_high`, and `effect` in squared units; shares add up to 1. By output,
    `variance` and `mean` are told, and `missing` plays that gave no finite number: such an output has no variance,
    and its shares are NaN; of one that never varies they are 0.

    Plays the programme once more than there are players, `iterations` times each; iterations are rounded up to whole
    chunks of 512 in which players take turns in one order and, in the next, in the opposite one.

        >>> from distributions import Normal
        >>> model = engine.Model({"a": Normal(0, 1), "b": Normal(0, 2)}, lambda a, b: a + b)
        >>> found = engine.shapley(model, iterations=20_000)
        >>> abs(float(found["share"].sel(player="b", output="y")) - 0.8) < 0.03
        True

    Raises `RunError` for too few iterations or unknown measures and claims, `PlayerError` for unknown groups.
    """
    check_confidence(confidence)
    check_run(iterations, seed, threads)
    if iterations < FEWEST:
        raise RunError(
            f"iterations = {iterations}: at least {FEWEST:,} are needed to tell the error of a share"
        )
    bench = Bench(programme, seed, design, measures, claims)
    players = players_of(bench, by)
    pairs = -(-iterations // (2 * CHUNK))
    parts = in_threads(bench, pairs, threads, partial(pair_of_walks, bench, players, 0), progress)
    return shares(bench, players, Walked.of(parts), confidence)


class Walked(NamedTuple):
    """What walks found: effects `(batch, output, player)`; how many plays of each output gave no number; its mean."""

    effects: Floats
    missing: Floats
    means: Floats

    @classmethod
    def of(cls, parts: Sequence[tuple[Floats, Floats, Floats]]) -> Walked:
        """From what `pair_of_walks` gave of each pair."""
        effects, missing, means = (np.array(part) for part in zip(*parts, strict=True))
        return cls(effects, missing.sum(axis=0), means.mean(axis=0))


def pair_of_walks(
    bench: Bench, players: Players, last: int, pair: int, seat: Seat
) -> tuple[Floats, Floats, Floats]:
    """Of two chunks in opposite orders: effects `(output, player)`, how many plays gave no number, means.

    So many `last` players have their turn after all others, whatever the order of those.
    """
    first, after = len(players) - last, np.arange(len(players) - last, len(players))
    order = np.random.default_rng([bench.seed, pair]).permutation(first)
    effects, missing, means = [], [], []
    for chunk, some in ((2 * pair, order), (2 * pair + 1, order[::-1])):
        turn = np.concatenate([some, after])
        outputs = walk(bench, players, turn, chunk, seat)
        missing.append((~np.isfinite(outputs)).sum(axis=(0, 2)))
        effects.append(walk_effects(outputs, turn))
        means.append(outputs[-1].mean(axis=-1))
    return np.mean(effects, axis=0), np.sum(missing, axis=0), np.mean(means, axis=0)


def walk(bench: Bench, players: Players, turn: np.ndarray, chunk: int, seat: Seat) -> Floats:
    """`(step, output, iteration)` The plays in which one player after another takes its own luck."""
    members = list(players.values())
    place = np.zeros(bench.rows, np.int64)
    for position, player in enumerate(turn):
        place[[one.row for one in members[player]]] = position
    orders = [Order.of(tie, place) for tie in bench.ties]
    own, luck = bench.luck(chunk)
    found = [seat.play(luck, orders)]
    for player in turn:
        rows = [one.row for one in members[player]]
        luck[rows] = own[rows]
        found.append(seat.play(luck, orders))
    return np.array(found)


def shares(bench: Bench, players: Players, walked: Walked, confidence: float) -> xr.Dataset:
    """The Dataset of what these players do, of all that was walked."""
    import xarray as xr

    batches = walked.effects[..., : len(players)]
    whole = batches.sum(axis=-1, keepdims=True)
    share = ratio_of_batches(batches, np.broadcast_to(whole, batches.shape), confidence)
    effect = mean_of_batches(batches, confidence)
    gone = (walked.missing > 0)[:, None]
    two = ("player", "output")
    values = {
        name: (two, np.where(gone, np.nan, part).T)
        for name, part in zip(("share", "share_error", "share_low", "share_high"), share, strict=True)
    }
    variance = np.where(gone[:, 0], np.nan, whole.mean(axis=0)[:, 0])
    return xr.Dataset(
        {
            **values,
            "effect": (two, np.where(gone, np.nan, effect.value).T),
            "variance": ("output", variance),
            "mean": ("output", walked.means),
            "missing": ("output", walked.missing),
            "inputs": ("player", np.array([len(members) for members in players.values()])),
        },
        coords={
            "player": np.array(list(players), object),
            **output_coordinates(bench),
            **coordinates(players),
        },
        attrs=told(bench, len(batches) * 2 * CHUNK)
        | {
            "plays": len(players) + 1,
            "dependent": len(tied_players(bench, players)),
            "meaning": "share: what part of the output's variance is this player's, averaged over all orders in which "
            "players may become known; shares add up to 1",
            "unread": UNREAD,
            "confidence": confidence,
        },
    )
