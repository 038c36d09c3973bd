"""Shares and proportions; stretched to any bounds it is the generalised (four-parameter) beta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc, betaln, xlogy

from distributions.base.beta_quantile import Inside, quantile
from distributions.base.guarded import shapes
from distributions.base.law import FloatArray, Law, ascending, positive


@dataclass(frozen=True)
class Beta(Law):
    """Density in proportion to (x - low)^(alpha - 1) (high - x)^(beta - 1) between `low` and `high`.

    What other tools call BetaGeneral or generalised beta is this law with its bounds given.
    Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995), chapter 25.
    """

    SUPPORT = "low to high"
    EFFORT = 100

    alpha: Annotated[float, "shape at the lower bound, a number above 0: more pushes values up"]
    beta: Annotated[float, "shape at the upper bound, a number above 0: more pushes values down"]
    low: Annotated[float, "least value, in the values' unit"] = 0.0
    high: Annotated[float, "greatest value, in the values' unit"] = 1.0

    def check(self) -> None:
        positive(self, "alpha", "beta")
        shapes(self, "alpha", "beta")
        ascending(self, ("low", "high"))

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return self._stretched(quantile(self.alpha, self.beta, u, 1 - u))

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return self._stretched(quantile(self.alpha, self.beta, 1 - t, t))

    def _stretched(self, y: Inside) -> FloatArray:
        part = (self.high - self.low) * y.distance
        return np.where(y.from_one, self.high - part, self.low + part)

    def _unit(self, x: ArrayLike) -> FloatArray:
        return np.clip((np.asarray(x, float) - self.low) / (self.high - self.low), 0, 1)

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(betainc(self.alpha, self.beta, self._unit(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(betaincc(self.alpha, self.beta, self._unit(x)))

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        x, width = np.asarray(x, float), self.high - self.low
        from_low, from_high = (x - self.low) / width, (self.high - x) / width
        log = xlogy(self.alpha - 1, from_low) + xlogy(self.beta - 1, from_high)
        found = np.exp(log - betaln(self.alpha, self.beta)) / width
        return np.where((from_low >= 0) & (from_high >= 0), found, 0.0)

    def mean(self) -> float:
        return self.low + (self.high - self.low) * self.alpha / (self.alpha + self.beta)

    def variance(self) -> float:
        total = self.alpha + self.beta
        return (self.high - self.low) ** 2 * (self.alpha / total) * (self.beta / total) / (total + 1)


Beta.EXAMPLES = (Beta(2, 5), Beta(0.3, 0.4), Beta(30, 70, low=-50, high=150), Beta(1, 1))
