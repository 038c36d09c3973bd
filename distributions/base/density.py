"""Densities: the normal one, and that of a law that gives none, the slope of its distribution function."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from distributions.base.quantiles import Distribution, FloatArray

_FIRST = 2.0**-6  # of the distance over which the law changes
_ROUNDS = 8


def normal_density(z: FloatArray) -> FloatArray:
    """Density of the standard normal law."""
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(-z * z / 2) / math.sqrt(2 * math.pi))


def slope(law: Distribution, x: FloatArray) -> FloatArray:
    """Slope of the distribution function at `x`, within about 1e-8 of itself where that is smooth.

    Central differences whose step is halved, extrapolated (Ridders, Advances in Engineering Software 4, 1982); in
    the upper half those of the probability to exceed, so that a small density keeps its digits. 0 outside of the
    support.
    """
    low, high = float(law.ppf(0.0)), float(law.isf(0.0))
    inside = (x > low) & (x < high)
    z = x[inside]
    with np.errstate(all="ignore"):
        below, above = law.cdf(z), law.sf(z)
        # To where the smaller tail is halved: the law's own distance there.
        lower = below <= 0.5
        other = np.where(lower, law.ppf(below / 2), law.isf(above / 2))
        step = _FIRST * np.minimum(np.abs(z - other), np.minimum(z - low, high - z))
        found = np.where(lower, *(_extrapolated(f, z, step) for f in (law.cdf, law.sf)))
    result = np.zeros(x.shape)
    result[inside] = np.where(lower, found, -found)
    return np.maximum(result, 0.0)


def _extrapolated(
    function: Callable[[FloatArray], FloatArray], x: FloatArray, step: FloatArray
) -> FloatArray:
    best, error = np.zeros(x.shape), np.full(x.shape, np.inf)
    row: list[FloatArray] = []
    for _ in range(_ROUNDS):
        before, width = x - step, (x + step) - (x - step)
        new = [(function(x + step) - function(before)) / width]
        for k, old in enumerate(row):
            new.append(new[k] + (new[k] - old) / (4.0 ** (k + 1) - 1))
        if row:
            missed = np.maximum(np.abs(new[-1] - new[-2]), np.abs(new[-1] - row[-1]))
            better = missed < error
            best, error = np.where(better, new[-1], best), np.where(better, missed, error)
        row, step = new, step / 2
    return best
