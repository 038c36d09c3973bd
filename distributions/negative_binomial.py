"""Counts more spread out than Poisson: failures before a number of successes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from distributions.base.lattice import Lattice
from distributions.base.law import FloatArray, LawError, positive

_MANY = 1000.0  # successes, beyond which it is they that make the counts many


@dataclass(frozen=True)
class NegativeBinomial(Lattice):
    """Failures before the given number of `successes` (any number above 0), each trial having `probability`.

    Equally a Poisson count whose rate has a gamma law. `successes` 1 is the geometric law from 0 on.
    """

    SUPPORT = "whole numbers, 0 to ∞"

    successes: Annotated[float, "how many successes end the count, any number above 0"]
    probability: Annotated[float, "probability that a trial succeeds"]

    def check(self) -> None:
        positive(self, "successes")
        if not 0 < self.probability <= 1:
            raise LawError(f"probability = {self.probability} must be greater than 0 and at most 1")
        if self.successes > _MANY:
            self.refuse_many("successes", lambda times: self.successes * times**2)
        self.refuse_many("probability", lambda times: self.probability / times)

    def cdf_at(self, k: FloatArray) -> FloatArray:
        return np.asarray(betainc(self.successes, k + 1, self.probability))

    def sf_at(self, k: FloatArray) -> FloatArray:
        return np.asarray(betainc(k + 1, self.successes, 1 - self.probability))

    def _span(self) -> float:
        return super()._span() - math.log(1e-290) / self.probability

    def generating(self, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
        return np.asarray((self.probability / (1 - (1 - self.probability) * z)) ** self.successes)

    def mean(self) -> float:
        return self.successes * (1 - self.probability) / self.probability

    def variance(self) -> float:
        return self.mean() / self.probability


NegativeBinomial.EXAMPLES = (NegativeBinomial(3, 0.4), NegativeBinomial(0.7, 0.1), NegativeBinomial(1, 0.95))
