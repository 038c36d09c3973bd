"""Inverse of the regularised incomplete beta function, also where SciPy's own goes astray.

SciPy's is exact to a few units in the last place for the smaller of the two tails, but not where that
probability or the value is very small.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import betainc, betainccinv, betaincinv, betaln

from distributions.base.law import BoolArray, FloatArray

_SMALL = 1e-3
_DEEP = 1e-30
_SETTLED = 1e-9  # a step after which the next, being of its square, changes nothing


class Inside(NamedTuple):
    """Points of [0, 1], each counted from the nearer bound: there the distance may be tiny, and all digits count."""

    distance: FloatArray
    from_one: BoolArray  # counted from 1; else from 0


def quantile(a: float, b: float, u: FloatArray, t: FloatArray) -> Inside:
    """Where a beta(a, b) quantity is below with probability `u` and above with `t` = 1 - u."""
    distance, from_one = np.empty(u.shape), u > 0.5
    distance[~from_one] = _from_left(a, b, u[~from_one])
    distance[from_one] = _from_left(b, a, t[from_one])
    # A median off the centre leaves some values nearer to the bound across.
    crossed = distance >= 0.5
    up, down = crossed & ~from_one, crossed & from_one
    if up.any():
        distance[up] = _from_right(b, a, u[up])
    if down.any():
        distance[down] = _from_right(a, b, t[down])
    return Inside(distance, from_one ^ crossed)


def _from_left(a: float, b: float, u: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        log_u = np.log(u)
        leading = (log_u + math.log(a) + betaln(a, b)) / a  # log y where y is tiny
        tiny = leading < math.log(_SMALL)
        y = np.zeros(u.shape)
        y[~tiny] = betaincinv(a, b, u[~tiny])
        start = np.where(tiny | np.isnan(y), leading, np.log(y))
    refine = (tiny | (u < _DEEP)) & (u > 0)
    if refine.any():
        y[refine] = np.exp(_newton(a, b, log_u[refine], start[refine]))
    return y


def _newton(a: float, b: float, log_u: FloatArray, log_y: FloatArray) -> FloatArray:
    """Newton's method on log u against log y, which for small y are nearly proportional."""
    scale = betaln(a, b)
    for _ in range(5):
        y = np.exp(log_y)
        reached = np.maximum(betainc(a, b, y), 5e-324)
        slope = np.exp(a * log_y + (b - 1) * np.log1p(-y) - scale) / reached
        step = (np.log(reached) - log_u) / np.where(slope > 0, slope, np.inf)
        log_y = log_y - step
        if not np.any(np.abs(step) > _SETTLED):
            break
    return log_y


def _from_right(a: float, b: float, t: FloatArray) -> FloatArray:
    y = np.asarray(betainccinv(a, b, t))
    lost = np.isnan(y)
    y[lost] = 1 - _from_left(b, a, t[lost])
    return y
