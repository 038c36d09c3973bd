"""The bell curve: sums of many small independent things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from distributions.base.density import normal_density
from distributions.base.law import FloatArray, Law, finite, positive
from distributions.base.percentiles import P10, P90, TwoPercentiles, two_points


@dataclass(frozen=True, init=False, repr=False)
class Normal(Law):
    """Normal law with the given `mean` and standard deviation `sd`; it has no bounds (see `Truncated`)."""

    SUPPORT = "-∞ to ∞"
    STEADY = True

    mean_: float
    sd_: float

    def __init__(
        self,
        mean: Annotated[float, "mean, in the values' unit"],
        sd: Annotated[float, "standard deviation, in the values' unit"],
    ) -> None:
        self.hold(mean=mean, sd=sd)

    @classmethod
    def from_percentiles(cls, percentiles: TwoPercentiles) -> Normal:
        """The normal law through two percentiles, such as `{0.1: 8, 0.9: 20}` or `[[0.1, 8], [0.9, 20]]`."""
        (u, low), (v, high) = two_points(percentiles)
        sd = (high - low) / (ndtri(v) - ndtri(u))
        return cls(low - sd * ndtri(u), sd)

    @classmethod
    def from_p10_and_p90(cls, p10: P10, p90: P90) -> Normal:
        """The normal law with this P10 and P90."""
        return cls.from_percentiles({0.1: p10, 0.9: p90})

    @classmethod
    def alternatives(cls) -> Mapping[tuple[str, ...], Callable[..., Law]]:
        return {("percentiles",): cls.from_percentiles, ("p10", "p90"): cls.from_p10_and_p90}

    def check(self) -> None:
        finite(self, "mean")
        positive(self, "sd")

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(self.mean_ + self.sd_ * ndtri(np.asarray(u, float)))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(self.mean_ - self.sd_ * ndtri(np.asarray(t, float)))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr((np.asarray(x, float) - self.mean_) / self.sd_))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(ndtr((self.mean_ - np.asarray(x, float)) / self.sd_))

    def density(self, x: ArrayLike) -> FloatArray:
        return normal_density((np.asarray(x, float) - self.mean_) / self.sd_) / self.sd_

    def mean(self) -> float:
        return self.mean_

    def variance(self) -> float:
        return self.sd_**2


Normal.EXAMPLES = (Normal(0, 1), Normal(mean=24, sd=6), Normal.from_percentiles({0.1: 8, 0.9: 20}))
