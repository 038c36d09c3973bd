"""A percentile of a sum, or its tail mean, shared out over the summands so that the shares add up to it.

At the percentile q of Y = X1 + X2 + ... a summand's share is E[Xi | Y = q], beyond it E[Xi | Y > q]: the derivatives
of the percentile and of the tail mean in the size of that summand, and Euler's allocation of each (Tasche, "Risk
contributions and performance measurement", 1999). The first is estimated by a straight line of Xi in Y, fitted to the
iterations nearest in rank, Epanechnikov's weights falling with the distance (Fan & Gijbels, "Local Polynomial
Modelling", 1996, section 2.3). The line of Y itself passes through q, so that the lines of the summands add up to q.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.analysis.estimators.percentiles import interval_ranks, value_rank

Floats = NDArray[np.float64]

WINDOW = (
    0.25  # times iterations^(4/5): how many ranks on either side are near; 396 of 10,000, 4 percentile points
)


class Shares(NamedTuple):
    """What each summand has of the whole, `(part,)` in its units, and the ends of its interval."""

    value: Floats
    low: Floats
    high: Floats


class Near(NamedTuple):
    """The iterations nearest a percentile, nearest first in rank, and the weight of each in a line's value there."""

    iterations: NDArray[np.int64]
    weight: Floats  # sums to 1
    slope: Floats  # weights by which values of these iterations give the line's slope


def nearest(whole: Floats, percentage: float) -> Near:
    """Which iterations of `whole (iteration,)` are near its percentile, and how much each counts."""
    n = len(whole)
    order = np.argsort(whole, kind="stable")
    rank = value_rank(n, percentage) - 1
    reach = min(max(int(WINDOW * n**0.8), 1), rank, n - 1 - rank) if 0 < rank < n - 1 else 0
    chosen = order[rank - reach : rank + reach + 1]
    kernel = 1.0 - (np.arange(-reach, reach + 1) / (reach + 1)) ** 2
    away = whole[chosen] - whole[order[rank]]
    kernel /= kernel.sum()
    centre = kernel @ away
    spread = kernel @ (away - centre) ** 2
    slope = kernel * (away - centre) / spread if spread > 0 else np.zeros_like(kernel)
    return Near(chosen, kernel - centre * slope, slope)


def shares_at(parts: Floats, whole: Floats, percentage: float, confidence: float = 0.95) -> Shares:
    """E[part | whole = its percentile], of `parts (part, iteration)` that sum to `whole (iteration,)`.

    Intervals hold the scatter of a part about its line and the sampling error of the percentile itself.
    """
    near = nearest(whole, percentage)
    values = parts[:, near.iterations]
    value, slope = values @ near.weight, values @ near.slope
    away = whole[near.iterations] - np.sort(whole)[value_rank(len(whole), percentage) - 1]
    scatter = values - value[:, None] - slope[:, None] * away
    ordered = np.sort(whole)
    low, high = interval_ranks(len(whole), percentage, confidence)
    ends = ordered[np.clip([low, high], 1, len(whole)) - 1]
    z = float(ndtri((1 + confidence) / 2))
    half = np.hypot(z * np.sqrt(scatter**2 @ near.weight**2), slope * (ends[1] - ends[0]) / 2)
    return Shares(value, value - half, value + half)


def shares_beyond(parts: Floats, whole: Floats, percentage: float, confidence: float = 0.95) -> Shares:
    """E[part | whole beyond its percentile], of `parts (part, iteration)` that sum to `whole (iteration,)`.

    Iterations equal to the percentile count for so much that the tail is 1 - percentage/100 of all (Acerbi & Tasche,
    "On the coherence of expected shortfall", 2002). Intervals by the influence of an iteration on the mean.
    """
    n, tail = len(whole), 1 - percentage / 100
    limit = np.sort(whole)[value_rank(n, percentage) - 1]
    beyond, equal = whole > limit, whole == limit
    weight = beyond + equal * max(n * tail - beyond.sum(), 0.0) / equal.sum()
    value = parts @ weight / (n * tail)
    at = shares_at(parts, whole, percentage, confidence).value
    influence = (parts - at[:, None]) * weight / tail
    half = float(ndtri((1 + confidence) / 2)) * influence.std(axis=1) / np.sqrt(n)
    return Shares(value, value - half, value + half)


def over_mean(whole: Floats, percentage: float, confidence: float = 0.95) -> float:
    """Half the width of the interval of the percentile less the mean of `whole (iteration,)`, in its units.

    An iteration's influence on a percentile is (p - [below it]) / density (Serfling, "Approximation Theorems of
    Mathematical Statistics", 1980, section 2.5); the density is that between the ends of the percentile's interval.
    """
    n, ordered = len(whole), np.sort(whole)
    limit = ordered[value_rank(n, percentage) - 1]
    low, high = np.clip(interval_ranks(n, percentage, confidence), 1, n)
    apart = (ordered[high - 1] - ordered[low - 1]) / max((high - low) / n, 1 / n)  # 1 / density
    of_percentile = (percentage / 100 - (whole <= limit)) * apart
    return float(ndtri((1 + confidence) / 2)) * float((of_percentile - whole).std()) / float(np.sqrt(n))
