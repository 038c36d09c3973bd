"""Any law times a fixed factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.guarded import LEAST
from distributions.base.law import FloatArray, Law, LawError, finite, float_before
from distributions.base.preimage import largest
from distributions.base.segments import Segment
from distributions.bernoulli import Bernoulli
from distributions.discrete import Discrete
from distributions.gamma import Gamma


@dataclass(frozen=True)
class Scaled(Law):
    """A quantity of `law`, times `factor`, which may be negative."""

    SUPPORT = "the values of law, times factor"

    law: Annotated[Law, "the law of the quantity that is multiplied"]
    factor: Annotated[float, "by what it is multiplied, a number of either sign"]

    def check(self) -> None:
        finite(self, "factor")
        if self.factor == 0:
            raise LawError('factor = 0 leaves nothing uncertain; use kind = "constant" for a fixed value')

        if abs(self.factor) < LEAST:
            raise LawError(
                f"factor = {self.factor} is too small; the smallest that can be played is {LEAST:g}"
            )

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        if self.factor > 0:
            return self._product(self.law.ppf(u))
        # Mirrored, a jump at u belongs to the other side.
        return self._product(self.law.isf(np.where(np.isin(u, self.knots()), np.nextafter(u, 0), u)))

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        if self.factor > 0:
            return self._product(self.law.isf(t))
        return self._product(self.law.ppf(np.where(np.isin(t, self.law.knots()), np.nextafter(t, 1), t)))

    def _product(self, x: FloatArray) -> FloatArray:
        return self.factor * x + 0.0  # not -0

    def cdf(self, x: ArrayLike) -> FloatArray:
        return self.law.cdf(self._before(x)) if self.factor > 0 else self.law.sf(self._mirrored(x))

    def sf(self, x: ArrayLike) -> FloatArray:
        return self.law.sf(self._before(x)) if self.factor > 0 else self.law.cdf(self._mirrored(x))

    def _before(self, x: ArrayLike) -> FloatArray:
        x, size = np.asarray(x, float), abs(self.factor)
        return largest(lambda z: z * size, x / size, x)

    def _mirrored(self, x: ArrayLike) -> FloatArray:
        return self._before(float_before(-np.asarray(x, float)))

    def density(self, x: ArrayLike) -> FloatArray:
        return self.law.density(np.asarray(x, float) / self.factor) / abs(self.factor)

    def mean(self) -> float:
        return self.factor * self.law.mean()

    def variance(self) -> float:
        return self.factor**2 * self.law.variance()

    def knots(self) -> tuple[float, ...]:
        knots = self.law.knots()
        return knots if self.factor > 0 else tuple(1 - u for u in reversed(knots) if 1 - u < 1)

    def segments(self) -> tuple[Segment, ...]:
        segments = tuple(s.mapped(self._product) for s in self.law.segments())
        if self.factor > 0:
            return segments
        return tuple(
            Segment(1 - s.stop, 1 - s.start, s.far, s.near, s.ends and s.ends[::-1])
            for s in reversed(segments)
            if 1 - s.stop < 1 - s.start
        )


Scaled.EXAMPLES = (
    Scaled(Gamma(2, 1), 1e3),
    Scaled(Gamma(2, 1), -0.7),
    Scaled(Bernoulli(0.3), -1),
    Scaled(Discrete((0.1, 0.7), (0.2, 0.8)), 3),
)
