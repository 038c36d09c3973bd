"""Roots of many rising functions at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from distributions.base.asked import A_STEP, A_STEP_OF_SCIPY, note_step
from distributions.base.law import FloatArray

_PLAIN_STEPS = 30  # of false position, after which intervals are halved
_MOST_STEPS = 1200  # halvings go through all floating-point numbers


def root(
    function: Callable[..., FloatArray], low: FloatArray, high: FloatArray, *arguments: FloatArray
) -> FloatArray:
    """Where the rising `function(x, *arguments)` is 0 between `low` and `high`, to the last few bits.

    The nearer end where it does not change sign between them. All arrays have one shape. Method:
    Chandrupatla, Advances in Engineering Software 28 (1997), as SciPy has it.
    """
    from scipy.optimize.elementwise import find_root  # costs a sixth of a second, seldom needed

    def asked(x: FloatArray, *arguments: FloatArray) -> FloatArray:
        note_step(A_STEP_OF_SCIPY, x.size)
        return function(x, *arguments)

    result = np.where(function(low, *arguments) >= 0, low, high)
    inside = np.isfinite(low) & np.isfinite(high)
    inside &= (function(low, *arguments) < 0) & (function(high, *arguments) > 0)
    if inside.any():
        ends = low[inside], high[inside]
        result[inside] = find_root(asked, ends, args=tuple(a[inside] for a in arguments), maxiter=2000).x
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


def bracketed(
    function: Callable[..., FloatArray],
    ends: tuple[FloatArray, FloatArray],
    values: tuple[FloatArray, FloatArray],
    *arguments: FloatArray,
) -> FloatArray:
    """`root_of` for many functions at once, whose `values` at close `ends` are known and differ in sign.

    The nearer end where they do not.
    """
    (low, high), (there, here) = ends, (np.array(values[0]), np.array(values[1]))
    low, high = np.array(low), np.array(high)
    x = np.where(there >= 0, low, high)
    left = np.flatnonzero((there < 0) & (here > 0))
    low, high, there, here = low[left], high[left], there[left], here[left]
    arguments = tuple(a[left] for a in arguments)
    reach = 1e-9 * np.abs(high - low)  # a step so small leaves nothing for the next
    before = high
    for step in range(_MOST_STEPS if left.size else 0):
        value = high - here * ((high - low) / (here - there))
        if step > _PLAIN_STEPS:
            value = (low + high) / 2
        note_step(A_STEP, value.size)
        found = function(value, *arguments)
        turned = (found < 0) != (here < 0)
        shrink = 1 - found / here
        kept = there * np.where(shrink > 0, shrink, 0.5)
        low, there = np.where(turned, high, low), np.where(turned, here, kept)
        high, here = value, found
        going = (np.abs(value - before) > reach) & (found != 0)
        going &= np.abs(high - low) > 2e-16 * np.abs(value)
        before = value
        if not going.all():
            x[left] = value
            left, low, high, there, here = left[going], low[going], high[going], there[going], here[going]
            reach, before = reach[going], before[going]
            arguments = tuple(a[going] for a in arguments)
            if not left.size:
                break
    x[left] = high
    return x
