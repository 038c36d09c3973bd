"""Any law, given that it stays within bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.cut_off import cut_off, jumps
from distributions.base.law import FloatArray, Law, LawError, below, float_before
from distributions.base.nearer_end import from_nearer_end
from distributions.base.segments import Segment, cut
from distributions.discrete import Discrete
from distributions.lognormal import Lognormal
from distributions.normal import Normal
from distributions.triangular import Triangular

_FAR_OUT = 1e-6  # less of the whole law's probability is counted from its ends, by quantiles
_GAP = 1e-9  # of the value or the law's width: less is rounding


class _Kept(NamedTuple):
    """Probabilities under the whole law: below the bounds, within them, and above them."""

    below: float
    within: float
    above: float


@dataclass(frozen=True)
class Truncated(Law):
    """`law` under the condition low <= x <= high; what lies outside is cut off, not moved to the bound."""

    SUPPORT = "the values of law from low to high"

    law: Annotated[Law, "the law that is cut off"]
    low: Annotated[float | None, "values below are cut off, in the values' unit"] = None
    high: Annotated[float | None, "values above are cut off, in the values' unit"] = None

    def check(self) -> None:
        low, high = self._bounds
        if math.isnan(low) or math.isnan(high):
            raise LawError(f"low = {self.low}, high = {self.high}: a bound must be a number")
        if low == -math.inf and high == math.inf:
            raise LawError("nothing is cut off; give low, high or both")
        if low >= high:
            raise LawError(f"low = {self.low}, high = {self.high}: needs low < high")
        if not self._kept.within > 0:
            raise LawError(f"{self.law} has no probability between low = {self.low} and high = {self.high}")

    @property
    def _bounds(self) -> tuple[float, float]:
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high

    @cached_property
    def _kept(self) -> _Kept:
        low, high = self._bounds
        under, at_most = (below(self.law, low) if low > -math.inf else 0.0), float(self.law.cdf(high))
        over = float(self.law.sf(high))
        if under > 0.5:  # all in the upper tail: subtract the small numbers, not those near 1
            return _Kept(under, float(self.law.sf(float_before(np.asarray(low)))) - over, over)
        return _Kept(under, at_most - under if at_most < 0.5 else 1 - under - over, over)

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return self._value(u, 1 - u)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return self._value(1 - t, t)

    def _value(self, u: FloatArray, t: FloatArray) -> FloatArray:
        kept = self._kept
        lower, upper = kept.below + u * kept.within, kept.above + t * kept.within
        below = np.asarray(lower <= 0.5)
        x = from_nearer_end(self.law, lower, upper, below, ~below)
        first, last = self._ends
        return np.where(u == 0, first, np.where(t == 0, last, np.clip(x, first, last)))

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """The least and greatest value: the bounds, or the values inside next to them if they lie in a gap."""
        law, (low, high) = self.law, self._bounds
        first, last = float(law.ppf(0.0)), float(law.isf(0.0))
        if low > first:
            before = float_before(np.asarray(low))
            more, less = np.nextafter(law.cdf(before), 1), np.nextafter(law.sf(before), 0)
            first = self._or_bound(law.ppf(more) if more <= 0.5 else law.isf(less), low)
        if high < last:
            above = law.sf(high)
            last = self._or_bound(law.isf(above) if above <= 0.5 else law.ppf(law.cdf(high)), high)
        return first, last

    def _or_bound(self, inside: FloatArray, bound: float) -> float:
        width = self.law.isf(0.25) - self.law.ppf(0.25)
        return bound if abs(inside - bound) <= _GAP * (abs(bound) + width) else float(inside)

    def cdf(self, x: ArrayLike) -> FloatArray:
        kept = self._kept
        if kept.below > 0.5:
            return 1 - self.sf(x)
        return np.where(
            np.asarray(x) < self._bounds[0], 0, np.clip((self.law.cdf(x) - kept.below) / kept.within, 0, 1)
        )

    def sf(self, x: ArrayLike) -> FloatArray:
        kept = self._kept
        if kept.above > 0.5:
            return 1 - self.cdf(x)
        return np.where(
            np.asarray(x) > self._bounds[1], 0, np.clip((self.law.sf(x) - kept.above) / kept.within, 0, 1)
        )

    def density(self, x: ArrayLike) -> FloatArray:
        x, (low, high) = np.asarray(x, float), self._bounds
        return np.where((x >= low) & (x <= high), self.law.density(x) / self._kept.within, 0.0)

    def knots(self) -> tuple[float, ...]:
        kept = self._kept
        local = (
            (u - kept.below) / kept.within if u <= 0.5 else 1 - ((1 - u) - kept.above) / kept.within
            for u in self.law.knots()
        )
        return tuple(u for u in local if 0 < u < 1)

    def segments(self) -> tuple[Segment, ...]:
        kept, whole = self._kept, self.law.segments()
        if not jumps(whole) or kept.within < _FAR_OUT:
            return cut(self)
        return cut_off(whole, kept.below, kept.within, self._ends)


Truncated.EXAMPLES = (
    Truncated(Normal(10, 4), low=0),
    Truncated(Normal(0, 1), 8, 9),
    Truncated(Lognormal(0, 1), high=3),
    Truncated(Triangular(0, 2, 10), 1, 7),
    Truncated(Discrete((1, 2, 3, 4), (0.1, 0.2, 0.3, 0.4)), 2, 3),
)
