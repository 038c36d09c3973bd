"""Like the normal, with power-law tails on both sides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc, betaln

from distributions.base.beta_quantile import quantile
from distributions.base.guarded import shapes
from distributions.base.law import FloatArray, Law, finite, positive


@dataclass(frozen=True)
class StudentT(Law):
    """location + scale * T, where T has Student's t law ("Student", Biometrika 6, 1908).

    The mean needs more than one degree of freedom, a finite variance more than two.
    """

    SUPPORT = "-∞ to ∞"
    EFFORT = 150

    degrees_of_freedom: Annotated[float, "lightness of the tails, a number above 0: 30 is nearly normal"]
    location: Annotated[float, "median, in the values' unit"] = 0.0
    scale: Annotated[float, "spread, in the values' unit"] = 1.0

    def check(self) -> None:
        finite(self, "location")
        positive(self, "degrees_of_freedom", "scale")
        shapes(self, "degrees_of_freedom")

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return self.location + self.scale * np.where(u < 0.5, -self._tail(u), self._tail(1 - u))

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return self.location + self.scale * np.where(t < 0.5, self._tail(t), -self._tail(1 - t))

    @np.errstate(divide="ignore", over="ignore")
    def _tail(self, t: FloatArray) -> FloatArray:
        """T exceeded with probability `t`, from n / (n + T^2), which has a beta law; for t up to 1/2."""
        n, t = self.degrees_of_freedom, np.minimum(t, 0.5)
        y, from_one = quantile(n / 2, 0.5, 2 * t, 1 - 2 * t)
        near = np.maximum(y, 1e-300)
        value = np.sqrt(n * np.where(from_one, y / (1 - y), 1 / near - 1))
        power = math.sqrt(n) * np.exp(-(np.log(t) + math.log(n) + betaln(n / 2, 0.5)) / n)
        return np.where(~from_one & (y < 1e-30), power, value)

    def cdf(self, x: ArrayLike) -> FloatArray:
        z = (np.asarray(x, float) - self.location) / self.scale
        return np.where(z < 0, self._beyond(z), 1 - self._beyond(z))

    def sf(self, x: ArrayLike) -> FloatArray:
        z = (np.asarray(x, float) - self.location) / self.scale
        return np.where(z < 0, 1 - self._beyond(z), self._beyond(z))

    def _beyond(self, z: FloatArray) -> FloatArray:
        """Probability that T exceeds |z|."""
        n, size = self.degrees_of_freedom, np.abs(z) / math.sqrt(self.degrees_of_freedom)
        middle, far_off = np.clip(size, 1e-150, 1e150), np.maximum(size, 1e15)
        near, far = 1 / (1 + middle**-2), 1 / (1 + middle**2)
        body = np.where(near < 0.5, betaincc(0.5, n / 2, near), betainc(n / 2, 0.5, far)) / 2
        power = np.exp(-n * np.log(far_off) - math.log(n) - betaln(n / 2, 0.5))
        return np.where(size < 1e15, body, power)

    @np.errstate(over="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        n, z = self.degrees_of_freedom, (np.asarray(x, float) - self.location) / self.scale
        log = -(n + 1) / 2 * np.log1p(z * z / n) - math.log(n) / 2 - betaln(n / 2, 0.5)
        return np.asarray(np.exp(log) / self.scale)

    def mean(self) -> float:
        return self.location if self.degrees_of_freedom > 1 else math.nan

    def variance(self) -> float:
        n = self.degrees_of_freedom
        return self.scale**2 * n / (n - 2) if n > 2 else math.inf if n > 1 else math.nan


StudentT.EXAMPLES = (StudentT(3), StudentT(30, location=5, scale=2), StudentT(1.5))
