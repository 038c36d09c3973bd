"""A distribution function drawn through points, straight between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from distributions._law import FloatArray, Law, LawError, finite
from distributions._segments import Quantile, Segment


@dataclass(frozen=True)
class Cumulative(Law):
    """Stays at or below each of `values` with the probability beside it in `probabilities`.

    `values` rise; `probabilities` rise from 0 to 1, or stay equal across a gap in which nothing lies. The
    density is constant between neighbours: a histogram is this law through its bin edges.
    """

    values: tuple[float, ...]
    probabilities: tuple[float, ...]

    def check(self) -> None:
        finite(self, "values", "probabilities")
        if len(self.values) != len(self.probabilities) or len(self.values) < 2:
            raise LawError(
                f"{len(self.values)} values and {len(self.probabilities)} probabilities; "
                "needs as many of one as of the other, and at least two"
            )
        for name, steps in (
            ("values", np.diff(self.values) > 0),
            ("probabilities", np.diff(self.probabilities) >= 0),
        ):
            if not steps.all():
                place = int(np.argmin(steps))
                found = self.arguments()[name]
                raise LawError(
                    f"{name}[{place}] = {found[place]}, then {name}[{place + 1}] = {found[place + 1]}; "
                    "they must rise"
                )
        if self.probabilities[0] != 0 or self.probabilities[-1] != 1:
            raise LawError(
                f"probabilities run from {self.probabilities[0]} to {self.probabilities[-1]}; "
                "they must begin with 0 and end with 1 (give the lowest and the highest value)"
            )

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        values, probabilities = np.array(self.values), np.array(self.probabilities)
        # The stretch whose upper end is the first point reached; the first stretch of any width for u = 0.
        least = np.searchsorted(probabilities, 0.0, side="right")
        upper = np.asarray(np.maximum(np.searchsorted(probabilities, u, side="left"), least))
        left, right = probabilities[upper - 1], probabilities[upper]
        width = values[upper] - values[upper - 1]
        from_left = values[upper - 1] + (u - left) / (right - left) * width
        from_right = values[upper] - (right - u) / (right - left) * width
        return np.asarray(np.where(u - left < right - u, from_left, from_right))

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        last = int(np.searchsorted(self.probabilities, 1.0, side="left"))
        top, below = self.values[last], self.values[last - 1]
        share = 1 - self.probabilities[last - 1]
        return np.where(t < share / 2, top - t / share * (top - below), self.ppf(1 - t))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.interp(np.asarray(x, float), self.values, self.probabilities))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.interp(np.asarray(x, float), self.values, 1 - np.array(self.probabilities)))

    def mean(self) -> float:
        return math.fsum(np.diff(self.probabilities) * self._middles)

    @property
    def _middles(self) -> FloatArray:
        return np.asarray(np.array(self.values[:-1]) + np.diff(self.values) / 2)

    def variance(self) -> float:
        squares = (self._middles - self.mean()) ** 2 + np.diff(self.values) ** 2 / 12
        return math.fsum(np.diff(self.probabilities) * squares)

    def segments(self) -> tuple[Segment, ...]:
        """One stretch for each pair of neighbours between which something lies."""
        points = zip(self.values, self.probabilities, strict=True)
        return tuple(
            Segment(start, stop, _line(low, high), _line(high, low))
            for (low, start), (high, stop) in pairwise(points)
            if start < stop
        )

    def knots(self) -> tuple[float, ...]:
        return tuple(sorted({p for p in self.probabilities if 0 < p < 1}))


def _line(start: float, stop: float) -> Quantile:
    return lambda t: start + t * (stop - start)


Cumulative.EXAMPLES = (
    Cumulative((0, 10, 30), (0, 0.8, 1)),
    Cumulative((-5, -1, 2, 4, 9), (0, 0.25, 0.25, 0.7, 1)),
    Cumulative((0, 1, 2, 3), (0, 0, 1, 1)),
)
