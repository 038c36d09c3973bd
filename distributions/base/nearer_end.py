"""Quantiles counted from the nearer end of a law."""

from __future__ import annotations

import numpy as np

from distributions.base.quantiles import BoolArray, FloatArray, Quantiles


def from_nearer_end(
    law: Quantiles, lower: FloatArray, upper: FloatArray, low: BoolArray, high: BoolArray
) -> FloatArray:
    """Quantiles at the probability `lower` where `low`, exceeded with `upper` where `high`; elsewhere 0.

    Nothing is asked twice, or for nothing: a law within a law within a law would be asked eight times.
    """
    lower, upper = np.minimum(lower, 1.0), np.minimum(upper, 1.0)
    x = np.zeros(lower.shape)
    if low.any():
        x[low] = law.ppf(lower[low])
    if high.any():
        x[high] = law.isf(upper[high])
    return x
