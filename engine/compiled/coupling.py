"""Copulas: independent uniforms of a group's inputs -> correlated uniforms, in place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import inner_loop
from engine.compiled.quantiles import Tables, apply_quantile

SMALLEST = 2.0**-53  # a coupled uniform stays where the keyed uniforms are: strictly inside (0, 1)


@inner_loop
def couple(
    tables: Tables,
    normal: NDArray[np.int64],
    members: NDArray[np.int64],
    factor: NDArray[np.float64],
    mixing: NDArray[np.int64],
    tail: NDArray[np.int64],
    sheet: NDArray[np.float64],
) -> None:
    """Replace the rows `members` of `sheet[row, iteration]` by uniforms with scores `factor @ z`.

    The scores are normal; of a t copula they are multiplied by what is in the row `mixing[0]`, one number an
    iteration for the whole group. `factor[k, j]` is zero for j > k, so that rows can be replaced from the last
    to the first.
    """
    piece = np.empty(sheet.shape[1], np.int64)
    for row in members:
        apply_quantile(tables, normal[0], normal[1], sheet[row], piece)
    if mixing[0] >= 0:
        apply_quantile(tables, mixing[1], mixing[2], sheet[mixing[0]], piece)
    for k in range(members.size - 1, -1, -1):
        target = sheet[members[k]]
        for i in range(target.size):
            target[i] *= factor[k, k]
        for j in range(k):
            if factor[k, j] != 0.0:
                source = sheet[members[j]]
                for i in range(target.size):
                    target[i] += factor[k, j] * source[i]
        if mixing[0] >= 0:
            student_uniforms(tables, tail, sheet[mixing[0]], target, piece)
        else:
            for i in range(target.size):
                u = 0.5 * math.erfc(-target[i] * math.sqrt(0.5))
                target[i] = min(max(u, SMALLEST), 1.0 - SMALLEST)


@inner_loop
def student_uniforms(tables, tail, multiplier, target, piece):  # type: ignore[no-untyped-def]
    """Normal scores -> uniforms by way of Student t scores; `engine.copulas` says how."""
    for i in range(target.size):
        score = target[i] * multiplier[i]
        square = 2.0 + score * score
        smaller = 1.0 / (square + abs(score) * math.sqrt(square))
        target[i] = smaller if score < 0.0 else 1.0 - smaller
    apply_quantile(tables, tail[0], tail[1], target, piece)
    for i in range(target.size):
        smaller = max(math.exp(-abs(target[i])), SMALLEST)
        target[i] = smaller if target[i] < 0.0 else 1.0 - smaller
