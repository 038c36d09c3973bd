"""Several laws averaged value by value at each probability."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from distributions.base.inversion import root
from distributions.base.law import FloatArray, Law
from distributions.base.weighted import Weighted
from distributions.lognormal import Lognormal
from distributions.normal import Normal
from distributions.pert import Pert
from distributions.uniform import Uniform

_MOST_LOG_ODDS = 700.0  # beyond, exp overflows


@dataclass(frozen=True)
class QuantileAverage(Weighted):
    """The quantity whose quantile, at every probability, is the weighted mean of those of `laws`.

    Also called Vincentization; where the laws differ in location and scale alone, so does their average
    (Thomas and Ross, Journal of Mathematical Psychology 21, 1980). A `Mixture` of the same laws has the same
    mean and at least the variance (Lichtendahl, Grushka-Cockayne and Winkler, Management Science 59, 2013).
    """

    SUPPORT = "averages of the values of laws"

    laws: Annotated[tuple[Law, ...], "the laws that are averaged"]
    weights: Annotated[tuple[float, ...], "weight of each law, a share; they sum to 1"]

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(np.tensordot(self._shares, [law.ppf(u) for law in self.laws], 1))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(np.tensordot(self._shares, [law.isf(t) for law in self.laws], 1))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(expit(self._log_odds(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(expit(-self._log_odds(x)))

    def _log_odds(self, x: ArrayLike) -> FloatArray:
        """Log odds of the probability of at most `x`: the greatest at which the quantile does not exceed it."""
        x = np.asarray(x, float)
        edge = np.full(x.shape, _MOST_LOG_ODDS)

        def excess(z: FloatArray, x: FloatArray) -> FloatArray:
            over = np.where(z < 0, self.ppf(expit(z)), self.isf(expit(-z))) - x
            return np.where(over == 0, -np.finfo(float).tiny, over)

        z = root(excess, -edge, edge, x)
        low, high = self._range
        z = np.where(z <= -edge, -np.inf, np.where(z >= edge, np.inf, z))
        return np.where(x < low, -np.inf, np.where(x >= high, np.inf, z))

    @cached_property
    def _range(self) -> tuple[float, float]:
        low, high = self.ppf([0.0, 1.0]).tolist()
        return low, high

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        z = self._log_odds(x)
        u, t = expit(z), expit(-z)
        found = [np.where(u < 0.5, law.ppf(u), law.isf(t)) for law in self.laws]
        slopes = [1 / law.density(y) for law, y in zip(self.laws, found, strict=True)]
        return np.where(np.isfinite(z), 1 / np.tensordot(self._shares, slopes, 1), 0.0)

    def knots(self) -> tuple[float, ...]:
        return self._knots

    @cached_property
    def _knots(self) -> tuple[float, ...]:
        return tuple(sorted({u for law in self.laws for u in law.knots()}))


QuantileAverage.EXAMPLES = (
    QuantileAverage((Normal(0, 1), Normal(6, 2)), (0.7, 0.3)),
    QuantileAverage((Pert(0, 3, 10), Lognormal(2, 0.4)), (0.5, 0.5)),
    QuantileAverage((Pert(0, 1, 2), Uniform(1, 7), Normal(4, 1)), (0.25, 0.25, 0.5)),
)
