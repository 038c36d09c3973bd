"""How bad it is when it is bad, and what shape a distribution has: each figure with what every value adds to its error.

The influence of a value on a figure is what the figure gains by a little more weight on it; their mean is 0, and the
error of the figure that of their mean (Hampel, Journal of the American Statistical Association 69, 1974).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Figure(NamedTuple):
    """A figure, and the influence `(iteration)` of every value on it."""

    value: float
    influence: Floats


def expected_shortfall(values: Floats, percentage: float, worst_is_low: bool = False) -> Figure:
    """Mean of the worst 100 - `percentage` percent of `values[iteration]`: the greatest, or the least.

    By q + mean of (y - q)+ / (1 - p), which divides a value that stands at the edge (Rockafellar and Uryasev, Journal
    of Banking and Finance 26, 2002, theorem 10).
    """
    sign = -1.0 if worst_is_low else 1.0
    losses = sign * values
    share = 1 - percentage / 100
    quantile = float(np.quantile(losses, percentage / 100, method="inverted_cdf"))
    beyond = np.maximum(losses - quantile, 0.0) / share
    mean = float(beyond.mean())
    return Figure(sign * (quantile + mean), sign * (beyond - mean))


def skewness(values: Floats) -> Figure:
    """Third standardised moment; 0 of a constant."""
    z = _standardised(values)
    skew = float((z**3).mean())
    return Figure(skew, z**3 - 3 * z - skew - 1.5 * skew * (z * z - 1))


def kurtosis(values: Floats) -> Figure:
    """Fourth standardised moment less 3, which is that of the normal law; 0 of a constant."""
    z = _standardised(values)
    if not z.any():
        return Figure(0.0, z)
    square = z * z
    skew, fourth = float((square * z).mean()), float((square * square).mean())
    return Figure(fourth - 3, square * square - 4 * skew * z - fourth * (2 * square - 1))


def _standardised(values: Floats) -> Floats:
    shifted = values - values[0]
    spread = float(shifted.std())
    return np.asarray((shifted - shifted.mean()) / spread if spread > 0 else np.zeros_like(values))
