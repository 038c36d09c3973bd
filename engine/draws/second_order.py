"""Laws with uncertain parameters -> quantile tables at nodes of the parameters, between which a play interpolates."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Law, drawn_for, given, shared_names
from distributions.base.asked import MOST, AskedTooMuch, patiently
from distributions.base.reach import reach

FloatArray = NDArray[np.float64]

TOLERANCE = 1e-6  # of an interpolated quantile, relative to the predictive law's 1%-99% range
COUNTS = {
    0: (1,),
    1: (2, 3, 5, 9, 17, 33),
    2: (2, 3, 5, 9, 13),
    3: (2, 3, 5, 7, 9),  # of which the predictive law takes too long
}  # nodes a parameter, until it is reached
COUNTS_OF_SHARED = COUNTS | {2: (2, 3, 5, 9, 13, 17)}  # which cannot be averaged over instead
UNEQUAL = tuple(
    pair
    for few in (2, 3, 5, 9)
    for many in (33, 65)
    if few * many <= 330
    for pair in ((few, many), (many, few))
)  # of two that are shared, where it is only one in which quantiles are hard to follow
PROBABILITIES = np.array([1e-9, 1e-4, 0.01, 0.13, 0.37, 0.5, 0.71, 0.9, 0.99, 0.9999, 1 - 1e-9])


class Conditional(NamedTuple):
    """The laws at the nodes, the first parameter's node varying fastest; nodes and barycentric weights of each."""

    laws: tuple[Law, ...]
    nodes: tuple[FloatArray, ...]
    weights: tuple[FloatArray, ...]
    names: tuple[str, ...] = ()  # of the parameters, as `distributions.drawn_for` has them


@lru_cache(maxsize=256)
def conditional(law: Law) -> Conditional | None:
    """The law given what is drawn for it, to `TOLERANCE`; nothing where its quantiles are not smooth in that, or
    where it takes too long to find out.

    Nodes are Chebyshev's over all that a parameter may be (Berrut & Trefethen, SIAM Review 46, 2004). A quantile
    is smooth in a mean or a scale, but jumps with the probability of a Bernoulli.
    """
    drawn, is_shared = drawn_for(law), bool(shared_names(law))
    counts = (COUNTS_OF_SHARED if is_shared else COUNTS).get(len(drawn), ())
    spans = [(float(p.ppf(2.0**-53)), float(p.isf(2.0**-53))) for p in drawn.values()]
    tolerance = TOLERANCE * width(law)
    several = [(count,) * len(drawn) for count in counts]
    with suppress(AskedTooMuch), patiently(MOST / 2):
        for each in [*several, *(UNEQUAL if is_shared and len(drawn) == 2 else ())]:
            nodes = tuple(chebyshev(*span, count) for span, count in zip(spans, each, strict=True))
            weights = tuple(map(barycentric, each))
            names = tuple(drawn)
            found = Conditional(laws_at(law, names, nodes), nodes, weights, names)
            if not nodes or error(law, found) <= tolerance:
                return found
    return None


def width(law: Law) -> float:
    """Between the 1% and 99% quantiles of the predictive law; where they take too long, of the law in the middle."""
    try:
        with patiently(MOST / 2):  # as where it was read, so that an answer known from there changes nothing
            # a copy has worked out nothing yet: the same whatever was asked before
            found = reach(deepcopy(law))
    except AskedTooMuch:
        found = reach(given(law, {name: float(one.ppf(0.5)) for name, one in drawn_for(law).items()}))
    return found.high - found.low


def chebyshev(low: float, high: float, count: int) -> FloatArray:
    """Chebyshev points of the second kind, ends included, ascending."""
    return np.asarray(
        0.5 * (low + high) - 0.5 * (high - low) * np.cos(np.pi * np.arange(count) / (count - 1))
    )


def barycentric(count: int) -> FloatArray:
    """The weights of so many such points."""
    weights = np.where(np.arange(count) % 2, -1.0, 1.0)
    weights[[0, -1]] *= 0.5
    return weights


def laws_at(law: Law, names: tuple[str, ...], nodes: tuple[FloatArray, ...]) -> tuple[Law, ...]:
    """The law at each combination of parameters."""
    values = product(*(list(map(float, each)) for each in reversed(nodes)))
    return tuple(given(law, dict(zip(names, reversed(each), strict=True))) for each in values)


def error(law: Law, found: Conditional) -> float:
    """Largest error of an interpolated quantile, half-way between the nodes."""
    between = tuple((each[1:] + each[:-1]) / 2 for each in found.nodes)
    quantiles = np.array([one.ppf(PROBABILITIES) for one in found.laws])
    wanted = np.array([one.ppf(PROBABILITIES) for one in laws_at(law, found.names, between)])
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
