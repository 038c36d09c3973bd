"""Frozen distributions of SciPy as laws."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms, Steps
from distributions.base.lattice import first_count
from distributions.base.law import FloatArray, Law, LawError

_NEVER = 1e-20
_MOST = 1_000_000


class Continuous(Law):
    """A frozen continuous distribution whose quantile bends at the probabilities `bends`."""

    def __init__(self, frozen: Any, bends: tuple[float, ...]) -> None:
        self.frozen, self.bends = frozen, bends

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(self.frozen.ppf(u))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(self.frozen.isf(t))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(self.frozen.cdf(x))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(self.frozen.sf(x))

    def density(self, x: ArrayLike) -> FloatArray:
        return np.asarray(self.frozen.pdf(x))

    def mean(self) -> float:
        return float(self.frozen.mean())

    def variance(self) -> float:
        return float(self.frozen.var())

    def knots(self) -> tuple[float, ...]:
        return tuple(sorted({u for u in self.bends if 0 < u < 1}))


class Counts(Atoms):
    """A frozen discrete distribution, a step at every whole number from its first value on."""

    def __init__(self, frozen: Any) -> None:
        self.frozen = frozen

    @cached_property
    def _steps(self) -> Steps:
        first = float(self.frozen.support()[0])
        if first == -np.inf:
            first = float(self.frozen.ppf(_NEVER))
        count = first_count(lambda k: bool(self.frozen.sf(first + k) <= _NEVER))
        if count >= _MOST:
            raise LawError(
                f"{self.frozen.dist.name} has more than {_MOST:,} likely values; use a continuous law"
            )
        values = first + np.arange(count + 1.0)
        values = values[self.frozen.pmf(values) > 0]
        at_most, more = self.frozen.cdf(values), self.frozen.sf(values)
        at_most[-1], more[-1] = 1.0, 0.0
        return Steps(values, self.frozen.pmf(values), at_most, more)

    def mean(self) -> float:
        return float(self.frozen.mean())

    def variance(self) -> float:
        return float(self.frozen.var())
