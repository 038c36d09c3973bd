"""All values between two bounds equally likely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import FloatArray, Law, ascending


@dataclass(frozen=True)
class Uniform(Law):
    """Equal density from `low` to `high`."""

    SUPPORT = "low to high"
    STEADY = True

    low: Annotated[float, "least value, in the values' unit"]
    high: Annotated[float, "greatest value, in the values' unit"]

    def check(self) -> None:
        ascending(self, ("low", "high"))

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        width = self.high - self.low
        # Counted from the nearer bound, so that both bounds are met to the last bit.
        return np.where(u < 0.5, self.low + u * width, self.high - (1 - u) * width)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        width = self.high - self.low
        return np.where(t < 0.5, self.high - t * width, self.low + (1 - t) * width)

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.clip((np.asarray(x, float) - self.low) / (self.high - self.low), 0, 1)

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.clip((self.high - np.asarray(x, float)) / (self.high - self.low), 0, 1)

    def density(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        return np.where((x >= self.low) & (x <= self.high), 1 / (self.high - self.low), 0.0)

    def mean(self) -> float:
        return self.low + (self.high - self.low) / 2

    def variance(self) -> float:
        return (self.high - self.low) ** 2 / 12


Uniform.EXAMPLES = (Uniform(0, 1), Uniform(-3, 8), Uniform(1e6, 1e6 + 10))
