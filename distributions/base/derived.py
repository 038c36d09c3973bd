"""Laws that are another law under other parameters."""

from __future__ import annotations

from functools import cached_property

from numpy.typing import ArrayLike

from distributions.base.law import FloatArray, Jumps, Law
from distributions.base.segments import Segment


class Derived(Law):
    """A law equal to its `equivalent`, which subclasses compute once from their own parameters."""

    @cached_property
    def equivalent(self) -> Law:
        """The same law under its usual parameters."""
        raise NotImplementedError

    def ppf(self, u: ArrayLike) -> FloatArray:
        return self.equivalent.ppf(u)

    def isf(self, t: ArrayLike) -> FloatArray:
        return self.equivalent.isf(t)

    def cdf(self, x: ArrayLike) -> FloatArray:
        return self.equivalent.cdf(x)

    def sf(self, x: ArrayLike) -> FloatArray:
        return self.equivalent.sf(x)

    def density(self, x: ArrayLike) -> FloatArray:
        return self.equivalent.density(x)

    def jumps(self) -> Jumps:
        return self.equivalent.jumps()

    def listed(self) -> int:
        return self.equivalent.listed()

    def mean(self) -> float:
        return self.equivalent.mean()

    def variance(self) -> float:
        return self.equivalent.variance()

    def knots(self) -> tuple[float, ...]:
        return self.equivalent.knots()

    def segments(self) -> tuple[Segment, ...]:
        return self.equivalent.segments()
