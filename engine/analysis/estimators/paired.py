"""Two samples against each other: on common draws, iteration by iteration, or of different draws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from engine.analysis.estimators.moments import mean_and_spread
from engine.analysis.estimators.rounding import less_rounding
from engine.analysis.estimators.shares import wilson_interval

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Estimate(NamedTuple):
    """A figure with its interval."""

    value: float
    low: float
    high: float


def mean_difference(first: Floats, second: Floats, paired: bool, confidence: float = 0.95) -> Estimate:
    """Mean of second - first: by Student's t of the differences, or Welch's (1947) of samples of different draws.

    NaN if any value is not finite.
    """
    if paired:
        found = mean_and_spread(less_rounding(second - first, first), confidence)
        return Estimate(found.mean, found.low, found.high)
    if not (np.isfinite(first).all() and np.isfinite(second).all() and min(first.size, second.size) > 1):
        return Estimate(np.nan, np.nan, np.nan)
    parts = [sample.var(ddof=1) / sample.size for sample in (first, second)]
    value, square = float(second.mean() - first.mean()), float(sum(parts))
    if square == 0:
        return Estimate(value, value, value)
    sizes = (first.size, second.size)
    freedom = square**2 / sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * square**0.5
    return Estimate(value, value - half, value + half)


def chance_of_more(first: Floats, second: Floats, paired: bool, confidence: float = 0.95) -> Estimate:
    """Chance that second > first: a share of the iterations with Wilson's interval, or of all pairs of two samples,
    with the error of DeLong, DeLong & Clarke-Pearson (Biometrics 44, 1988). Equal is not more.
    """
    if paired:
        more = int((second > first).sum())
        low, high = wilson_interval(np.array(more), first.size, confidence)
        return Estimate(more / first.size, float(low), float(high))
    below = (
        np.searchsorted(np.sort(first), second, "left") / first.size
    )  # by each of the second, the share below it
    above = 1 - np.searchsorted(np.sort(second), first, "right") / second.size
    error = float(below.var(ddof=1) / below.size + above.var(ddof=1) / above.size) ** 0.5
    value, half = float(below.mean()), float(ndtri((1 + confidence) / 2)) * error
    return Estimate(value, max(value - half, 0.0), min(value + half, 1.0))


def share_difference(first: Bools, second: Bools, paired: bool, confidence: float = 0.95) -> Estimate:
    """Share of second - share of first, each whether something held in an iteration.

    On common draws by the iterations in which they differ, with half a count added to each of the four cells
    (Agresti & Min, Statistics in Medicine 24, 2005); else by one success and one failure added to each sample
    (Agresti & Caffo, The American Statistician 54, 2000).
    """
    z = float(ndtri((1 + confidence) / 2))
    if paired:
        gained, lost = int((second & ~first).sum()), int((first & ~second).sum())
        count = first.size + 2.0
        centre = (gained - lost) / count
        half = z * ((gained + lost + 1.0) - (gained - lost) ** 2 / count) ** 0.5 / count
        return _between((gained - lost) / first.size, centre - half, centre + half)
    shares = [(int(sample.sum()) + 1) / (sample.size + 2) for sample in (first, second)]
    square = sum(p * (1 - p) / (sample.size + 2) for p, sample in zip(shares, (first, second), strict=True))
    centre, half = shares[1] - shares[0], z * float(square) ** 0.5
    return _between(float(second.mean() - first.mean()), centre - half, centre + half)


def _between(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, max(min(low, value), -1.0), min(max(high, value), 1.0))


def variance_ratio(first: Floats, second: Floats) -> float:
    """How many times greater the variance of a difference of different draws is than of common ones.

    Infinite where the difference on common draws never varies; NaN if a value is not finite.
    """
    apart, common = first.var(ddof=1) + second.var(ddof=1), (second - first).var(ddof=1)
    if not np.isfinite(apart):
        return float("nan")
    return float(apart / common) if common > 0 else float("inf") if apart > 0 else 1.0
