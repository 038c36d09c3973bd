"""The two laws by which a Student t copula plays through the tables of quantiles.

Correlated normal scores z, divided by one sqrt(chi2 / nu) an iteration, are multivariate Student t (Demarta &
McNeil, "The t copula and related copulas", International Statistical Review 73, 2005). Both the divisor and the
way back to a uniform are quantile functions, so compiled code needs no incomplete beta function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from distributions import Law

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Mixing(Law):
    """sqrt(nu / chi2), by which a group's normal scores are multiplied."""

    degrees: float

    def ppf(self, u: ArrayLike) -> FloatArray:
        """Quantile: chi2 / 2 is gamma with shape nu / 2, and small where this is great."""
        return self._of(special.gammainccinv(self.degrees / 2, np.asarray(u, float)))

    def isf(self, t: ArrayLike) -> FloatArray:
        """Value exceeded with probability `t`."""
        return self._of(special.gammaincinv(self.degrees / 2, np.asarray(t, float)))

    def _of(self, gamma: ArrayLike) -> FloatArray:
        with np.errstate(divide="ignore"):  # no end of the support is finite
            return np.sqrt(self.degrees / (2 * np.asarray(gamma, float)))


@dataclass(frozen=True)
class TailOfScore(Law):
    """From v, the probability of a score under 2 degrees of freedom, to that under `degrees`, as a logarithm.

    Under 2 degrees the distribution function is algebraic, v = (1 + s / sqrt(2 + s^2)) / 2, and has the
    polynomial tails that the others have. Below v = 1/2 the value is log F(s), above it -log(1 - F(s)): an
    absolute error of the table is a relative one of the smaller tail.
    """

    degrees: float

    def ppf(self, u: ArrayLike) -> FloatArray:
        """log F(s) up to 1/2, -log(1 - F(s)) above."""
        u = np.asarray(u, float)
        return np.where(u <= 0.5, self._log_tail(np.minimum(u, 0.5)), -self._log_tail(np.minimum(1 - u, 0.5)))

    def isf(self, t: ArrayLike) -> FloatArray:
        """-log F(s) up to 1/2, exact for small `t`."""
        t = np.asarray(t, float)
        return np.where(t < 0.5, -self._log_tail(np.minimum(t, 0.5)), self._log_tail(np.minimum(1 - t, 0.5)))

    def knots(self) -> tuple[float, ...]:
        """The jump between the two tails."""
        return (0.5,)

    def _log_tail(self, v: FloatArray) -> FloatArray:
        # The tail is an incomplete beta function of 1 / (1 + s^2 / nu), with s^2 = (1 - 2 v)^2 / (2 v (1 - v)).
        square, twice = (1 - 2 * v) ** 2, 2 * v * (1 - v)
        a, whole = self.degrees / 2, self.degrees * twice + square
        x = self.degrees * twice / whole
        with np.errstate(divide="ignore", invalid="ignore"):
            tail = special.betainc(a, 0.5, x)
            # Near the middle by what is missing from 1: a small score would be rounded away.
            direct = np.where(tail < 0.5, np.log(tail), np.log1p(-special.betainc(0.5, a, square / whole)))
            # DLMF 8.17.8, in logarithms: 1000 degrees reach 1e-6000, where the function itself is 0.
            series = a * np.log(x) + 0.5 * np.log1p(-x) + np.log(special.hyp2f1(a + 0.5, 1.0, a + 1.0, x))
            series -= np.log(a) + special.betaln(a, 0.5)
        return np.asarray(np.log(0.5) + np.where(direct < -460.0, series, direct))
