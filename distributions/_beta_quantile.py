"""Inverse of the regularised incomplete beta function, also where SciPy's own gives up."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betainccinv, betaincinv, betaln

from distributions._law import FloatArray


def lower(a: float, b: float, u: FloatArray) -> FloatArray:
    """The y in [0, 1] below which a beta(a, b) quantity lies with probability `u`."""
    y = np.asarray(betaincinv(a, b, u))
    lost = np.isnan(y) & ~np.isnan(u)
    return np.where(lost, _deep(a, b, np.where(lost, u, 1e-200)), y) if lost.any() else y


def upper(a: float, b: float, t: FloatArray) -> FloatArray:
    """The y in [0, 1] above which a beta(a, b) quantity lies with probability `t`."""
    y = np.asarray(betainccinv(a, b, t))
    lost = np.isnan(y) & ~np.isnan(t)
    return np.where(lost, 1 - lower(b, a, t), y) if lost.any() else y


def _deep(a: float, b: float, u: FloatArray) -> FloatArray:
    """Newton's method on log u against log y, where they are nearly proportional: u below about 1e-150."""
    log_y = np.minimum((np.log(u) + np.log(a) + betaln(a, b)) / a, -1e-3)
    for _ in range(20):
        y = np.exp(log_y)
        reached = betainc(a, b, y)
        slope = np.exp(a * log_y + (b - 1) * np.log1p(-y) - betaln(a, b)) / reached
        log_y = log_y - (np.log(reached) - np.log(u)) / slope
    return np.asarray(np.exp(log_y))
