"""Which correlations can hold together, and the smallest set of inputs whose correlations cannot.

Whatever measure they are written in, inputs are coupled through the normal scores behind them
(`targets`). A group is possible if the correlation matrix of these has no negative eigenvalue. A
matrix of rank correlations then has none either, but the converse fails, so it is the converted one that decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice, permutations
from math import comb

import numpy as np

from engine.dependence.arrays import FloatArray
from engine.dependence.conversions import Measure
from engine.dependence.copula import Copula
from engine.dependence.definite import TOLERANCE, first_impossible, is_least, without_bystanders
from engine.dependence.targets import GAUSSIAN, scores_of, target_of
from engine.problems import listed

_SEARCHED_SETS = (
    200_000  # a fraction of a second; beyond it only one set that cannot be made smaller is sought
)
_ALL_TRIPLES = 400  # inputs of which every three are tried
_EIGENVALUES = 1000  # inputs whose smallest eigenvalue is worth the wait


def smallest_eigenvalue(matrix: FloatArray) -> float:
    """Negative, by more than rounding, if nothing can be correlated like this."""
    return float(np.linalg.eigvalsh(matrix)[..., 0].min())


def is_possible(scores: FloatArray) -> bool:
    """Whether normal scores can be correlated like this."""
    return not first_impossible(scores)


def clash(matrix: FloatArray) -> tuple[int, ...] | None:
    """Places of the smallest set of inputs that cannot be correlated like this; nothing if all can."""
    if is_possible(matrix):
        return None
    if comb(len(matrix), 3) > _SEARCHED_SETS and len(matrix) <= _ALL_TRIPLES:
        triple = _worst_triple(matrix)
        if not is_possible(matrix[np.ix_(triple, triple)]):
            return triple
    members = without_bystanders(matrix)
    for size in range(3, len(members)):
        if comb(len(matrix), size) > _SEARCHED_SETS:
            break
        found = _worst_of_size(matrix, size)
        if found is not None:
            return found
    return members


def _worst_triple(matrix: FloatArray) -> tuple[int, int, int]:
    """The three inputs with the lowest determinant, 1 + 2 abc - a^2 - b^2 - c^2, which is quick to know for all."""
    lowest, triple = np.inf, (0, 1, 2)
    for i in range(len(matrix) - 2):
        row, rest = matrix[i, i + 1 :], matrix[i + 1 :, i + 1 :]
        determinant = 1 + 2 * np.outer(row, row) * rest - np.add.outer(row**2, row**2) - rest**2
        j, k = sorted(map(int, np.unravel_index(determinant.argmin(), determinant.shape)))
        if j < k and determinant[j, k] < lowest:
            lowest, triple = float(determinant[j, k]), (i, i + 1 + j, i + 1 + k)
    return triple


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


def possible_range(
    scores: FloatArray,
    measure: Measure = "spearman",
    copula: Copula = GAUSSIAN,
) -> tuple[float, float]:
    """Least and greatest correlation, in `measure`, of inputs 0 and 2, given those of 0 and 1 and of 1 and 2.

    `scores` are correlations `(3, 3)` of normal scores: r02 = r01 r12 +- sqrt((1 - r01^2) (1 - r12^2)).
    """
    middle = scores[0, 1] * scores[1, 2]
    reach = np.sqrt((1 - scores[0, 1] ** 2) * (1 - scores[1, 2] ** 2))
    low, high = target_of(np.clip([middle - reach, middle + reach], -1, 1), measure, copula).tolist()
    return low, high


def clash_in_words(
    inputs: Sequence[str],
    target: FloatArray,
    measure: Measure = "spearman",
    copula: Copula = GAUSSIAN,
) -> str | None:
    """Which correlations `(input, input)`, in `measure`, cannot all hold, and why; nothing if they can."""
    scores = scores_of(target, measure, copula)
    places = clash(scores)
    if places is None:
        return None
    within = np.ix_(places, places)
    names, target, scores = [inputs[place] for place in places], target[within], scores[within]
    why = _reason(target, scores, copula)
    if len(names) > 3:
        fewer = ", though any fewer of them do not" if is_least(scores) else ""
        return f"{listed(names, 'and')} clash{fewer} ({why})"

    def ranged(order: tuple[int, ...]) -> tuple[float, float]:
        return possible_range(scores[np.ix_(order, order)], measure, copula)

    def excess(order: tuple[int, ...]) -> float:
        """How far the correlation of first and last is outside what the other two leave it."""
        (low, high), outer = ranged(order), float(target[order[0], order[2]])
        return max(low - outer, outer - high)

    a, b, c = order = min(permutations(range(3)), key=excess)
    low, high = ranged(order)
    return (
        f"{listed(names, 'and')} clash: with {target[a, b]:g} between {names[a]} and {names[b]} "
        f"and {target[b, c]:g} between {names[b]} and {names[c]}, that of {names[a]} and {names[c]} "
        f"must lie from {low:.3f} to {high:.3f}, but is {target[a, c]:g} ({why})"
    )


def _reason(target: FloatArray, scores: FloatArray, copula: Copula) -> str:
    """Which matrix it is that has a negative eigenvalue."""
    if len(target) > _EIGENVALUES:
        return f"an eigenvalue of the matrix of these {len(target):,} is negative"
    eigenvalue = smallest_eigenvalue(target)
    if eigenvalue < -TOLERANCE:
        return f"smallest eigenvalue {eigenvalue:.2g}"
    return (
        f"a rank matrix with smallest eigenvalue {eigenvalue:.2g}, but {smallest_eigenvalue(scores):.2g} "
        f"once converted to the normal scores of {copula.phrase}"
    )
