"""Positive, skewed, with a power-law tail: the odds of exceeding are a power of the value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from distributions.base.law import FloatArray, Law, positive


@dataclass(frozen=True)
class LogLogistic(Law):
    """Exceeds x with odds (x / scale)^-shape; `scale` is the median.

    The mean is infinite up to `shape` 1, the variance up to 2. Source: Johnson, Kotz & Balakrishnan,
    Continuous Univariate Distributions 2 (1995), chapter 23.
    """

    SUPPORT = "0 to ∞"

    scale: Annotated[float, "median, in the values' unit"]
    shape: Annotated[float, "power at which the tail falls, a number above 0"]

    def check(self) -> None:
        positive(self, "scale", "shape")

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return self._value(u, 1 - u)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return self._value(1 - t, t)

    @np.errstate(divide="ignore", over="ignore")
    def _value(self, u: FloatArray, t: FloatArray) -> FloatArray:
        return np.asarray(self.scale * (u / t) ** (1 / self.shape))

    @np.errstate(divide="ignore", over="ignore")
    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(1 / (1 + (np.maximum(x, 0) / self.scale) ** -self.shape))

    @np.errstate(over="ignore")
    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(1 / (1 + (np.maximum(x, 0) / self.scale) ** self.shape))

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        y = np.asarray(x, float) / self.scale
        found = self.shape / self.scale * np.exp(xlogy(self.shape - 1, y)) * self.sf(x) ** 2
        far = self.shape / (y * self.scale) * self.cdf(x) * self.sf(x)
        return np.where(y > 1, far, np.where(y >= 0, found, 0.0))

    def mean(self) -> float:
        angle = math.pi / self.shape
        return self.scale * angle / math.sin(angle) if self.shape > 1 else math.inf

    def variance(self) -> float:
        angle = math.pi / self.shape
        if self.shape <= 2:
            return math.inf
        return self.scale**2 * (2 * angle / math.sin(2 * angle) - (angle / math.sin(angle)) ** 2)


LogLogistic.EXAMPLES = (LogLogistic(10, 3), LogLogistic(1, 1.5), LogLogistic(200, 12))
