"""Any skewness with any heavier-than-normal peakedness, on the whole line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from distributions.base.density import normal_density
from distributions.base.law import FloatArray, Law, finite, positive


@dataclass(frozen=True)
class JohnsonSu(Law):
    """location + scale * sinh((Z - gamma) / delta), where Z is standard normal.

    Negative `gamma` is skewed to the right; small `delta` has heavy tails. Source: Johnson, Biometrika 36
    (1949).
    """

    SUPPORT = "-∞ to ∞"

    gamma: Annotated[float, "skewness, a number: below 0 is skewed to the right"]
    delta: Annotated[float, "lightness of the tails, a number above 0"]
    location: Annotated[float, "shift of the whole law, in the values' unit"]
    scale: Annotated[float, "spread, in the values' unit"]

    def check(self) -> None:
        finite(self, "gamma", "location")
        positive(self, "delta", "scale")

    def ppf(self, u: ArrayLike) -> FloatArray:
        return self._value(ndtri(np.asarray(u, float)))

    def isf(self, t: ArrayLike) -> FloatArray:
        return self._value(-ndtri(np.asarray(t, float)))

    @np.errstate(divide="ignore", over="ignore")
    def _value(self, z: FloatArray) -> FloatArray:
        return np.asarray(self.location + self.scale * np.sinh((z - self.gamma) / self.delta))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr(self._normal(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr(-self._normal(x)))

    def _normal(self, x: ArrayLike) -> FloatArray:
        z = (np.asarray(x, float) - self.location) / self.scale
        return np.asarray(self.gamma + self.delta * np.arcsinh(z))

    def density(self, x: ArrayLike) -> FloatArray:
        z = (np.asarray(x, float) - self.location) / self.scale
        return normal_density(self._normal(x)) * self.delta / (self.scale * np.hypot(1, z))

    def mean(self) -> float:
        width = math.exp(1 / (2 * self.delta**2))
        return self.location - self.scale * width * math.sinh(self.gamma / self.delta)

    def variance(self) -> float:
        square = 1 / self.delta**2
        spread = math.exp(square) * math.cosh(2 * self.gamma / self.delta) + 1
        return self.scale**2 / 2 * math.expm1(square) * spread


JohnsonSu.EXAMPLES = (JohnsonSu(-1, 1.5, 10, 2), JohnsonSu(0.5, 3, 0, 1))
