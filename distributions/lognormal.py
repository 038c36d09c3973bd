"""Products of many small factors: positive, skewed to the right."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from distributions.base.conversion import converted
from distributions.base.density import normal_density
from distributions.base.guarded import GREATEST, check_moments
from distributions.base.law import FloatArray, Law, LawError, finite, positive
from distributions.base.percentiles import P10, P90, TwoPercentiles, two_points

_MOST_LOG = math.log(GREATEST)


@dataclass(frozen=True)
class Lognormal(Law):
    """exp of a normal quantity with mean `log_mean` and standard deviation `log_sd`.

    The median is exp(log_mean). Other ways to name it: its own `mean` and `sd`, `median` and `log_sd`, or
    two `percentiles`.
    """

    SUPPORT = "0 to ∞"

    log_mean: Annotated[float, "mean of the natural logarithm of the values"]
    log_sd: Annotated[float, "standard deviation of that logarithm, a number above 0"]

    @classmethod
    def from_moments(
        cls,
        mean: Annotated[float, "mean of the values, in their unit"],
        sd: Annotated[float, "standard deviation of the values, in their unit"],
    ) -> Lognormal:
        """The lognormal with this mean and standard deviation of the quantity itself, not of its log."""
        check_moments("lognormal", mean, sd)
        log_variance = math.log1p((sd / mean) ** 2)
        return cls(math.log(mean) - log_variance / 2, math.sqrt(log_variance))

    @classmethod
    def from_median(
        cls,
        median: Annotated[float, "median of the values, in their unit"],
        log_sd: Annotated[float, "standard deviation of the natural logarithm, a number above 0"],
    ) -> Lognormal:
        """The lognormal with this median; `log_sd` 0.1 is a spread of about 10%."""
        if not 0 < converted("median", float, median) < math.inf:
            raise LawError(f"median = {median} must be greater than 0 and finite for a lognormal")
        return cls(math.log(median), log_sd)

    @classmethod
    def from_percentiles(cls, percentiles: TwoPercentiles) -> Lognormal:
        """The lognormal through two percentiles, such as `{0.1: 8, 0.9: 20}` or `[[0.1, 8], [0.9, 20]]`."""
        (u, low), (v, high) = two_points(percentiles)
        if low <= 0:
            raise LawError(
                f"percentiles: {low} at probability {u}: a lognormal has only values greater than 0"
            )
        log_sd = math.log(high / low) / (ndtri(v) - ndtri(u))
        return cls(math.log(low) - log_sd * ndtri(u), log_sd)

    @classmethod
    def from_p10_and_p90(cls, p10: P10, p90: P90) -> Lognormal:
        """The lognormal with this P10 and P90."""
        return cls.from_percentiles({0.1: p10, 0.9: p90})

    @classmethod
    def alternatives(cls) -> Mapping[tuple[str, ...], Callable[..., Law]]:
        return {
            ("mean", "sd"): cls.from_moments,
            ("median", "log_sd"): cls.from_median,
            ("percentiles",): cls.from_percentiles,
            ("p10", "p90"): cls.from_p10_and_p90,
        }

    def check(self) -> None:
        finite(self, "log_mean")
        positive(self, "log_sd")
        if abs(self.log_mean) > _MOST_LOG:
            raise LawError(
                f"log_mean = {self.log_mean} must be within {_MOST_LOG:.3f} of 0: a median of 1e-150 to 1e+150"
            )

    @np.errstate(divide="ignore", over="ignore")
    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(np.exp(self.log_mean + self.log_sd * ndtri(np.asarray(u, float))))

    @np.errstate(divide="ignore", over="ignore")
    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(np.exp(self.log_mean - self.log_sd * ndtri(np.asarray(t, float))))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr(self._standard(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr(-self._standard(x)))

    @np.errstate(divide="ignore", over="ignore")
    def _standard(self, x: ArrayLike) -> FloatArray:
        return np.asarray((np.log(np.maximum(np.asarray(x, float), 0)) - self.log_mean) / self.log_sd)

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        x = np.asarray(x, float)
        return np.where(x > 0, normal_density(self._standard(x)) / (self.log_sd * x), 0.0)

    def mean(self) -> float:
        return math.exp(self.log_mean + self.log_sd**2 / 2)

    def variance(self) -> float:
        return math.expm1(self.log_sd**2) * self.mean() ** 2


Lognormal.EXAMPLES = (
    Lognormal(0, 1),
    Lognormal.from_moments(mean=100, sd=20),
    Lognormal.from_median(median=1, log_sd=0.1),
    Lognormal.from_percentiles({0.1: 8, 0.9: 20}),
)
