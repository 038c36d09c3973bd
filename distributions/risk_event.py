"""A risk that may strike: nothing, or an impact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import BoolArray, FloatArray, Law, below
from distributions.base.law import probability as check_probability
from distributions.base.nearer_end import from_nearer_end
from distributions.base.segments import Segment, flat
from distributions.constant import Constant
from distributions.normal import Normal
from distributions.pert import Pert
from distributions.uniform import Uniform


@dataclass(frozen=True)
class RiskEvent(Law):
    """0 unless the risk strikes, which has `probability`; then a value of `impact`, of either sign."""

    SUPPORT = "0 and the values of impact"

    probability: Annotated[float, "probability that the risk strikes"]
    impact: Annotated[Law, "what it does if it strikes, a law of values of either sign"]

    def check(self) -> None:
        check_probability(self, "probability")

    @cached_property
    def _negative(self) -> float:
        return self.probability * below(self.impact, 0.0)

    @cached_property
    def _positive(self) -> float:
        return self.probability * float(self.impact.sf(0.0))

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        t = 1 - u
        # 1 - u is exact in the upper half, 1 - positive in the lower: neither comparison rounds.
        gains = np.where(u > 0.5, t < self._positive, u > 1 - self._positive)
        return self.impact.ppf(u) if self.probability == 1 else self._value(u, t, gains)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return self.impact.isf(t) if self.probability == 1 else self._value(1 - t, t, t < self._positive)

    def _value(self, u: FloatArray, t: FloatArray, gains: BoolArray) -> FloatArray:
        scale = self.probability or 1.0
        losses = (u <= self._negative) & (self._negative > 0) & ~gains
        return from_nearer_end(self.impact, u / scale, t / scale, losses, gains)

    def cdf(self, x: ArrayLike) -> FloatArray:
        still = (1 - self.probability) * (np.asarray(x) >= 0)
        return still + self.probability * self.impact.cdf(x)

    def sf(self, x: ArrayLike) -> FloatArray:
        still = (1 - self.probability) * (np.asarray(x) < 0)
        return still + self.probability * self.impact.sf(x)

    def density(self, x: ArrayLike) -> FloatArray:
        return self.probability * self.impact.density(x)

    def mean(self) -> float:
        return self.probability * self.impact.mean() if self.probability else 0.0

    def variance(self) -> float:
        if not self.probability:
            return 0.0
        spread = (1 - self.probability) * self.impact.mean() ** 2 if self.probability < 1 else 0.0
        return self.probability * (self.impact.variance() + spread)

    def knots(self) -> tuple[float, ...]:
        p, low, high = self.probability, self._negative, 1 - self._positive
        if p == 1:
            return self.impact.knots()
        inner = (u * p if u * p <= low else 1 - (1 - u) * p for u in self.impact.knots())
        edges = {low, high, *(u for u in inner if u <= low or u >= high)}
        return tuple(sorted(u for u in edges if 0 < u < 1))

    def segments(self) -> tuple[Segment, ...]:
        """The impact's own segments beside the atom, so that their ends are as exact as alone."""
        p = self.probability
        if p == 1:
            return self.impact.segments()
        if self._negative and self._positive:
            return super().segments()
        still = (0.0, 1 - p) if self._positive else (p, 1.0)
        found = [flat(0.0, *still)]
        for s in self.impact.segments():
            start, stop = (1 - (1 - u) * p if self._positive else u * p for u in (s.start, s.stop))
            found.append(s._replace(start=start, stop=stop))
        return tuple(sorted(s for s in found if s.start < s.stop))


RiskEvent.EXAMPLES = (
    RiskEvent(0.35, Pert(5, 8, 20)),
    RiskEvent(0.6, Normal(2, 3)),
    RiskEvent(0.2, Constant(18)),
    RiskEvent(1e-6, Uniform(-4, -1)),
)
