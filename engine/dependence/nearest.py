"""The correlation matrix nearest to one that is none.

The problem is that of Higham (IMA J. Numer. Anal. 22, 2002): of all symmetric X with unit diagonal and no
negative eigenvalue, the one with the least sum of w_i w_j (x_ij - a_ij)^2. His alternating projections climb
the dual of this problem with steps of fixed length; here Newton steps climb it (Qi and Sun 2006; with pinned
entries Borsdorf and Higham 2010), which takes about ten eigendecompositions where projections take hundreds.
With D = diag(sqrt w), the answer is D^-1 (D A D + L)+ D^-1, where + drops negative eigenvalues and the
multipliers L stand on the diagonal and on pinned entries alone.

Inputs pinned at exactly +-1 leave the problem without an inner point, where the dual has no maximum: such
inputs are made one first, which has the sum of their weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.dependence.arrays import BoolArray, FloatArray, IntArray
from engine.problems import Refused

_ROUNDING = 1e-12  # of an entry; far below 1e-10, from which on an eigenvalue counts as negative
_ACCEPTED = 5e-11  # where rounding stops the steps earlier
_STEPS = 200
MOST_REPAIRED = 500  # inputs: the time grows with their third power, many times over


class PinnedClash(Refused):
    """Pinned correlations that no correlation matrix has; `places` are the fewest inputs that clash."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = tuple(places)
        super().__init__(f"the pinned correlations of inputs {self.places} cannot hold together")


def nearest_correlation(
    matrix: FloatArray, weights: FloatArray | None = None, pinned: BoolArray | None = None
) -> FloatArray:
    """The correlation matrix `(input, input)` nearest to `matrix`: symmetric, unit diagonal, semi-definite.

    A difference between inputs i and j counts `weights[i] * weights[j]` (all 1 if left out), so that changes
    go to light inputs; the heaviest may weigh 10,000 times the lightest. Entries that `pinned` marks are kept as
    they are. Eigenvalues are above -1e-10. Raises `PinnedClash` where no matrix has the pinned entries, or
    where pins other than +-1 are so near the edge of the possible that they leave it no room.
    """
    count = len(matrix)
    weights = np.ones(count) if weights is None else np.asarray(weights, float)
    kept = np.eye(count, dtype=bool) if pinned is None else pinned | pinned.T | np.eye(count, dtype=bool)
    wanted = (matrix + matrix.T) / 2
    np.fill_diagonal(wanted, 1.0)
    found = _solved(wanted, weights, kept)
    if found is None:
        raise PinnedClash(_fewest_clashing(wanted, kept))
    return found


def _solved(matrix: FloatArray, weights: FloatArray, kept: BoolArray) -> FloatArray | None:
    """The nearest matrix; nothing if none has the entries to be kept."""
    merged = _merged(matrix, weights, kept)
    if merged is None:
        return None
    small, small_weights, small_kept, member, sign = merged
    root = np.sqrt(small_weights / small_weights.max())
    scale = np.outer(root, root)
    scaled = _climbed(small * scale, small_kept, scale)
    if scaled is None:
        return None
    found = scaled / scale
    length = np.sqrt(np.diag(found))
    found = np.clip(found / np.outer(length, length), -1, 1)
    found = np.where(small_kept, small, (found + found.T) / 2)
    return found[np.ix_(member, member)] * np.outer(sign, sign)


class _Merged(NamedTuple):
    matrix: FloatArray
    weights: FloatArray
    kept: BoolArray
    member: IntArray  # (input) which of the merged ones it is
    sign: FloatArray  # (input) -1 where it is that one reversed


def _merged(matrix: FloatArray, weights: FloatArray, kept: BoolArray) -> _Merged | None:
    """Inputs kept at +-1 made one; nothing if that contradicts itself.

    The sum of squares over a block of equal entries is least at their weighted mean, and elsewhere differs by
    the block's weight times the square: the merged problem is the problem.
    """
    count = len(matrix)
    tied = kept & (np.abs(matrix) == 1)
    member, sign = np.full(count, -1), np.ones(count)
    for first in range(count):
        if member[first] < 0:
            member[first] = member.max() + 1
            queue = [first]
            for one in queue:
                for other in np.flatnonzero(tied[one] & (member < 0)):
                    member[other], sign[other] = member[one], sign[one] * matrix[one, other]
                    queue.append(int(other))
    turned = matrix * np.outer(sign, sign)
    belongs = np.equal.outer(np.arange(member.max() + 1), member).astype(float)
    heavy = belongs * weights
    size = heavy.sum(axis=1)
    mean = heavy @ turned @ heavy.T / np.outer(size, size)
    many = belongs @ kept @ belongs.T
    small_kept = many > 0
    pinned_mean = belongs @ np.where(kept, turned, 0) @ belongs.T / np.maximum(many, 1)
    small = np.where(small_kept, pinned_mean, mean)
    if np.any(kept & (np.abs(turned - small[np.ix_(member, member)]) > _ROUNDING)):
        return None
    np.fill_diagonal(small, 1.0)
    return _Merged(small, size, small_kept, member, sign)


def _climbed(wanted: FloatArray, kept: BoolArray, scale: FloatArray) -> FloatArray | None:
    """The semi-definite matrix nearest to `wanted` that has its kept entries; nothing if there is none.

    The dual to be minimised is f(L) = |(wanted + L)+|^2 / 2 - <L, wanted>. Its value is a bound: beyond the
    distance of the furthest correlation matrix there is no matrix at all.
    """
    furthest = ((np.abs(wanted) + scale) ** 2).sum() / 2
    start = (wanted**2).sum() / 2
    multipliers = np.zeros_like(wanted)
    value, slope, eigen = _dual(multipliers, wanted, kept)
    for _ in range(_STEPS):
        error = np.abs(slope / scale).max()
        if error < _ROUNDING:
            break
        if start - value > furthest:
            return None
        step = _newton_step(slope, kept, eigen)
        gain, length = float(np.vdot(slope, step)), 1.0
        while length > 1e-10:
            tried = _dual(multipliers + length * step, wanted, kept)
            # Near the end f no longer tells better from worse, while its slope still does.
            if tried[0] <= value + 1e-4 * length * gain or np.abs(tried[1] / scale).max() < error / 2:
                break
            length /= 2
        else:
            break
        multipliers = multipliers + length * step
        value, slope, eigen = tried
    values, vectors = eigen
    return (vectors * np.maximum(values, 0)) @ vectors.T if np.abs(slope / scale).max() < _ACCEPTED else None


def _dual(
    multipliers: FloatArray, wanted: FloatArray, kept: BoolArray
) -> tuple[float, FloatArray, tuple[FloatArray, FloatArray]]:
    """The dual, its slope, and the eigenvalues and eigenvectors of `wanted + multipliers`."""
    values, vectors = np.linalg.eigh(wanted + multipliers)
    positive = np.maximum(values, 0)
    projected = (vectors * positive) @ vectors.T
    value = float(positive @ positive / 2 - np.vdot(multipliers, wanted))
    return value, np.where(kept, projected - wanted, 0), (values, vectors)


def _newton_step(slope: FloatArray, kept: BoolArray, eigen: tuple[FloatArray, FloatArray]) -> FloatArray:
    """Minus the slope by a generalised Hessian of the dual, by preconditioned conjugate gradients."""
    values, vectors = eigen
    positive = np.maximum(values, 0)
    gap = np.subtract.outer(values, values)
    same = np.abs(gap) < 1e-14
    share = np.where(
        same, values[:, None] > 0, np.subtract.outer(positive, positive) / np.where(same, 1, gap)
    )
    size = float(np.abs(slope).max())
    ridge = min(1e-6, 1e-3 * size)  # keeps the step finite where the Hessian is singular
    squares = vectors**2
    diagonal = np.where(kept, squares @ share @ squares.T + ridge, 1)

    def hessian(direction: FloatArray) -> FloatArray:
        curved = vectors @ (share * (vectors.T @ direction @ vectors)) @ vectors.T
        return np.where(kept, curved, 0) + ridge * direction

    step, residual = np.zeros_like(slope), -slope
    direction = scaled = residual / diagonal
    energy = np.vdot(residual, scaled)
    for _ in range(200):
        curved = hessian(direction)
        length = energy / np.vdot(direction, curved)
        step, residual = step + length * direction, residual - length * curved
        if np.linalg.norm(residual) < min(0.1, size**0.5) * np.linalg.norm(slope):
            break
        scaled = residual / diagonal
        before, energy = energy, np.vdot(residual, scaled)
        direction = scaled + energy / before * direction
    return step


def _fewest_clashing(matrix: FloatArray, kept: BoolArray) -> list[int]:
    """Inputs whose kept entries clash, though they do not without any one of them.

    Entries within a millionth of the edge of the possible count as clashing: they leave no inner point.
    """
    pins = np.where(kept, np.where(np.abs(matrix) < 1, matrix * (1 + 1e-6), matrix), 0)
    np.fill_diagonal(pins, 1.0)

    def clashes(places: list[int]) -> bool:
        within = np.ix_(places, places)
        return _solved(pins[within], np.ones(len(places)), kept[within]) is None

    members = [int(place) for place in np.flatnonzero(kept.sum(axis=1) > 1)]
    if not members or not clashes(members):
        raise ArithmeticError(f"the nearest correlation matrix was not reached in {_STEPS} steps")
    for member in tuple(members):
        rest = [other for other in members if other != member]
        if clashes(rest):
            members = rest
    return members
