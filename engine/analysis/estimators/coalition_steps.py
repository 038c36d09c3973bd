"""Shapley's allocation of a change to its causes, from the values of coalitions: exactly, or averaged over orders.

A coalition is a set of causes that act, as a whole number whose bit k stands for cause k; its value is whatever the
rest of the world makes of it. Shapley (1953), "A value for n-person games": the step of a cause is what it adds when
it joins, averaged over all orders in which the causes can join. The steps of any one order add up to the whole change,
and so do their averages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def exact_steps(values: Floats) -> Floats:
    """`(cause, ...)` The steps, of `values[coalition, ...]` of all 2^n coalitions.

    step_k = sum over coalitions S without k of |S|! (n - |S| - 1)! / n! x (value of S with k - value of S).
    """
    causes = values.shape[0].bit_length() - 1
    coalitions = np.arange(values.shape[0])
    size = np.array([int(coalition).bit_count() for coalition in coalitions])
    steps = np.zeros((causes, *values.shape[1:]))
    for cause in range(causes):
        without = coalitions[(coalitions >> cause) & 1 == 0]
        weight = np.array([1.0 / (causes * comb(causes - 1, int(n))) for n in size[without]])
        with np.errstate(invalid="ignore"):  # a ratio or a year may be infinite before and after
            gain = values[without | (1 << cause)] - values[without]
            steps[cause] = np.tensordot(weight, gain, axes=1)
    return steps


def antithetic_orders(uniforms: Floats) -> Integers:
    """`(2 x pair, cause)` An order for each row of `uniforms[pair, cause]`, and behind it the same backwards.

    Where two causes at a time act together and never three, the mean of such a pair is exact already.
    """
    forwards = np.argsort(uniforms, axis=1, kind="stable")
    return np.stack([forwards, forwards[:, ::-1]], axis=1).reshape(-1, uniforms.shape[1]).astype(np.int64)


def coalitions_of(order: Sequence[int] | Integers) -> list[int]:
    """The coalitions that are met where causes join in this order: none, the first, the first two, … all."""
    met = [0]
    for cause in order:
        met.append(met[-1] | 1 << int(cause))
    return met


def steps_of_orders(orders: Integers, values: Mapping[int, Floats]) -> Floats:
    """`(order, cause, ...)` What each cause adds in each order, from the values of the coalitions met."""
    shape = next(iter(values.values())).shape
    steps = np.empty((*orders.shape, *shape))
    for place, order in enumerate(orders):
        met = coalitions_of(order)
        for cause, before, after in zip(order, met[:-1], met[1:], strict=True):
            steps[place, cause] = values[after] - values[before]
    return steps
