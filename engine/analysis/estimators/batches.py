"""The error of anything that is an average of batches that are independent of each other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A value with its standard error and interval, arrays of one shape."""

    value: Floats
    error: Floats
    low: Floats
    high: Floats


def estimate(value: Floats, error: Floats, freedom: float, confidence: float = 0.95) -> Estimate:
    """The interval by Student's t of so many degrees of freedom (infinitely many: the normal law)."""
    half = float(stdtrit(min(freedom, 1e9), (1 + confidence) / 2)) * error
    return Estimate(value, error, value - half, value + half)


def mean_of_batches(batches: Floats, confidence: float = 0.95) -> Estimate:
    """The mean of `batches[batch, ...]`."""
    count = len(batches)
    error = batches.std(axis=0, ddof=1) / np.sqrt(count)
    return estimate(batches.mean(axis=0), error, count - 1, confidence)


def ratio_of_batches(above: Floats, below: Floats, confidence: float = 0.95) -> Estimate:
    """The mean of `above[batch, ...]` over that of `below[batch, ...]`; 0, without error, where that is 0.

    The error is that of the linearised ratio (Cochran, Sampling Techniques, 1977, section 6.4).
    """
    count, whole = len(above), below.mean(axis=0)
    empty = whole == 0
    value = np.where(empty, 0.0, above.mean(axis=0) / np.where(empty, 1.0, whole))
    residual = (above - value * below) / np.where(empty, 1.0, whole)
    error = residual.std(axis=0, ddof=1) / np.sqrt(count)
    return estimate(value, error, count - 1, confidence)
