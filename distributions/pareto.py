"""Power-law tail: a few outcomes outweigh all others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import FloatArray, Law, positive


@dataclass(frozen=True)
class Pareto(Law):
    """Exceeds x, from `scale` on, with probability (x / scale)^-exponent.

    `exponent` is that of the survival function, one less than that of the density: the overruns of public
    IT programmes, reported above a ratio of 2.0 with a *density* exponent of 2.3, are Pareto(2.0, 1.3). The
    mean is infinite up to exponent 1, the variance up to 2: then quote percentiles, or truncate.
    """

    SUPPORT = "scale to ∞"

    scale: Annotated[float, "least value, in the values' unit"]
    exponent: Annotated[float, "power at which the probability to exceed falls, a number above 0"]

    def check(self) -> None:
        positive(self, "scale", "exponent")

    @np.errstate(divide="ignore", over="ignore")
    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(self.scale * np.exp(-np.log1p(-np.asarray(u, float)) / self.exponent))

    @np.errstate(divide="ignore", over="ignore")
    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(self.scale * np.asarray(t, float) ** (-1 / self.exponent))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(-np.expm1(-self.exponent * self._log(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.exp(-self.exponent * self._log(x)))

    def _log(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.log(np.maximum(x, self.scale) / self.scale))

    def density(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        return np.where(x >= self.scale, self.exponent / np.maximum(x, self.scale) * self.sf(x), 0.0)

    def mean(self) -> float:
        return self.scale * self.exponent / (self.exponent - 1) if self.exponent > 1 else math.inf

    def variance(self) -> float:
        a = self.exponent
        return a * (self.scale / (a - 1)) ** 2 / (a - 2) if a > 2 else math.inf


Pareto.EXAMPLES = (Pareto(2, 1.3), Pareto(100, 6))
