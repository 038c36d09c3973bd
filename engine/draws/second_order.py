"""Laws with uncertain parameters -> quantile tables at nodes of the parameters, between which a play interpolates."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Law, SecondOrder

FloatArray = NDArray[np.float64]

TOLERANCE = 1e-6  # of an interpolated quantile, relative to the predictive law's 1%-99% range
COUNTS = {
    1: (2, 3, 5, 9, 17, 33),
    2: (2, 3, 5, 9, 13),
    3: (2, 3, 5),
}  # nodes a parameter, until it is reached
PROBABILITIES = np.array([1e-9, 1e-4, 0.01, 0.13, 0.37, 0.5, 0.71, 0.9, 0.99, 0.9999, 1 - 1e-9])


class Conditional(NamedTuple):
    """The laws at the nodes, the first parameter's node varying fastest; nodes and barycentric weights of each."""

    laws: tuple[Law, ...]
    nodes: tuple[FloatArray, ...]
    weights: tuple[FloatArray, ...]


@lru_cache(maxsize=256)
def conditional(law: SecondOrder) -> Conditional | None:
    """The law given its parameters, to `TOLERANCE`; nothing where its quantiles are not smooth in them.

    Nodes are Chebyshev's over all that a parameter may be (Berrut & Trefethen, SIAM Review 46, 2004). A quantile
    is smooth in a mean or a scale, but jumps with the probability of a Bernoulli: that law is played by its
    predictive law, which is the same for whoever sees the drawn value alone.
    """
    spans = [(float(p.ppf(2.0**-53)), float(p.isf(2.0**-53))) for _, p in law.uncertain]
    low, high = law.ppf(np.array([0.01, 0.99]))
    for count in COUNTS[len(spans)]:
        nodes = tuple(chebyshev(low, high, count) for low, high in spans)
        one = np.where(np.arange(count) % 2, -1.0, 1.0)
        one[[0, -1]] *= 0.5
        found = Conditional(laws_at(law, nodes), nodes, (one,) * len(spans))
        if error(law, found) <= TOLERANCE * float(high - low):
            return found
    return None


def chebyshev(low: float, high: float, count: int) -> FloatArray:
    """Chebyshev points of the second kind, ends included, ascending."""
    return np.asarray(
        0.5 * (low + high) - 0.5 * (high - low) * np.cos(np.pi * np.arange(count) / (count - 1))
    )


def laws_at(law: SecondOrder, nodes: tuple[FloatArray, ...]) -> tuple[Law, ...]:
    """The law at each combination of parameters."""
    values = product(*(list(map(float, each)) for each in reversed(nodes)))
    return tuple(law.given(dict(zip(law.names, reversed(each), strict=True))) for each in values)


def error(law: SecondOrder, found: Conditional) -> float:
    """Largest error of an interpolated quantile, half-way between the nodes."""
    between = tuple((each[1:] + each[:-1]) / 2 for each in found.nodes)
    quantiles = np.array([one.ppf(PROBABILITIES) for one in found.laws])
    wanted = np.array([one.ppf(PROBABILITIES) for one in laws_at(law, between)])
    values = product(*(list(map(float, each)) for each in reversed(between)))
    shares = np.array([shares_of(found, tuple(reversed(each))) for each in values])
    return float(np.max(np.abs(shares @ quantiles - wanted)))


def shares_of(found: Conditional, values: tuple[float, ...]) -> FloatArray:
    """`(law)` The share of each node's quantile at parameters between the nodes."""
    shares = np.ones(1)
    for nodes, weights, value in zip(found.nodes, found.weights, values, strict=True):
        one = weights / (value - nodes)
        shares = np.outer(one / one.sum(), shares).ravel()
    return shares
