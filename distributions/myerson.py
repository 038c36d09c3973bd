"""Low, median and high as percentiles: a lognormal shifted and, if need be, mirrored to pass through them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from distributions.base.density import normal_density
from distributions.base.law import FloatArray, Law, LawError, ascending


@dataclass(frozen=True)
class Myerson(Law):
    """Below `low` with `probability`, below `median` with 1/2, above `high` with `probability`.

    With b = (high - median) / (median - low) and Z normal, scaled to be 1 at `high`:
    median + (high - median) (b^Z - 1) / (b - 1); it is normal if b is 1. Source: Myerson, Probability
    Models for Economic Decisions (2005), chapter 4, the generalised lognormal.
    """

    SUPPORT = "without an end on the longer side, bounded on the shorter"

    low: Annotated[float, "value not reached with the given probability, in the values' unit"]
    median: Annotated[float, "value exceeded as often as not, in the values' unit"]
    high: Annotated[float, "value exceeded with the given probability, in the values' unit"]
    probability: Annotated[float, "probability of less than low, and of more than high; below 0.5"] = 0.1

    def check(self) -> None:
        ascending(self, ("low", "median", "high"))
        if not self.low < self.median < self.high:
            raise LawError(
                f"low = {self.low}, median = {self.median}, high = {self.high}: needs low < median < high"
            )
        if not 0 < self.probability < 0.5:
            raise LawError(
                f"probability = {self.probability} must be between 0 and 0.5; for a P10 and P90 write 0.1"
            )

    @property
    def _log_skew(self) -> float:
        return math.log((self.high - self.median) / (self.median - self.low))

    @property
    def _sd(self) -> float:
        """Standard deviation of Z."""
        return -1 / float(ndtri(self.probability))

    def ppf(self, u: ArrayLike) -> FloatArray:
        return self._value(self._sd * ndtri(np.asarray(u, float)))

    def isf(self, t: ArrayLike) -> FloatArray:
        return self._value(-self._sd * ndtri(np.asarray(t, float)))

    @np.errstate(divide="ignore", over="ignore")
    def _value(self, z: FloatArray) -> FloatArray:
        c = self._log_skew
        part = np.expm1(c * z) / math.expm1(c) if c else z
        return np.asarray(self.median + (self.high - self.median) * part)

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr(self._z(x) / self._sd))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr(-self._z(x) / self._sd))

    @np.errstate(divide="ignore", over="ignore")
    def _z(self, x: ArrayLike) -> FloatArray:
        c = self._log_skew
        part = (np.asarray(x, float) - self.median) / (self.high - self.median)
        return np.asarray(np.log1p(np.maximum(part * math.expm1(c), -1)) / c if c else part)

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        c, above = self._log_skew, self.high - self.median
        stretch = 1 + (np.asarray(x, float) - self.median) / above * math.expm1(c)
        rate = math.expm1(c) / (c * stretch) if c else 1.0
        found = normal_density(self._z(x) / self._sd) / self._sd * rate / above
        return np.where(stretch > 0, found, 0.0)

    def mean(self) -> float:
        c = self._log_skew
        part = math.expm1((c * self._sd) ** 2 / 2) / math.expm1(c) if c else 0.0
        return self.median + (self.high - self.median) * part

    def variance(self) -> float:
        c = self._log_skew
        if not c:
            return ((self.high - self.median) * self._sd) ** 2
        square = (c * self._sd) ** 2
        return ((self.high - self.median) / math.expm1(c)) ** 2 * math.exp(square) * math.expm1(square)


Myerson.EXAMPLES = (Myerson(8, 10, 15), Myerson(0, 5, 7, probability=0.05), Myerson(-1, 0, 1))
