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
