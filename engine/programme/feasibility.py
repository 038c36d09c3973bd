"""Which rank correlations can hold together, and the smallest set of inputs whose correlations cannot.

The engine couples inputs by a Gaussian copula: a Spearman correlation rho between two inputs is a
correlation 2 sin(pi rho / 6) between the normal scores behind them (Pearson 1907; Kruskal 1958). A group
is possible if that matrix has no negative eigenvalue. The Spearman matrix then has none either: its
entries (6 / pi) arcsin(r / 2) are a power series in r with positive coefficients, which keeps a matrix
positive semi-definite (Schur 1911). The converse fails, so it is the converted matrix that decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice, permutations
from math import comb

import numpy as np
from numpy.typing import NDArray

from engine.programme.problems import listed

FloatArray = NDArray[np.float64]

# An eigenvalue this far below 0 is rounding: exact +-1 and singular matrices are possible.
TOLERANCE = 1e-10
_SEARCHED_SETS = (
    200_000  # a fraction of a second; beyond it only one set that cannot be made smaller is sought
)


def normal_scores(rank: FloatArray) -> FloatArray:
    """Correlations `(input, input)` of the normal scores behind a Spearman matrix; exact at -1, 0 and 1."""
    return np.where(np.abs(rank) == 1, rank, 2 * np.sin(np.pi * rank / 6))


def rank_of(score: float) -> float:
    """Spearman correlation of two inputs whose normal scores correlate by `score`."""
    return float(6 / np.pi * np.arcsin(score / 2))


def smallest_eigenvalue(matrix: FloatArray) -> float:
    """Negative, by more than rounding, if nothing can be correlated like this."""
    return float(np.linalg.eigvalsh(matrix)[..., 0].min())


def clash(matrix: FloatArray) -> tuple[int, ...] | None:
    """Places of the smallest set of inputs that cannot be correlated like this; nothing if all can."""
    if smallest_eigenvalue(matrix) >= -TOLERANCE:
        return None
    members = _without_bystanders(matrix)
    for size in range(3, len(members)):
        if comb(len(matrix), size) > _SEARCHED_SETS:
            break
        found = _worst_of_size(matrix, size)
        if found is not None:
            return found
    return members


def _without_bystanders(matrix: FloatArray) -> tuple[int, ...]:
    """A clashing set from which no member can be taken away."""
    members = list(range(len(matrix)))
    for member in range(len(matrix)):
        rest = [other for other in members if other != member]
        if len(rest) > 2 and smallest_eigenvalue(matrix[np.ix_(rest, rest)]) < -TOLERANCE:
            members = rest
    return tuple(members)


def _worst_of_size(matrix: FloatArray, size: int) -> tuple[int, ...] | None:
    """The set of `size` inputs with the most negative eigenvalue, if any has one."""
    worst, lowest = None, -TOLERANCE
    sets = combinations(range(len(matrix)), size)
    while batch := list(islice(sets, 10_000)):
        places = np.array(batch)
        eigenvalues = np.linalg.eigvalsh(matrix[places[:, :, None], places[:, None, :]])[:, 0]
        if eigenvalues.min() < lowest:
            worst, lowest = batch[int(eigenvalues.argmin())], float(eigenvalues.min())
    return worst


def possible_range(scores: FloatArray) -> tuple[float, float]:
    """Least and greatest Spearman correlation of inputs 0 and 2, given those of 0 and 1 and of 1 and 2.

    `scores` are correlations `(3, 3)` of normal scores: r02 = r01 r12 +- sqrt((1 - r01^2) (1 - r12^2)).
    """
    middle = scores[0, 1] * scores[1, 2]
    reach = np.sqrt((1 - scores[0, 1] ** 2) * (1 - scores[1, 2] ** 2))
    return rank_of(middle - reach), rank_of(middle + reach)


def clash_in_words(inputs: Sequence[str], rank: FloatArray) -> str | None:
    """Which rank correlations `(input, input)` cannot all hold, and why; nothing if they can."""
    scores = normal_scores(rank)
    places = clash(scores)
    if places is None:
        return None
    within = np.ix_(places, places)
    return _in_words([inputs[place] for place in places], rank[within], scores[within])


def _in_words(names: Sequence[str], rank: FloatArray, scores: FloatArray) -> str:
    eigenvalue = smallest_eigenvalue(rank)
    why = f"smallest eigenvalue {eigenvalue:.2g}"
    if eigenvalue >= -TOLERANCE:
        why = (
            f"a rank matrix with smallest eigenvalue {eigenvalue:.2g}, but {smallest_eigenvalue(scores):.2g} "
            "once converted to the normal scores of a Gaussian copula"
        )
    if len(names) > 3:
        return f"{listed(names, 'and')} clash, though any fewer of them do not ({why})"
    a, b, c = min(permutations(range(3)), key=lambda order: _excess(rank, scores, order))
    low, high = possible_range(scores[np.ix_((a, b, c), (a, b, c))])
    return (
        f"{listed(names, 'and')} clash: with {rank[a, b]:g} between {names[a]} and {names[b]} "
        f"and {rank[b, c]:g} between {names[b]} and {names[c]}, that of {names[a]} and {names[c]} "
        f"must lie from {low:.3f} to {high:.3f}, but is {rank[a, c]:g} ({why})"
    )


def _excess(rank: FloatArray, scores: FloatArray, order: tuple[int, ...]) -> float:
    """How far the correlation of first and last is outside what the other two leave it."""
    low, high = possible_range(scores[np.ix_(order, order)])
    outer = float(rank[order[0], order[2]])
    return max(low - outer, outer - high)
