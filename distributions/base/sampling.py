"""Draws of one law on its own, for those who play no programme."""

from __future__ import annotations

from typing import Any

import numpy as np

from distributions.base.conversion import converted
from distributions.base.error import LawError
from distributions.base.quantiles import FloatArray, Quantiles

_BLOCK = (
    4096  # always drawn whole: NumPy's functions may round the last few of a vector otherwise than the rest
)
_MOST_SEED = 2**128


def sample(law: Quantiles, n: Any, seed: Any) -> FloatArray:
    """`(n,)` quantiles at uniforms of 53 bits strictly inside (0, 1), each tail counted from its own end.

    Source of the uniforms: Philox4x64 (Salmon et al. 2011), as NumPy has it, with the seed as key.
    """
    n, key = converted("n", int, n), seed if isinstance(seed, int) else converted("seed", int, seed)
    if n < 0:
        raise LawError(f"n = {n} must be at least 0")
    if isinstance(seed, bool) or not 0 <= key < _MOST_SEED:
        raise LawError(f"seed = {seed!r} must be a whole number from 0 to 2^128 - 1")
    raw = np.random.Philox(key=key).random_raw(-(-n // _BLOCK) * _BLOCK) >> np.uint64(11)
    drawn = [_drawn(law, block) for block in raw.reshape(-1, _BLOCK)]
    return np.concatenate([np.empty(0), *drawn])[:n]


def _drawn(law: Quantiles, whole: Any) -> FloatArray:
    """Quantiles at (whole + 1/2) / 2^53."""
    below = whole < 2**52
    part = (np.where(below, whole, np.uint64(2**53 - 1) - whole) + 0.5) / 2.0**53
    return np.where(below, law.ppf(part), law.isf(part))
