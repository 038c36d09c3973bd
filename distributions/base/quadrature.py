"""Moments of a law by integrating its quantile function over (0, 1), piece by piece between its knots.

Tanh-sinh quadrature (Takahasi & Mori 1974): its points crowd towards both ends of a piece, down to a
probability of 1e-300, so that an end where the quantile runs to infinity costs no accuracy. The step is
halved until the result stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from distributions.base.quantiles import FloatArray, Quantiles

_TINIEST = 1e-300
_STEPS = tuple(2.0**-k for k in range(4, 11))
_SETTLED = 1e-13
_MOST_POINTS = 2**16


@cache
def _nodes(step: float) -> tuple[FloatArray, FloatArray]:
    """Distances from the left end of (0, 1), which mirrored are those from the right end, and weights."""
    reach = math.asinh(-math.log(_TINIEST) / math.pi)
    steps = np.arange(-int(reach / step), int(reach / step) + 1) * step
    left = 1 / (1 + np.exp(-np.pi * np.sinh(steps)))
    return left, step * np.pi * np.cosh(steps) * left * left[::-1]


def integral(law: Quantiles, function: Callable[[FloatArray], FloatArray]) -> float:
    """Expected value of `function` of the quantity.

    The pieces are asked for together, as many as `_MOST_POINTS` allows: a law may have a thousand knots.
    """
    edges = np.array([0.0, *law.knots(), 1.0])
    low, high = edges[:-1], edges[1:]
    results, open_pieces = np.full(low.size, math.nan), np.arange(low.size)
    for step in _STEPS:
        together = max(1, _MOST_POINTS // _nodes(step)[0].size)
        settled = [
            place
            for k in range(0, open_pieces.size, together)
            for place in _refined(law, function, low, high, results, open_pieces[k : k + together], step)
        ]
        open_pieces = np.setdiff1d(open_pieces, settled)
    return math.fsum(results)


def _refined(
    law: Quantiles,
    function: Callable[[FloatArray], FloatArray],
    low: FloatArray,
    high: FloatArray,
    results: FloatArray,
    pieces: NDArray[np.int64],
    step: float,
) -> list[int]:
    """Work out the `results` of these pieces at this step; those that stand come out."""
    left, weight = _nodes(step)
    first, width = low[pieces, None], (high - low)[pieces, None]
    lower, upper = first + width * left, (1 - high[pieces, None]) + width * left[::-1]
    x, below = np.empty(lower.shape), lower <= 0.5
    x[below], x[~below] = law.ppf(lower[below]), law.isf(upper[~below])
    settled = []
    for place, terms, of in zip(pieces.tolist(), weight * function(x), width[:, 0], strict=True):
        before, results[place] = results[place], of * math.fsum(terms)
        if abs(results[place] - before) <= _SETTLED * of * np.abs(terms).sum():
            settled.append(place)
    return settled


def tail_exponents(law: Quantiles) -> tuple[float, float]:
    """Power with which the lower and the upper quantile grow as probability goes to 0; 0 if bounded."""
    found = []
    for quantile in (law.ppf, law.isf):
        end, far, near = np.abs(quantile(np.array([0.0, _TINIEST, 1e-200])))
        if np.isfinite(end):
            found.append(0.0)
        else:
            found.append(math.log(far / near) / math.log(1e100) if np.isfinite(far) else math.inf)
    return found[0], found[1]


def mean(law: Quantiles) -> float:
    """Expected value; infinite on the side whose tail exponent is at least 1, NaN if both are."""
    lower, upper = (exponent >= 1 - 1e-9 for exponent in tail_exponents(law))
    if lower or upper:
        return math.nan if lower and upper else math.inf if upper else -math.inf
    return integral(law, lambda x: x)


def variance(law: Quantiles) -> float:
    """Variance; infinite if a tail exponent is at least one half, NaN if there is no mean."""
    centre = mean(law)
    if math.isnan(centre):
        return math.nan
    if max(tail_exponents(law)) >= 0.5 - 1e-9:
        return math.inf
    return integral(law, lambda x: (x - centre) ** 2)
