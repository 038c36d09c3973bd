"""Copulas: independent uniforms of a group's inputs -> correlated uniforms, in place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.compiled.normal import exp_of_negative, normal_tail
from engine.compiled.quantiles import Tables, apply_quantile
from engine.compiled.vectors.loop import inline, inner_loop

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
        combine(factor[k, : k + 1], members, sheet, target)
        if mixing[0] >= 0:
            student_uniforms(tables, tail, sheet[mixing[0]], target, piece)
        else:
            for i in range(target.size):
                target[i] = uniform_of(target[i], normal_tail(abs(target[i])))


@inner_loop
def combine(
    factor: NDArray[np.float64],
    members: NDArray[np.int64],
    sheet: NDArray[np.float64],
    target: NDArray[np.float64],
) -> None:
    """Replace the last of the rows `members[: len(factor)]`, which is `target`, by their sum with these factors.

    Four rows at a time, since the loads and stores of the sum cost more than its products: with this, and the tail in
    vectors, 200 correlated inputs take 5.6 us an iteration where they took 11.
    """
    k = factor.size - 1
    fours = k - k % 4
    for i in range(target.size):
        target[i] *= factor[k]
    for j in range(0, fours, 4):
        a, b, c, d = factor[j], factor[j + 1], factor[j + 2], factor[j + 3]
        if a != 0.0 or b != 0.0 or c != 0.0 or d != 0.0:
            p, q = sheet[members[j]], sheet[members[j + 1]]
            r, s = sheet[members[j + 2]], sheet[members[j + 3]]
            for i in range(target.size):
                target[i] = (((target[i] + a * p[i]) + b * q[i]) + c * r[i]) + d * s[i]
    for j in range(fours, k):
        p = sheet[members[j]]
        for i in range(target.size):
            target[i] += factor[j] * p[i]


@inline
def uniform_of(score, smaller):  # type: ignore[no-untyped-def]
    """The uniform of a score whose smaller tail is given, strictly inside (0, 1)."""
    smaller = smaller if smaller > SMALLEST else SMALLEST
    return smaller if score < 0.0 else 1.0 - smaller


@inner_loop
def student_uniforms(tables, tail, multiplier, target, piece):  # type: ignore[no-untyped-def]
    """Normal scores -> uniforms of a mixture of normals; `engine.dependence.copula.Mixture` says how."""
    for i in range(target.size):
        score = target[i] * multiplier[i]
        square = 2.0 + score * score
        smaller = 1.0 / (square + abs(score) * math.sqrt(square))
        target[i] = smaller if score < 0.0 else 1.0 - smaller
    apply_quantile(tables, tail[0], tail[1], target, piece)
    for i in range(target.size):
        target[i] = uniform_of(target[i], exp_of_negative(-abs(target[i])))
