"""Copulas whose correlations are drawn: the factor is worked out anew where what it hangs on has changed."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.coupling import student_uniforms, uniform_of
from engine.compiled.normal import normal_tail
from engine.compiled.quantiles import apply_quantile
from engine.compiled.vectors.loop import inner_loop, loop

LEAST_PIVOT = 1e-12  # below it a column is explained by those before it, as in `engine.dependence.group`
ROUNDING, EXPLAINED = -1e-10, 1e-5  # of such a pivot, and of what is left of its column
HALVINGS = 40
AT_A_NODE = 1e-100  # a distance that makes the node's own value the answer


class VariedCorrelations(NamedTuple):
    """The correlations of all groups that are drawn; a group without any plays by its factor.

    entry   (group, 3) first of its entries, the end of these, and where its matrix begins in `base`
    place   (entry, 3) the pair of members, and which correlation it has
    sign    (entry) by which that is multiplied
    number  (correlation) it is this, times
    rows    (correlation, 2) what is in these rows; -1 for none
    node    (correlation + 1) first of its nodes
    at, weight, score (node) value in the group's measure, barycentric weight, normal-score correlation
    base    the normal-score correlations at base of the groups that have entries, each flattened, end to end
    """

    entry: NDArray[np.int64]
    place: NDArray[np.int64]
    sign: NDArray[np.float64]
    number: NDArray[np.float64]
    rows: NDArray[np.int64]
    node: NDArray[np.int64]
    at: NDArray[np.float64]
    weight: NDArray[np.float64]
    score: NDArray[np.float64]
    base: NDArray[np.float64]


@inner_loop
def couple_varied(tables, normal, members, varied, group, mixing, tail, sheet):  # type: ignore[no-untyped-def]
    """As `engine.compiled.coupling.couple`, with the factor that each iteration's correlations have.

    Correlations that cannot hold together are moved towards those at base until they can.
    """
    n, (first, last, at) = members.size, varied.entry[group]
    base = varied.base[at : at + n * n].reshape(n, n)
    piece = np.empty(sheet.shape[1], np.int64)
    moved, factor = np.empty((n, n)), np.zeros((n, n))
    for row in members:
        apply_quantile(tables, normal[0], normal[1], sheet[row], piece)
    if mixing[0] >= 0:
        apply_quantile(tables, mixing[1], mixing[2], sheet[mixing[0]], piece)
    for i in range(sheet.shape[1]):
        if i == 0 or has_changed(varied, first, last, sheet, i):
            move(varied, first, last, base, sheet, i, moved)
            factorise(base, moved, factor)
        for k in range(n - 1, -1, -1):
            score = factor[k, k] * sheet[members[k], i]
            for j in range(k):
                score += factor[k, j] * sheet[members[j], i]
            sheet[members[k], i] = score
    for row in members:
        if mixing[0] >= 0:
            student_uniforms(tables, tail, sheet[mixing[0]], sheet[row], piece)
        else:
            for i in range(sheet.shape[1]):
                sheet[row, i] = uniform_of(sheet[row, i], normal_tail(abs(sheet[row, i])))


@inner_loop
def has_changed(varied, first, last, sheet, i):  # type: ignore[no-untyped-def]
    """Whether anything that the entries hang on differs from the iteration before."""
    for entry in range(first, last):
        for row in varied.rows[varied.place[entry, 2]]:
            if row >= 0 and sheet[row, i] != sheet[row, i - 1]:
                return True
    return False


@inner_loop
def move(varied, first, last, base, sheet, i, moved):  # type: ignore[no-untyped-def]
    """The matrix of an iteration: that at base, with the entries that are drawn."""
    for a in range(
        base.shape[0]
    ):  # `moved[:] = base` takes 3 s to compile: Numba's words for shapes that differ
        for b in range(base.shape[0]):
            moved[a, b] = base[a, b]
    known, score = -1, 0.0
    for entry in range(first, last):
        a, b, one = varied.place[entry]
        if one != known:
            known, score = one, score_of(varied, one, sheet, i)
        moved[a, b] = moved[b, a] = varied.sign[entry] * score


@inner_loop
def score_of(varied, one, sheet, i):  # type: ignore[no-untyped-def]
    """The normal-score correlation of one that is drawn."""
    x, top, below = varied.number[one], 0.0, 0.0
    for row in varied.rows[one]:
        if row >= 0:
            x *= sheet[row, i]
    for node in range(varied.node[one], varied.node[one + 1]):
        distance = x - varied.at[node]
        share = varied.weight[node] / (distance if distance != 0.0 else AT_A_NODE)
        top += share * varied.score[node]
        below += share
    return min(max(top / below, -1.0), 1.0)


@loop
def factorise(base, moved, factor):  # type: ignore[no-untyped-def]
    """The factor of `moved`; where nothing can be correlated so, of the last that can on the way to it from `base`."""
    if factorised(base, moved, 1.0, factor):
        return
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if factorised(base, moved, middle, factor):
            low = middle
        else:
            high = middle
    factorised(base, moved, low, factor)


@inner_loop
def factorised(base, moved, way, factor):  # type: ignore[no-untyped-def]
    """Write the lower-triangular factor of the matrix so far on the `way`; whether it is a correlation matrix."""
    n, is_possible = base.shape[0], True
    for k in range(n):
        for i in range(k, n):
            left = base[i, k] + way * (moved[i, k] - base[i, k])
            for j in range(k):
                left -= factor[i, j] * factor[k, j]
            factor[i, k] = left
        pivot = factor[k, k]
        if pivot > LEAST_PIVOT:
            scale = 1.0 / math.sqrt(pivot)
            for i in range(k, n):
                factor[i, k] *= scale
        else:
            is_possible = is_possible and pivot > ROUNDING
            for i in range(k, n):
                is_possible = is_possible and (i == k or abs(factor[i, k]) < EXPLAINED)
                factor[i, k] = 0.0
    for k in range(n):
        square = 0.0
        for j in range(k + 1):
            square += factor[k, j] * factor[k, j]
        scale = 1.0 / math.sqrt(square)
        for j in range(k + 1):
            factor[k, j] *= scale
    return is_possible
