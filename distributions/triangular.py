"""Three-point estimate with straight sides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import BoolArray, FloatArray, Law, ascending


@dataclass(frozen=True)
class Triangular(Law):
    """Density that rises linearly from `low` to `mode` and falls linearly to `high`.

    `low` and `high` are absolute bounds; for percentiles use `Trigen`.
    """

    SUPPORT = "low to high"
    STEADY = True

    low: Annotated[float, "least value, in the values' unit"]
    mode: Annotated[float, "most likely value, in the values' unit"]
    high: Annotated[float, "greatest value, in the values' unit"]

    def check(self) -> None:
        ascending(self, ("low", "mode", "high"))

    @property
    def _below_mode(self) -> float:
        return (self.mode - self.low) / (self.high - self.low)

    @property
    def _above_mode(self) -> float:
        return (self.high - self.mode) / (self.high - self.low)

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return self._value(u, 1 - u, u <= self._below_mode)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return self._value(1 - t, t, t >= self._above_mode)

    def _value(self, u: FloatArray, t: FloatArray, rising: BoolArray) -> FloatArray:
        width = self.high - self.low
        from_low = np.sqrt(u) * math.sqrt(width * (self.mode - self.low))
        from_high = np.sqrt(t) * math.sqrt(width * (self.high - self.mode))
        return np.where(rising, self.low + from_low, self.high - from_high)

    def cdf(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        return np.where(x < self.mode, self._lower(x), 1 - self._upper(x))

    def sf(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        return np.where(x < self.mode, 1 - self._lower(x), self._upper(x))

    def _lower(self, x: FloatArray) -> FloatArray:
        rise = (self.high - self.low) * ((self.mode - self.low) or 1.0)
        return np.square(np.clip(x - self.low, 0, self.mode - self.low)) / rise

    def _upper(self, x: FloatArray) -> FloatArray:
        fall = (self.high - self.low) * ((self.high - self.mode) or 1.0)
        return np.square(np.clip(self.high - x, 0, self.high - self.mode)) / fall

    def density(self, x: ArrayLike) -> FloatArray:
        x, peak = np.asarray(x, float), 2 / (self.high - self.low)
        rising = np.clip(x - self.low, 0, None) / ((self.mode - self.low) or 1.0)
        falling = np.clip(self.high - x, 0, None) / ((self.high - self.mode) or 1.0)
        return np.where(x < self.mode, peak * rising, np.where(x > self.mode, peak * falling, peak))

    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    def variance(self) -> float:
        rise, fall = self.mode - self.low, self.high - self.mode
        return (rise**2 + rise * fall + fall**2) / 18

    def knots(self) -> tuple[float, ...]:
        return (self._below_mode,) if 0 < self._below_mode < 1 else ()


Triangular.EXAMPLES = (
    Triangular(10, 12, 20),
    Triangular(0, 0, 1),
    Triangular(-5, 3, 3),
    Triangular(-1, 0, 1),
)
