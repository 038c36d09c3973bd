"""What a percentile, a mean or a share loses or gains between two runs on the same draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.analysis.estimators.batches import Estimate, estimate
from engine.analysis.estimators.percentiles import Missing, percentiles
from engine.analysis.estimators.rounding import less_rounding

Floats = NDArray[np.float64]
BATCHES = 25  # their spread tells an error to within a seventh of itself


def percentile_gap(
    whole: Floats,
    other: Floats,
    percentage: float,
    missing: Missing = "unknown",
    confidence: float = 0.95,
) -> Estimate:
    """The percentile of `whole[iteration]` less that of `other[iteration]`, paired by iteration.

    The error is that of the same difference in batches of iterations, which share what is common to both runs.
    """
    runs = np.stack([whole, other])

    def gap(values: Floats) -> Floats:
        first, second = percentiles(values, [percentage], confidence, missing).value[..., 0]
        with np.errstate(invalid="ignore"):  # infinite less infinite
            return less_rounding(np.asarray(0.0 if first == second else first - second), np.asarray(first))

    count = min(BATCHES, whole.size // 20)
    if count < 2:
        return Estimate(*map(np.asarray, (gap(runs), np.nan, -np.inf, np.inf)))
    size = whole.size // count
    parts = np.array([gap(runs[:, k * size : (k + 1) * size]) for k in range(count)])
    with np.errstate(invalid="ignore"):
        error = np.asarray(parts.std(ddof=1) / np.sqrt(count))
    return estimate(gap(runs), error, count - 1, confidence)


def share_gap(whole: NDArray[np.bool_], other: NDArray[np.bool_], confidence: float = 0.95) -> Estimate:
    """The share in which `whole[iteration]` holds less that of `other[iteration]`, paired by iteration.

    The interval is Wald's with half an iteration more in each cell of the two by two table (Agresti and Min, Statistics
    in Medicine 24, 2005), so that it keeps a width where the runs never differ.
    """
    n = whole.size
    gained, lost = int((whole & ~other).sum()), int((~whole & other).sum())
    value = (gained - lost) / n
    b, c, total = gained + 0.5, lost + 0.5, n + 2
    error = float(np.sqrt(b + c - (b - c) ** 2 / total) / total)
    half, middle = float(ndtri((1 + confidence) / 2)) * error, (b - c) / total
    low, high = min(middle - half, value), max(middle + half, value)
    return Estimate(*map(np.asarray, (value, error, low, high)))
