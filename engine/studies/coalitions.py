"""Which coalitions of causes are played, on how many iterations, and the steps that come of them.

Up to 12 causes all 2^n coalitions are played and the steps are exact. Beyond, they are averaged over random orders in
pairs, the second the first backwards. All orders are played on the first eighth of the iterations, the first pair of
them on the whole run too, and the steps are those of the eighth plus what the whole run changes in that pair: either
part adds up, so that the steps still do, and most orders cost an eighth (two levels of Giles, "Multilevel Monte Carlo
path simulation", Operations Research 56, 2008).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from engine.analysis.estimators.coalition_steps import (
    antithetic_orders,
    coalitions_of,
    exact_steps,
    steps_of_orders,
)
from engine.analysis.estimators.rounding import less_rounding
from engine.compiled.uniforms import fill_uniforms
from engine.draws.inputs import stream_of

Floats = NDArray[np.float64]
Values = dict[int, Floats]  # by coalition, (1 + section, end)

MOST_EXACT = 12  # causes of which all coalitions are played
ORDERS = 40  # that are averaged over beyond
SHORT = 8  # the whole run is so many times as long as that which plays all orders
LEAST = 2_000  # iterations of that


class Game(NamedTuple):
    """What is to be played: coalitions on the whole run, and on the short one."""

    causes: int
    whole: tuple[int, ...]
    short: tuple[int, ...]
    iterations: int
    short_iterations: int
    orders: NDArray[np.int64] | None  # (order, cause); none where all coalitions are played

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """Coalition and iterations of every run."""
        return (
            *((coalition, self.iterations) for coalition in self.whole),
            *((coalition, self.short_iterations) for coalition in self.short),
        )

    @property
    def plays(self) -> int:
        """Iterations of all runs together."""
        return sum(iterations for _, iterations in self.runs)


class Steps(NamedTuple):
    """What causes add: `(cause, end)`."""

    step: Floats
    half: Floats  # of the interval
    alone: Floats
    last: Floats


def game_of(causes: int, iterations: int, orders: int | None, seed: int) -> Game:
    """What a bridge over so many causes plays; no coalition of none, whose value is the base case."""
    every = (1 << causes) - 1
    if orders is None and causes <= MOST_EXACT:
        return Game(causes, tuple(range(1, every + 1)), (), iterations, iterations, None)
    drawn = random_orders(causes, orders or ORDERS, seed)
    short = min(iterations, max(iterations // SHORT, LEAST))
    single = [1 << k for k in range(causes)]
    ends = [every, *single, *(every ^ one for one in single)]
    met = [coalition for order in drawn for coalition in coalitions_of(order)[1:]]
    first = [coalition for order in drawn[:2] for coalition in coalitions_of(order)[1:]]
    if short == iterations:
        return Game(causes, tuple(dict.fromkeys([*ends, *met])), (), iterations, iterations, drawn)
    whole = tuple(dict.fromkeys([*ends, *first]))
    return Game(causes, whole, tuple(dict.fromkeys(met)), iterations, short, drawn)


def random_orders(causes: int, count: int, seed: int) -> NDArray[np.int64]:
    """`(order, cause)` Orders in pairs, drawn by keys, so that more of them begin with the same."""
    pairs = -(-count // 2)
    uniforms = np.empty((pairs, causes))
    for k in range(causes):
        column = np.empty(pairs)
        stream: Any = np.uint64(stream_of(str(k), "order of causes"))
        fill_uniforms(seed, stream, 0, column)
        uniforms[:, k] = column
    return antithetic_orders(uniforms)


def steps_of(game: Game, whole: Values, short: Values, confidence: float) -> Steps:
    """The steps, from the values `(1 + section, end)` of the coalitions of a game, the empty one among them."""
    every = (1 << game.causes) - 1
    if game.orders is None:
        steps = exact_steps(np.array([whole[coalition] for coalition in range(every + 1)]))
        of_orders: Floats = np.zeros_like(steps[:, 0])
    elif short:
        all_orders = steps_of_orders(game.orders, {k: v[:1] for k, v in short.items()})
        long = steps_of_orders(game.orders[:2], whole).mean(axis=0)
        steps = long + (all_orders.mean(axis=0) - all_orders[:2].mean(axis=0))
        of_orders = half_interval(in_pairs(all_orders[:, :, 0]), confidence)
    else:
        all_orders = steps_of_orders(game.orders, whole)
        steps = all_orders.mean(axis=0)
        of_orders = half_interval(in_pairs(all_orders[:, :, 0]), confidence)
    sections = half_interval(np.moveaxis(steps[:, 1:], 1, 0), confidence)
    with np.errstate(invalid="ignore"):  # a ratio or a year may be infinite before and after
        alone = [whole[1 << k][0] - whole[0][0] for k in range(game.causes)]
        last = [whole[every][0] - whole[every ^ 1 << k][0] for k in range(game.causes)]
    ends = np.stack([whole[0][0], whole[every][0]])
    told = (
        np.reshape(one, (game.causes, ends.shape[1]))  # also of no cause at all
        for one in (steps[:, 0], np.hypot(sections, of_orders), alone, last)
    )
    by_end = [
        np.stack([less_rounding(one[:, k], ends[:, k]) for k in range(ends.shape[1])], axis=1) for one in told
    ]
    return Steps(*by_end)


def in_pairs(each: Floats) -> Floats:
    """The means of the orders of each pair, which are independent of one another."""
    return np.asarray(each.reshape(-1, 2, *each.shape[1:]).mean(axis=1))


def half_interval(replicates: Floats, confidence: float) -> Floats:
    """Half the interval, by Student's t, of the mean of `replicates[replicate, ...]`; infinite of fewer than two."""
    count = len(replicates)
    if count < 2:
        return np.full(replicates.shape[1:], np.inf)
    error = replicates.std(axis=0, ddof=1) / np.sqrt(count)
    return np.asarray(float(stdtrit(count - 1, (1 + confidence) / 2)) * error)
