"""Mean with its interval, and standard deviation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit


class Moments(NamedTuple):
    """Mean with its interval and standard deviation, in the units of the values."""

    mean: float
    low: float
    high: float
    sd: float


def mean_and_spread(values: NDArray[np.float64], confidence: float = 0.95) -> Moments:
    """Mean, its interval by Student's t, and the standard deviation (n - 1) of shape `(iteration,)` values.

    Two passes about the first value, so a constant has a spread of exactly nought and a small spread round a
    large mean keeps its digits. Any NaN or infinity gives NaN. One iteration has no sd (NaN) and an infinite
    interval.
    """
    if not len(values) or not np.isfinite(values).all():
        return Moments(np.nan, np.nan, np.nan, np.nan)
    origin = float(values[0])
    shifted = values - origin
    centre = float(shifted.mean())
    squares = float(np.square(shifted - centre).sum())
    return interval_of_mean(origin + centre, squares, len(values), confidence)


def interval_of_mean(mean: float, squares: float, count: int, confidence: float = 0.95) -> Moments:
    """The moments of `count` values, from their mean and the sum of their squared deviations from it."""
    if count == 1:
        return Moments(mean, -np.inf, np.inf, np.nan)
    sd = float(np.sqrt(squares / (count - 1)))
    half = float(stdtrit(count - 1, (1 + confidence) / 2)) * sd / np.sqrt(count)
    return Moments(mean, mean - half, mean + half, sd)
