"""What lies above a high threshold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import boxcox, boxcox1p

from distributions.base.law import FloatArray, Law, finite, positive


@dataclass(frozen=True)
class GeneralisedPareto(Law):
    """Exceeds threshold + scale * z with probability (1 + shape * z)^(-1 / shape), or exp(-z) at `shape` 0.

    `shape` above 0 is a power-law tail of survival exponent 1 / shape (mean infinite from 1 on, variance
    from 1/2 on); below 0 the law ends at threshold - scale / shape. Source: Pickands, Annals of Statistics
    3 (1975).
    """

    SUPPORT = "threshold to ∞, or to threshold - scale / shape where shape is below 0"

    threshold: Annotated[float, "least value, in the values' unit"]
    scale: Annotated[float, "size of the excesses, in the values' unit"]
    shape: Annotated[
        float, "weight of the tail, a number: 0 exponential, above 0 a power law, below 0 bounded"
    ]

    def check(self) -> None:
        finite(self, "threshold", "shape")
        positive(self, "scale")

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(self.threshold - self.scale * boxcox1p(-np.asarray(u, float), -self.shape))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(self.threshold - self.scale * boxcox(np.asarray(t, float), -self.shape))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(-np.expm1(-self._hazard(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(np.exp(-self._hazard(x)))

    @np.errstate(divide="ignore", over="ignore")
    def _hazard(self, x: ArrayLike) -> FloatArray:
        z = np.maximum((np.asarray(x, float) - self.threshold) / self.scale, 0)
        if self.shape == 0:
            return z
        return np.asarray(np.log1p(np.maximum(self.shape * z, -1)) / self.shape)

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        z = (np.asarray(x, float) - self.threshold) / self.scale
        found = np.exp(-(1 + self.shape) * self._hazard(x)) / self.scale
        return np.where((z >= 0) & (self.shape * z >= -1), found, 0.0)

    def mean(self) -> float:
        return self.threshold + self.scale / (1 - self.shape) if self.shape < 1 else math.inf

    def variance(self) -> float:
        if self.shape >= 0.5:
            return math.inf
        return (self.scale / (1 - self.shape)) ** 2 / (1 - 2 * self.shape)


GeneralisedPareto.EXAMPLES = (
    GeneralisedPareto(2, 1.5, 0.3),
    GeneralisedPareto(0, 1, 0),
    GeneralisedPareto(-1, 2, -0.4),
    GeneralisedPareto(0, 1, 0.75),
)
