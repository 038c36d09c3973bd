"""How far two samples on the same draws are apart, at the mean and at a percentile."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.analysis.estimators.percentiles import interval_ranks, value_rank
from engine.analysis.estimators.rounding import less_rounding

Floats = NDArray[np.float64]


class Difference(NamedTuple):
    """A difference and the ends of its interval, in the units of the values."""

    value: float
    low: float
    high: float


def difference_of_means(one: Floats, other: Floats, confidence: float = 0.95) -> Difference:
    """Mean of `one (iteration,)` less that of `other`, which shares its draws iteration by iteration."""
    apart = less_rounding((one - one.mean()) - (other - other.mean()), one)
    return _around(float(less_rounding(one.mean() - other.mean(), one)), apart, confidence)


def difference_of_percentiles(
    one: Floats, other: Floats, percentage: float, confidence: float = 0.95
) -> Difference:
    """A percentile of `one (iteration,)` less that of `other`, which shares its draws iteration by iteration.

    By the influence of an iteration on each (Serfling, "Approximation Theorems of Mathematical Statistics", 1980,
    section 2.5), so that what moves both alike is no doubt about the difference.
    """
    apart = influence(one, percentage, confidence) - influence(other, percentage, confidence)
    value = np.asarray(_percentile(one, percentage) - _percentile(other, percentage))
    return _around(float(less_rounding(value, one)), less_rounding(apart, one), confidence)


def influence(values: Floats, percentage: float, confidence: float = 0.95) -> Floats:
    """`(iteration,)` Influence of each on the percentile: (p - [not above it]) / density there.

    The density is that between the ends of the percentile's interval; where they are one value, nothing moves it.
    """
    n, ordered = len(values), np.sort(values)
    low, high = np.clip(interval_ranks(n, percentage, confidence), 1, n)
    apart = (ordered[high - 1] - ordered[low - 1]) / max((high - low) / n, 1 / n)  # 1 / density
    below = values <= ordered[value_rank(n, percentage) - 1]
    return np.asarray((percentage / 100 - below) * apart)


def _percentile(values: Floats, percentage: float) -> float:
    return float(np.sort(values)[value_rank(len(values), percentage) - 1])


def _around(value: float, influences: Floats, confidence: float) -> Difference:
    half = float(ndtri((1 + confidence) / 2)) * float(influences.std()) / float(np.sqrt(len(influences)))
    return Difference(value, value - half, value + half)
