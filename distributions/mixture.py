"""One of several laws, drawn by weight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import FloatArray, Law
from distributions.base.mixed import mixed
from distributions.base.segments import Segment, quantile
from distributions.base.weighted import Weighted
from distributions.binomial import Binomial
from distributions.normal import Normal
from distributions.pareto import Pareto
from distributions.pert import Pert


@dataclass(frozen=True)
class Mixture(Weighted):
    """A quantity of one of `laws`, chosen with the probability that `weights` gives it.

    Quantiles are found by root-finding in the weighted sum of distribution functions; jumps of probability
    less than 1e-14 are passed over.
    """

    SUPPORT = "the values of any of laws"

    laws: Annotated[tuple[Law, ...], "the laws that it may be"]
    weights: Annotated[tuple[float, ...], "probability of each law; they sum to 1"]

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.tensordot(self._shares, [law.cdf(x) for law in self.laws], 1))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.tensordot(self._shares, [law.sf(x) for law in self.laws], 1))

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return self._ends(u, 1 - u, quantile(self.segments(), u, 1 - u))

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return self._ends(1 - t, t, quantile(self.segments(), 1 - t, t))

    def _ends(self, u: FloatArray, t: FloatArray, x: FloatArray) -> FloatArray:
        low, high = self._range
        return np.where(u == 0, low, np.where(t == 0, high, x))

    @cached_property
    def _range(self) -> tuple[float, float]:
        return min(float(law.ppf(0)) for law in self.laws), max(float(law.isf(0)) for law in self.laws)

    def variance(self) -> float:
        mean = self.mean()
        if not math.isfinite(mean):
            return math.nan if math.isnan(mean) else math.inf
        return float(np.dot(self._shares, [law.variance() + (law.mean() - mean) ** 2 for law in self.laws]))

    def density(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.tensordot(self._shares, [law.density(x) for law in self.laws], 1))

    def knots(self) -> tuple[float, ...]:
        return tuple(segment.start for segment in self.segments()[1:])

    def segments(self) -> tuple[Segment, ...]:
        return self._segments

    @cached_property
    def _segments(self) -> tuple[Segment, ...]:
        return mixed(self.laws, self._shares)


Mixture.EXAMPLES = (
    Mixture((Normal(0, 1), Normal(6, 2)), (0.7, 0.3)),
    Mixture((Pert(0, 3, 10), Pert(20, 25, 40)), (0.5, 0.5)),
    Mixture((Pert(0, 1, 2), Pareto(2, 1.3)), (0.894, 0.106)),
    Mixture((Binomial(3, 0.2), Normal(1, 0.5), Normal(-8, 0.1)), (0.2, 0.5, 0.3)),
)
