"""How often something strikes that strikes at a constant rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincc

from distributions.base.lattice import Lattice
from distributions.base.law import FloatArray, positive


@dataclass(frozen=True, init=False, repr=False)
class Poisson(Lattice):
    """Count k with probability mean^k exp(-mean) / k!."""

    SUPPORT = "whole numbers, 0 to ∞"

    mean_: float

    def __init__(self, mean: Annotated[float, "mean count, a number above 0"]) -> None:
        self.hold(mean=mean)

    def check(self) -> None:
        positive(self, "mean")
        self.refuse_many("mean", lambda times: self.mean_ * times**2)

    def cdf_at(self, k: FloatArray) -> FloatArray:
        return np.asarray(gammaincc(k + 1, self.mean_))

    def sf_at(self, k: FloatArray) -> FloatArray:
        return np.asarray(gammainc(k + 1, self.mean_))

    def generating(self, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
        return np.asarray(np.exp(self.mean_ * (z - 1)))

    def mean(self) -> float:
        return self.mean_

    def variance(self) -> float:
        return self.mean_


Poisson.EXAMPLES = (Poisson(0.2), Poisson(mean=4), Poisson(80))
