"""Roots of many rising functions at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from distributions._law import FloatArray


def root(
    function: Callable[..., FloatArray], low: FloatArray, high: FloatArray, *arguments: FloatArray
) -> FloatArray:
    """Where the rising `function(x, *arguments)` is 0 between `low` and `high`, to the last few bits.

    The nearer end where it does not change sign between them. All arrays have one shape. Method:
    Chandrupatla, Advances in Engineering Software 28 (1997), as SciPy has it.
    """
    from scipy.optimize.elementwise import find_root  # costs a sixth of a second, seldom needed

    result = np.where(function(low, *arguments) >= 0, low, high)
    inside = np.isfinite(low) & np.isfinite(high)
    inside &= (function(low, *arguments) < 0) & (function(high, *arguments) > 0)
    if inside.any():
        ends = low[inside], high[inside]
        result[inside] = find_root(function, ends, args=tuple(a[inside] for a in arguments), maxiter=2000).x
    return result


def root_of(function: Callable[[float], float], low: float, high: float) -> float:
    """Where the continuous `function` is 0 between `low` and `high`, at which it has different signs.

    To 1e-16 of the distance between them. Method: Anderson & Björck, BIT 13 (1973), the false position with
    the value at the end that stays made smaller; some ten evaluations.
    """
    there, here = function(low), function(high)
    if there == 0 or here == 0:
        return low if there == 0 else high
    x, before, reach = high, low, 1e-12 * abs(high - low)  # a step so small squares to nothing
    while abs(x - before) > reach:
        before, x = x, high - here * (high - low) / (here - there)
        found = function(x)
        if found == 0:
            break
        if (found < 0) != (here < 0):
            low, there = high, here
        else:
            shrink = 1 - found / here
            there *= shrink if shrink > 0 else 0.5
        high, here = x, found
    return x
