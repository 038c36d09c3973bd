"""Times to failure; the smallest of many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from distributions.base.guarded import shapes
from distributions.base.law import FloatArray, Law, positive


@dataclass(frozen=True)
class Weibull(Law):
    """Exceeds x with probability exp(-(x / scale)^shape) (Weibull, Journal of Applied Mechanics 18, 1951)."""

    SUPPORT = "0 to ∞"

    shape: Annotated[
        float, "shape, a number above 0: below 1 failures become rarer with age, above 1 more frequent"
    ]
    scale: Annotated[float, "value exceeded with probability 0.37, in the values' unit"]

    def check(self) -> None:
        positive(self, "shape", "scale")
        shapes(self, "shape")

    @np.errstate(divide="ignore", over="ignore")
    def ppf(self, u: ArrayLike) -> FloatArray:
        return self._value(0.0 - np.log1p(-np.asarray(u, float)))

    @np.errstate(divide="ignore", over="ignore")
    def isf(self, t: ArrayLike) -> FloatArray:
        return self._value(0.0 - np.log(np.asarray(t, float)))

    def _value(self, hazard: FloatArray) -> FloatArray:
        return np.asarray(self.scale * hazard ** (1 / self.shape))

    @np.errstate(divide="ignore", over="ignore")
    def _hazard(self, x: ArrayLike) -> FloatArray:
        return np.asarray((np.maximum(x, 0) / self.scale) ** self.shape)

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(-np.expm1(-self._hazard(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.exp(-self._hazard(x)))

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        y = np.asarray(x, float) / self.scale
        found = self.shape / self.scale * np.exp(xlogy(self.shape - 1, y) - self._hazard(x))
        return np.where(y >= 0, found, 0.0)

    def mean(self) -> float:
        return self.scale * math.gamma(1 + 1 / self.shape)

    def variance(self) -> float:
        ratio = math.lgamma(1 + 2 / self.shape) - 2 * math.lgamma(1 + 1 / self.shape)
        return math.expm1(max(ratio, 0.0)) * self.mean() ** 2


Weibull.EXAMPLES = (Weibull(1.5, 10), Weibull(0.7, 2), Weibull(8, 100))
