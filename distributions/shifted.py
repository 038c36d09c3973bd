"""Any law plus a fixed amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.law import FloatArray, Law, finite
from distributions.base.preimage import largest
from distributions.base.segments import Segment
from distributions.discrete import Discrete
from distributions.lognormal import Lognormal


@dataclass(frozen=True)
class Shifted(Law):
    """A quantity of `law`, plus `shift`."""

    SUPPORT = "the values of law, plus shift"

    law: Annotated[Law, "the law of the quantity that is shifted"]
    shift: Annotated[float, "what is added, in the values' unit"]

    def check(self) -> None:
        finite(self, "shift")

    def ppf(self, u: ArrayLike) -> FloatArray:
        return self.law.ppf(u) + self.shift

    def isf(self, t: ArrayLike) -> FloatArray:
        return self.law.isf(t) + self.shift

    def cdf(self, x: ArrayLike) -> FloatArray:
        return self.law.cdf(self._before(x))

    def sf(self, x: ArrayLike) -> FloatArray:
        return self.law.sf(self._before(x))

    def _before(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        half = np.abs(np.spacing(np.where(np.isfinite(x), x, 0.0))) / 2  # sums up to there round to x
        return largest(lambda z: z + self.shift, (x - self.shift) + half, x)

    def density(self, x: ArrayLike) -> FloatArray:
        return self.law.density(np.asarray(x, float) - self.shift)

    def mean(self) -> float:
        return self.law.mean() + self.shift

    def variance(self) -> float:
        return self.law.variance()

    def knots(self) -> tuple[float, ...]:
        return self.law.knots()

    def segments(self) -> tuple[Segment, ...]:
        return tuple(s.mapped(lambda x: x + self.shift) for s in self.law.segments())


Shifted.EXAMPLES = (Shifted(Lognormal(0, 0.5), 6), Shifted(Discrete((0.1, 0.7, 1e-7), (0.2, 0.3, 0.5)), -1e3))
