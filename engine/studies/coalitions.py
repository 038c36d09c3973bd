"""Which coalitions of causes are played, on how many iterations, and the steps that come of them.

Up to 12 causes all 2^n coalitions are played and the steps are exact. Beyond, they are averaged over random orders in
pairs, the second the first backwards. All orders are played on the first eighth of the iterations, the first pair of
them on the whole run too, and the steps are those of the eighth plus what the whole run changes in that pair: either
part adds up, so that the steps still do, and most orders cost an eighth (two levels of Giles, "Multilevel Monte Carlo
path simulation", Operations Research 56, 2008). What causes add last is told by the eighth alone.
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
ORDERS = (
    20  # that are averaged over beyond: of the flagship's P80 their error is no greater than the iterations'
)
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
    last = [every, *(every ^ one for one in single)]
    met = [coalition for order in drawn for coalition in coalitions_of(order)[1:]]
    first = [coalition for order in drawn[:2] for coalition in coalitions_of(order)[1:]]
    if short == iterations:
        return Game(causes, tuple(dict.fromkeys([*single, *last, *met])), (), iterations, iterations, drawn)
    whole = tuple(dict.fromkeys([every, *single, *first]))
    return Game(causes, whole, tuple(dict.fromkeys([*last, *met])), iterations, short, drawn)


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
    every, last = (1 << game.causes) - 1, short or whole
    halves: list[Floats] = []
    if game.orders is None:
        parts = [exact_steps(np.array([whole[coalition] for coalition in range(every + 1)]))]
    else:
        orders = steps_of_orders(game.orders, last)
        halves.append(half_interval(in_pairs(orders[:, :, 0]), confidence))
        parts = [orders.mean(axis=0)]
        if short:
            pair = steps_of_orders(game.orders[:2], whole)
            parts = [pair.mean(axis=0), parts[0] - orders[:2].mean(axis=0)]
    halves += [half_interval(np.moveaxis(part[:, 1:], 1, 0), confidence) for part in parts]
    steps, half = np.sum([part[:, 0] for part in parts], axis=0), np.sqrt(np.sum(np.square(halves), axis=0))
    with np.errstate(invalid="ignore"):  # a ratio or a year may be infinite before and after
        of_alone = [whole[1 << k][0] - whole[0][0] for k in range(game.causes)]
        of_last = [last[every][0] - last[every ^ 1 << k][0] for k in range(game.causes)]
    ends = np.stack([whole[0][0], whole[every][0]])
    told = (
        np.reshape(one, (-1, ends.shape[1])).T for one in (steps, half, of_alone, of_last)
    )  # of no cause too
    return Steps(*(np.array([*map(less_rounding, one, ends.T)]).T for one in told))


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
