"""Laws made of several laws with weights, and what weights must be."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from distributions.base.law import FloatArray, Law, LawError, finite


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


def weights(law: Law, values: str, name: str) -> None:
    """Refuse weights that do not match the `values` one to one, are negative, or do not sum to 1."""
    finite(law, name)
    found = law.argument(name)
    count = len(law.argument(values))
    if len(found) != count or not count:
        raise LawError(
            f"{count} {values} but {len(found)} {name}; one of {name} for each of {values} is needed"
        )
    for place, weight in enumerate(found):
        if weight < 0:
            raise LawError(f"{name}[{place}] = {weight} is negative; probabilities are at least 0")
    total = math.fsum(found)
    if abs(total - 1) > 1e-9:
        raise LawError(f"{name} sum to {total:.12g}; they must sum to 1")
