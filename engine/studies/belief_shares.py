"""Which beliefs move an answer? Shares of how much it differs between worlds, that add up to one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.batches import mean_of_batches
from engine.programme.model import Programme
from engine.simulation.bench import CHUNK, Bench
from engine.simulation.limits import RunError, check_run
from engine.studies.bench_work import Progress, in_threads
from engine.studies.players import By, PlayerError, players_among
from engine.studies.shapley import FEWEST, Walked, pair_of_walks, shares

if TYPE_CHECKING:
    import xarray as xr

LUCK = "luck"
MEANING = (
    "share: what part of the variance between worlds, of what would be the answer if every belief were known, is this "
    "belief's, averaged over all orders in which beliefs may become known; shares add up to 1"
)
UNREAD = (
    "A belief that nothing reads has a share of its own where it is correlated with one that is read: what is known of "
    "the one is known of the other."
)


def belief_shares(
    programme: Programme,
    by: By = "input",
    iterations: int = 20_000,
    seed: int = 2023,
    *,
    measures: Sequence[str] | None = None,
    claims: Sequence[str] | None = None,
    threads: int | None = None,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Each belief's fair share of how far beliefs move the mean of every measure and the chance of every claim.

    Shapley effects of the game in which a set of beliefs is worth Var(E[answer | these beliefs]): the variance between
    worlds that would be left if nothing but them were unknown (Song, Nelson and Staum, SIAM/ASA J. Uncertainty
    Quantification 4, 2016, of the conditional mean; estimated as `engine.shapley` does, with all that is luck taking
    its turn last). No noise of finite worlds is in it: no world is played to its end. Right under correlation.

    Dims `(player, output)` hold `share` with `share_error`, `share_low` and `share_high`, and `effect` in squared
    units. By output: `between`, the variance between worlds, `between_error`, and `variance`, that of single
    iterations; an output of which `between` is nought within its error has shares that mean nothing, and says so by
    `moved` being false. `by` as in `engine.shapley`, of beliefs alone; names with patterns make groups of them.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.belief_shares(programme, iterations=4096, claims=["cost"])
        >>> float(found["share"].sum().round(9))
        1.0

    Plays the programme twice more than there are players, `iterations` times each. Raises `PlayerError` for a
    programme without beliefs and for groups of what are none, `RunError` as `engine.shapley` does.
    """
    check_confidence(confidence)
    check_run(iterations, seed, threads)
    if not programme.beliefs:
        raise PlayerError(
            "this programme has no [beliefs]: nothing in it is ignorance that a world could settle; outturn drivers "
            "tells whose luck moves it"
        )
    if iterations < FEWEST:
        raise RunError(
            f"iterations = {iterations}: at least {FEWEST:,} are needed to tell the error of a share"
        )
    bench = Bench(programme, seed, "random", measures, claims, tied_by_play=True)
    known = {belief.name for belief in programme.beliefs}
    players = players_among([one for one in bench.chances if one.name in known], by)
    luck = {LUCK: [one for one in bench.chances if one.name not in known]}
    pairs = -(-iterations // (2 * CHUNK))
    walks = partial(pair_of_walks, bench, players | luck, 1)
    walked = Walked.of(in_threads(bench, pairs, threads, walks, progress))
    found = shares(bench, players, walked, confidence)
    between = mean_of_batches(walked.effects[..., :-1].sum(axis=-1), confidence)
    moved = between.low > 0
    return found.assign(
        between=("output", between.value),
        between_error=("output", between.error),
        variance=(
            "output",
            np.where(np.isnan(found["variance"]), np.nan, walked.effects.sum(axis=-1).mean(axis=0)),
        ),
        moved=("output", moved),
    ).assign_attrs(meaning=MEANING, unread=UNREAD, plays=len(players) + 2)
