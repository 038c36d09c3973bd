"""What cutting and integrating need of a law: its quantile functions and where they bend."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class Quantiles(Protocol):
    """A law as seen from its segments; `distributions.base.law.Law` says what each of these is."""

    def ppf(self, u: ArrayLike) -> FloatArray:
        """Smallest value not exceeded with probability at least `u`."""

    def isf(self, t: ArrayLike) -> FloatArray:
        """Value exceeded with probability `t`."""

    def knots(self) -> tuple[float, ...]:
        """Probabilities at which the quantile jumps or bends."""


class Distribution(Quantiles, Protocol):
    """A law as seen from its distribution function too."""

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Probability of at most `x`."""

    def sf(self, x: ArrayLike) -> FloatArray:
        """Probability of more than `x`."""
