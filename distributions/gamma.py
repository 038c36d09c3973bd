"""Positive and skewed, with a lighter tail than the lognormal."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv

from distributions.base.law import FloatArray, Law, LawError, positive


@dataclass(frozen=True)
class Gamma(Law):
    """Density in proportion to x^(shape - 1) exp(-x / scale); mean shape * scale."""

    shape: float
    scale: float

    @classmethod
    def from_moments(cls, mean: float, sd: float) -> Gamma:
        """The gamma law with this mean and standard deviation."""
        for name, value in (("mean", mean), ("sd", sd)):
            if not 0 < value < math.inf:
                raise LawError(f"{name} = {value} must be greater than 0 and finite for a gamma law")
        return cls((mean / sd) ** 2, sd**2 / mean)

    @classmethod
    def alternatives(cls) -> Mapping[tuple[str, ...], Callable[..., Law]]:
        return {("mean", "sd"): cls.from_moments}

    def check(self) -> None:
        positive(self, "shape", "scale")

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(self.scale * gammaincinv(self.shape, np.asarray(u, float)))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(self.scale * gammainccinv(self.shape, np.asarray(t, float)))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(gammainc(self.shape, np.maximum(x, 0) / self.scale))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(gammaincc(self.shape, np.maximum(x, 0) / self.scale))

    def mean(self) -> float:
        return self.shape * self.scale

    def variance(self) -> float:
        return self.shape * self.scale**2


Gamma.EXAMPLES = (Gamma(2.5, 4), Gamma(0.3, 1), Gamma.from_moments(mean=100, sd=20))
