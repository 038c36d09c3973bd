"""Laws made of several laws with weights."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from distributions.base.law import FloatArray, Law, LawError, weights


class Weighted(Law):
    """Several laws, each with a weight above 0, which sum to 1; the mean is the weighted mean of theirs."""

    laws: tuple[Law, ...]
    weights: tuple[float, ...]

    def check(self) -> None:
        weights(self, "laws", "weights")
        if 0 in self.weights:
            raise LawError(f"weights[{self.weights.index(0)}] is 0; leave that law out")

    @cached_property
    def _shares(self) -> FloatArray:
        return np.array(self.weights) / math.fsum(self.weights)

    def mean(self) -> float:
        return float(np.dot(self._shares, [law.mean() for law in self.laws]))
