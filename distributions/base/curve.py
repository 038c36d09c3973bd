"""A distribution function drawn through points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distributions.base.law import FloatArray, Law
from distributions.base.segments import Segment, flat, line


@dataclass(frozen=True)
class Curve(Law):
    """Stays at or below each of the rising `values` with the probability beside it; straight in between.

    What the first probability has above 0 lies on the first value.
    """

    values: tuple[float, ...]
    probabilities: tuple[float, ...]

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        reached = self._points[1]
        # The stretch whose upper end is the first point reached; for u = 0 the first stretch of any width.
        first = max(1, int(np.searchsorted(reached, 0.0, side="right")))
        upper = np.maximum(np.searchsorted(reached, u, side="left"), first)
        return self._between(upper, u - reached[upper - 1], reached[upper] - u)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        left = 1 - self._points[1]
        first = max(1, int(np.searchsorted(-left, -1.0, side="right")))
        last = int(np.searchsorted(-left, 0.0, side="left"))
        upper = np.clip(np.searchsorted(-left, -t, side="left"), first, last)
        return self._between(upper, left[upper - 1] - t, t - left[upper])

    def _between(self, upper: NDArray[np.int64], before: FloatArray, after: FloatArray) -> FloatArray:
        """Value in the stretch that ends at point `upper`, with these probabilities on its two sides."""
        values = self._points[0]
        width = values[upper] - values[upper - 1]
        total = before + after
        part = np.maximum(before, 0) / np.where(total > 0, total, 1)  # before the first point all lies on it
        rest = after / np.where(total > 0, total, 1)
        return np.asarray(
            np.where(part < 0.5, values[upper - 1] + part * width, values[upper] - rest * width)
        )

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.interp(np.asarray(x, float), *self._points, left=0.0))

    def sf(self, x: ArrayLike) -> FloatArray:
        left = 1 - self._points[1]
        return np.asarray(np.interp(np.asarray(x, float), self._points[0], left, left=1.0))

    def density(self, x: ArrayLike) -> FloatArray:
        x, (values, reached) = np.asarray(x, float), self._points
        upper = np.clip(np.searchsorted(values, x, side="right"), 1, len(values) - 1)
        width = values[upper] - values[upper - 1]
        found = (reached[upper] - reached[upper - 1]) / np.where(width > 0, width, np.inf)
        return np.where((x >= values[0]) & (x <= values[-1]), found, 0.0)

    def mean(self) -> float:
        return math.fsum(self._weights * self._middles)

    def variance(self) -> float:
        squares = (self._middles - self.mean()) ** 2 + np.diff(self.values, prepend=self.values[0]) ** 2 / 12
        return math.fsum(self._weights * squares)

    @cached_property
    def _points(self) -> tuple[FloatArray, FloatArray]:
        """Values and probabilities, as arrays."""
        return np.array(self.values), np.array(self.probabilities)

    @property
    def _weights(self) -> FloatArray:
        return np.diff(self.probabilities, prepend=0.0)

    @property
    def _middles(self) -> FloatArray:
        return np.asarray(np.array(self.values) - np.diff(self.values, prepend=self.values[0]) / 2)

    def knots(self) -> tuple[float, ...]:
        return tuple(sorted({p for p in self.probabilities if 0 < p < 1}))

    def segments(self) -> tuple[Segment, ...]:
        """The atom, if any, and one stretch for each pair of neighbours between which something lies."""
        points = zip(self.values, self.probabilities, strict=True)
        atom = flat(self.values[0], 0.0, self.probabilities[0])
        stretches = (line(start, stop, low, high) for (low, start), (high, stop) in pairwise(points))
        return tuple(segment for segment in (atom, *stretches) if segment.start < segment.stop)
