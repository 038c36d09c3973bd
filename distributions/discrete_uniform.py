"""Whole numbers between two bounds, all equally likely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms
from distributions.base.law import LawError, ascending

_MOST = 1_000_000


@dataclass(frozen=True)
class DiscreteUniform(Atoms):
    """Each whole number from `low` to `high`, both included, with equal probability."""

    SUPPORT = "whole numbers, low to high"

    low: Annotated[int, "least value, a whole number"]
    high: Annotated[int, "greatest value, a whole number"]

    def check(self) -> None:
        ascending(self, ("low", "high"))
        if self.high - self.low >= _MOST:
            raise LawError(f"low = {self.low}, high = {self.high}: more than {_MOST:,} values; use uniform")

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        values = np.arange(self.low, self.high + 1.0)
        return values, np.ones_like(values)

    def mean(self) -> float:
        return (self.low + self.high) / 2

    def variance(self) -> float:
        return ((self.high - self.low + 1) ** 2 - 1) / 12


DiscreteUniform.EXAMPLES = (DiscreteUniform(1, 6), DiscreteUniform(-2, 1))
