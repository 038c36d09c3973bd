"""Inverse of the regularised incomplete beta function, also where SciPy's own goes astray.

SciPy's is exact to a few units in the last place for the smaller of the two tails, but not where that
probability or the value is very small.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betainccinv, betaincinv, betaln

from distributions._law import FloatArray

_SMALL = 1e-3
_DEEP = 1e-30


def lower(a: float, b: float, u: FloatArray) -> FloatArray:
    """The y in [0, 1] below which a beta(a, b) quantity lies with probability `u`."""
    return _quantile(a, b, u, 1 - u)


def upper(a: float, b: float, t: FloatArray) -> FloatArray:
    """The y in [0, 1] above which a beta(a, b) quantity lies with probability `t`."""
    return _quantile(a, b, 1 - t, t)


def _quantile(a: float, b: float, u: FloatArray, t: FloatArray) -> FloatArray:
    y = np.empty(np.shape(u))
    left = u <= 0.5
    y[left] = _from_left(a, b, u[left])
    y[~left] = _from_right(a, b, t[~left])
    return y


def _from_left(a: float, b: float, u: FloatArray) -> FloatArray:
    y = np.asarray(betaincinv(a, b, u))
    with np.errstate(divide="ignore"):
        leading = (np.log(u) + np.log(a) + betaln(a, b)) / a  # log y where y is tiny
        start = np.where((leading < np.log(_SMALL)) | np.isnan(y), leading, np.log(y))
    refine = ((leading < np.log(_SMALL)) | (u < _DEEP)) & (u > 0)
    y[refine] = np.exp(_newton(a, b, np.log(u[refine]), start[refine]))
    return y


def _newton(a: float, b: float, log_u: FloatArray, log_y: FloatArray) -> FloatArray:
    """Newton's method on log u against log y, which for small y are nearly proportional."""
    for _ in range(5):
        y = np.exp(log_y)
        reached = np.maximum(betainc(a, b, y), 5e-324)
        slope = np.exp(a * log_y + (b - 1) * np.log1p(-y) - betaln(a, b)) / reached
        log_y = log_y - (np.log(reached) - log_u) / np.where(slope > 0, slope, np.inf)
    return log_y


def _from_right(a: float, b: float, t: FloatArray) -> FloatArray:
    y = np.asarray(betainccinv(a, b, t))
    lost = np.isnan(y)
    y[lost] = 1 - _from_left(b, a, t[lost])
    return y
