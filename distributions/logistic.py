"""Like the normal, with exponential tails."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from distributions.base.law import FloatArray, Law, finite, positive


@dataclass(frozen=True)
class Logistic(Law):
    """Exceeds x with odds exp(-(x - location) / scale); the variance is (pi * scale)^2 / 3."""

    SUPPORT = "-∞ to ∞"

    location: Annotated[float, "mean and median, in the values' unit"]
    scale: Annotated[float, "spread, in the values' unit; the standard deviation is 1.81 of it"]

    def check(self) -> None:
        finite(self, "location")
        positive(self, "scale")

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(self.location + self.scale * logit(np.asarray(u, float)))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(self.location - self.scale * logit(np.asarray(t, float)))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(expit((np.asarray(x, float) - self.location) / self.scale))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(expit((self.location - np.asarray(x, float)) / self.scale))

    def density(self, x: ArrayLike) -> FloatArray:
        z = (np.asarray(x, float) - self.location) / self.scale
        return np.asarray(expit(z) * expit(-z) / self.scale)

    def mean(self) -> float:
        return self.location

    def variance(self) -> float:
        return (math.pi * self.scale) ** 2 / 3


Logistic.EXAMPLES = (Logistic(0, 1), Logistic(50, 4))
