"""A matrix of Pearson correlations of values, against what the laws of the inputs allow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from distributions import Law
from engine.dependence.arrays import FloatArray
from engine.dependence.pearson import pearson_of, range_of, score_of


class Unattainable(NamedTuple):
    """A pair of inputs, by their places, whose laws allow no such correlation, and those that they allow."""

    a: int
    b: int
    low: float
    high: float

    @property
    def accepted(self) -> str:
        """The range in words, rounded inwards."""
        low, high = math.ceil(self.low * 1e3) / 1e3, math.floor(self.high * 1e3) / 1e3
        return f"a Pearson correlation from {low:.3f} to {high:.3f}: their laws allow no other"


def unattainable(target: FloatArray, laws: Sequence[Law]) -> list[Unattainable]:
    """The pairs of a matrix `(input, input)` that no dependence can give these laws. Raises `NoPearson`."""
    found = []
    for a, b in combinations(range(len(laws)), 2):
        low, high = range_of(laws[a], laws[b])
        if not low - 1e-9 <= target[a, b] <= high + 1e-9:
            found.append(Unattainable(a, b, low, high))
    return found


def scores_behind(target: FloatArray, laws: Sequence[Law]) -> FloatArray:
    """`(input, input)` Correlations of normal scores behind Pearson correlations of values."""
    return _each(target, laws, score_of)


def pearson_behind(scores: FloatArray, laws: Sequence[Law]) -> FloatArray:
    """`(input, input)` Pearson correlations of values whose normal scores correlate so."""
    return _each(scores, laws, pearson_of)


def _each(matrix: FloatArray, laws: Sequence[Law], of: object) -> FloatArray:
    assert callable(of)
    found, known = np.eye(len(laws)), dict[tuple[float, Law, Law], float]()
    for a, b in combinations(range(len(laws)), 2):
        pair = float(matrix[a, b]), laws[a], laws[b]
        if pair not in known:
            known[pair] = of(*pair)
        found[a, b] = found[b, a] = known[pair]
    return found
