"""Gaussian copula: independent uniforms of a group's inputs -> correlated uniforms, in place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import loop
from engine.compiled.quantiles import Tables, apply_quantile

SMALLEST = 2.0**-53  # a coupled uniform stays where the keyed uniforms are: strictly inside (0, 1)


@loop
def couple(
    tables: Tables,
    normal_first: int,
    normal_count: int,
    members: NDArray[np.int64],
    factor: NDArray[np.float64],
    sheet: NDArray[np.float64],
) -> None:
    """Replace the rows `members` of `sheet[row, iteration]` by uniforms with normal scores `factor @ z`.

    `factor[k, j]` is zero for j > k, so that rows can be replaced from the last to the first.
    """
    for row in members:
        apply_quantile(tables, normal_first, normal_count, sheet[row])
    for k in range(members.size - 1, -1, -1):
        target = sheet[members[k]]
        for i in range(target.size):
            target[i] *= factor[k, k]
        for j in range(k):
            if factor[k, j] != 0.0:
                source = sheet[members[j]]
                for i in range(target.size):
                    target[i] += factor[k, j] * source[i]
        for i in range(target.size):
            u = 0.5 * math.erfc(-target[i] * math.sqrt(0.5))
            target[i] = min(max(u, SMALLEST), 1.0 - SMALLEST)
