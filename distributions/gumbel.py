"""The largest of many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import FloatArray, Law, finite, positive


@dataclass(frozen=True)
class Gumbel(Law):
    """Stays below x with probability exp(-exp(-(x - location) / scale)); `location` is the mode.

    Source: Gumbel, Statistics of Extremes (1958).
    """

    SUPPORT = "-∞ to ∞"

    location: Annotated[float, "most likely value, in the values' unit"]
    scale: Annotated[float, "spread, in the values' unit"]

    def check(self) -> None:
        finite(self, "location")
        positive(self, "scale")

    @np.errstate(divide="ignore", over="ignore")
    def ppf(self, u: ArrayLike) -> FloatArray:
        return self._value(-np.log(np.asarray(u, float)))

    @np.errstate(divide="ignore", over="ignore")
    def isf(self, t: ArrayLike) -> FloatArray:
        return self._value(-np.log1p(-np.asarray(t, float)))

    def _value(self, hazard: FloatArray) -> FloatArray:
        return np.asarray(self.location - self.scale * np.log(hazard))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.exp(-self._hazard(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(-np.expm1(-self._hazard(x)))

    def _hazard(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.exp(np.minimum((self.location - np.asarray(x, float)) / self.scale, 700)))

    def density(self, x: ArrayLike) -> FloatArray:
        hazard = self._hazard(x)
        return np.asarray(hazard * np.exp(-hazard) / self.scale)

    def mean(self) -> float:
        return self.location + np.euler_gamma * self.scale

    def variance(self) -> float:
        return (math.pi * self.scale) ** 2 / 6


Gumbel.EXAMPLES = (Gumbel(0, 1), Gumbel(30, 7))
