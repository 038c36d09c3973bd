"""Two triangles back to back: the chance of ending below the mode is chosen freely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import FloatArray, Law, LawError, ascending


@dataclass(frozen=True)
class DoubleTriangular(Law):
    """Probability `lower_weight` from `low` to `mode`, the rest from `mode` to `high`, both as triangles.

    Recommended for three-point estimates by AACE International, Recommended Practice 41R-08: a plain
    triangle gives the longer side the more probability, whether meant or not.
    """

    SUPPORT = "low to high"

    low: Annotated[float, "least value, in the values' unit"]
    mode: Annotated[float, "most likely value, in the values' unit"]
    high: Annotated[float, "greatest value, in the values' unit"]
    lower_weight: Annotated[float, "probability of ending below the mode"] = 0.5

    def check(self) -> None:
        ascending(self, ("low", "mode", "high"))
        if not self.low < self.mode < self.high:
            raise LawError(
                f"low = {self.low}, mode = {self.mode}, high = {self.high}: a triangle without width; "
                "needs low < mode < high (or use triangular)"
            )
        if not 0 < self.lower_weight < 1:
            raise LawError(f"lower_weight = {self.lower_weight} must be between 0 and 1 (or use triangular)")

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return np.where(u <= self.lower_weight, self._rising(u), self._falling(1 - u))

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return np.where(t >= 1 - self.lower_weight, self._rising(1 - t), self._falling(t))

    def _rising(self, u: FloatArray) -> FloatArray:
        return self.low + (self.mode - self.low) * np.sqrt(u / self.lower_weight)

    def _falling(self, t: FloatArray) -> FloatArray:
        return self.high - (self.high - self.mode) * np.sqrt(t / (1 - self.lower_weight))

    def cdf(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        return np.where(x < self.mode, self._lower(x), 1 - self._upper(x))

    def sf(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        return np.where(x < self.mode, 1 - self._lower(x), self._upper(x))

    def _lower(self, x: FloatArray) -> FloatArray:
        part = np.clip((x - self.low) / (self.mode - self.low), 0, 1)
        return self.lower_weight * np.square(part)

    def _upper(self, x: FloatArray) -> FloatArray:
        part = np.clip((self.high - x) / (self.high - self.mode), 0, 1)
        return (1 - self.lower_weight) * np.square(part)

    def density(self, x: ArrayLike) -> FloatArray:
        x, w, rise, fall = (
            np.asarray(x, float),
            self.lower_weight,
            self.mode - self.low,
            self.high - self.mode,
        )
        lower = 2 * w / rise * np.clip((x - self.low) / rise, 0, None)
        upper = 2 * (1 - w) / fall * np.clip((self.high - x) / fall, 0, None)
        return np.where(x < self.mode, lower, upper)

    def mean(self) -> float:
        return self.mode + self._shift

    @property
    def _shift(self) -> float:
        w = self.lower_weight
        return ((1 - w) * (self.high - self.mode) - w * (self.mode - self.low)) / 3

    def variance(self) -> float:
        w = self.lower_weight
        square = w * (self.mode - self.low) ** 2 + (1 - w) * (self.high - self.mode) ** 2
        return square / 6 - self._shift**2

    def knots(self) -> tuple[float, ...]:
        return (self.lower_weight,)


DoubleTriangular.EXAMPLES = (DoubleTriangular(10, 12, 20), DoubleTriangular(-4, 0, 1, lower_weight=0.2))
