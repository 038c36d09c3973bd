"""Moments of a law by integrating its quantile function over (0, 1), piece by piece between its knots.

Tanh-sinh quadrature (Takahasi & Mori 1974): its points crowd towards both ends of a piece, down to a
probability of 1e-300, so that an end where the quantile runs to infinity costs no accuracy. The step is
halved until the result stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np

from distributions.base.quantiles import FloatArray, Quantiles

_TINIEST = 1e-300
_STEPS = tuple(2.0**-k for k in range(4, 11))
_SETTLED = 1e-13


@cache
def _nodes(step: float) -> tuple[FloatArray, FloatArray]:
    """Distances from the left end of (0, 1), which mirrored are those from the right end, and weights."""
    reach = math.asinh(-math.log(_TINIEST) / math.pi)
    steps = np.arange(-int(reach / step), int(reach / step) + 1) * step
    left = 1 / (1 + np.exp(-np.pi * np.sinh(steps)))
    return left, step * np.pi * np.cosh(steps) * left * left[::-1]


def integral(law: Quantiles, function: Callable[[FloatArray], FloatArray]) -> float:
    """Expected value of `function` of the quantity."""
    return math.fsum(_piece(law, function, low, high) for low, high in pairwise([0.0, *law.knots(), 1.0]))


def _piece(law: Quantiles, function: Callable[[FloatArray], FloatArray], low: float, high: float) -> float:
    result = math.nan
    for step in _STEPS:
        left, weight = _nodes(step)
        lower, upper = low + (high - low) * left, (1 - high) + (high - low) * left[::-1]
        terms = weight * function(np.concatenate([law.ppf(lower[lower <= 0.5]), law.isf(upper[lower > 0.5])]))
        before, result = result, (high - low) * math.fsum(terms)
        if abs(result - before) <= _SETTLED * (high - low) * np.abs(terms).sum():
            break
    return result


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
