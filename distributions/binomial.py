"""How many of a number of equal chances come off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincc

from distributions.base.lattice import Lattice
from distributions.base.law import FloatArray, LawError
from distributions.base.law import probability as check_probability

_MANY = 1_000_000  # trials, from which on the rounding of 1 - probability would show


@dataclass(frozen=True)
class Binomial(Lattice):
    """Successes in `trials` independent trials that each succeed with `probability`."""

    SUPPORT = "whole numbers, 0 to trials"

    trials: Annotated[int, "how many trials, a whole number"]
    probability: Annotated[float, "probability that a trial succeeds"]

    def check(self) -> None:
        if self.trials < 1:
            raise LawError(f"trials = {self.trials} must be at least 1")
        check_probability(self, "probability")
        self.refuse_many("trials", lambda times: self.trials * times**2)

    def cdf_at(self, k: FloatArray) -> FloatArray:
        left, inside = (
            np.maximum(self.trials - k, 1),
            np.minimum(k, self.trials - 1) + 1,
        )  # betainc takes no 0
        if self.trials > _MANY:
            at_most = betaincc(inside, left, self.probability)
        else:
            at_most = betainc(left, inside, 1 - self.probability)
        return np.where(k < self.trials, at_most, 1.0)

    def sf_at(self, k: FloatArray) -> FloatArray:
        left = np.maximum(self.trials - k, 1)
        return np.where(
            k < self.trials, betainc(np.minimum(k, self.trials - 1) + 1, left, self.probability), 0.0
        )

    def generating(self, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
        return np.asarray((1 + self.probability * (z - 1)) ** self.trials)

    def mean(self) -> float:
        return self.trials * self.probability

    def variance(self) -> float:
        return self.trials * self.probability * (1 - self.probability)


Binomial.EXAMPLES = (Binomial(5, 0.3), Binomial(40, 0.9), Binomial(1, 1e-6), Binomial(3, 1))
