"""Positive and skewed, with a lighter tail than the lognormal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv, gammaln, xlogy

from distributions.base.guarded import check_moments, shapes
from distributions.base.law import FloatArray, Law, positive


@dataclass(frozen=True)
class Gamma(Law):
    """Density in proportion to x^(shape - 1) exp(-x / scale); mean shape * scale."""

    SUPPORT = "0 to ∞"
    EFFORT = 8

    shape: Annotated[float, "shape, a number above 0: more is less skewed"]
    scale: Annotated[float, "scale, in the values' unit; the mean is shape times scale"]

    @classmethod
    def from_moments(
        cls,
        mean: Annotated[float, "mean of the values, in their unit"],
        sd: Annotated[float, "standard deviation of the values, in their unit"],
    ) -> Gamma:
        """The gamma law with this mean and standard deviation."""
        check_moments("gamma law", mean, sd)
        return cls((mean / sd) ** 2, sd**2 / mean)

    @classmethod
    def alternatives(cls) -> Mapping[tuple[str, ...], Callable[..., Law]]:
        return {("mean", "sd"): cls.from_moments}

    def check(self) -> None:
        positive(self, "shape", "scale")
        shapes(self, "shape")

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(self.scale * gammaincinv(self.shape, np.asarray(u, float)))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(self.scale * gammainccinv(self.shape, np.asarray(t, float)))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(gammainc(self.shape, np.maximum(x, 0) / self.scale))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(gammaincc(self.shape, np.maximum(x, 0) / self.scale))

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        y = np.asarray(x, float) / self.scale
        found = np.exp(xlogy(self.shape - 1, y) - y - gammaln(self.shape)) / self.scale
        return np.where(y >= 0, found, 0.0)

    def mean(self) -> float:
        return self.shape * self.scale

    def variance(self) -> float:
        return self.shape * self.scale**2


Gamma.EXAMPLES = (Gamma(2.5, 4), Gamma(0.3, 1), Gamma.from_moments(mean=100, sd=20))
