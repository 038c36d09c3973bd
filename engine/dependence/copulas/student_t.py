"""The Student t copula: extremes come together.

Correlated normal scores z, divided by one sqrt(chi2 / nu) an iteration, are multivariate Student t (Demarta &
McNeil, "The t copula and related copulas", International Statistical Review 73, 2005). Both the divisor and the
way back to a uniform are quantile functions, so compiled code needs no incomplete beta function.

Where the normal scores correlate by r, Spearman's rho is (6 / pi) E arcsin(r W), with
W = sqrt(G2 G3 / ((G1 + G2) (G1 + G3))) and G1, G2, G3 independent Gamma(nu / 2). For rho is three times
the chance of concordance less that of discordance of (X1 - X2, Y1 - Y3), three iterations apart; given
their mixing variances 1 / G these differences are normal with correlation r W. W becomes 1/2 as nu grows. It is a
power series in r with positive coefficients, as under a Gaussian copula.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

import numpy as np
from numpy.polynomial import Chebyshev
from numpy.typing import ArrayLike
from scipy import special

from distributions import Law
from engine.dependence.arrays import FloatArray
from engine.dependence.conversions import Conversion, Measure
from engine.dependence.copula import Copula, Mixture

# Of an interpolant on [0, pi / 2], where the curve of nu degrees is smooth up to a term of power nu + 1 at
# the end: found within 1e-12 of the integral for nu from 2.001 to 1e8.
_DEGREE = 96
_QUARTER = np.pi / 2


class StudentT(Copula):
    """Normal scores that share one divisor an iteration, and so grow large together."""

    title = "Student t copula"
    remark = "extremes come together"
    degrees_above = 2
    degrees_remark = "few: extremes come together; many: as a Gaussian copula"

    def conversion(self, measure: Measure) -> Conversion:
        """Spearman's rho by its own curve; the rest is that of every elliptical copula."""
        if measure != "spearman":
            return super().conversion(measure)
        from_scores, to_scores = _spearman_curves(cast(float, self.degrees))
        return Conversion(partial(_along, to_scores), partial(_along, from_scores))

    @property
    def mixture(self) -> Mixture:
        """The divisor, as a multiplier, and the tail of Student's t."""
        degrees = cast(float, self.degrees)
        return Mixture(Mixing(degrees), TailOfScore(degrees))


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


def student_spearman(score: ArrayLike, degrees: float, refinement: float = 1.0) -> FloatArray:
    """Spearman correlation of two inputs of a Student t copula, by the integral over W.

    The trapezoidal rule in the logarithms of G2 / G1 and G3 / G1, where the integrand is analytic and falls
    exponentially: within 1e-13 for more than 2 degrees. `refinement` divides its step.
    """
    # From 1e12 degrees on the copula is the Gaussian one within 3e-12, and 1 + u is 1 to a computer.
    together, weight = _mixing(min(degrees, 1e12) / 2, refinement)
    return np.asarray(6 / np.pi * np.arcsin(np.multiply.outer(np.asarray(score, float), together)) @ weight)


def _mixing(shape: float, refinement: float) -> tuple[FloatArray, FloatArray]:
    """Nodes of W and their weights, from the density (u v)^shape / (1 + u + v)^(3 shape) of log u and log v."""
    step = 0.5 * min(1.0, np.sqrt(2 / shape)) / refinement
    # Either tail falls by exp(-shape |log u|) at least: beyond 40 / shape it is below 1e-17. For a large shape
    # the density is nearly normal with variance 2 / shape, of which this is 9 standard deviations.
    reach = int(np.ceil((40 / shape + 13 / np.sqrt(shape)) / step))
    line = np.arange(-reach, reach + 1) * step
    i, j = np.triu_indices(line.size)
    p, q = line[i], line[j]
    near = np.log1p(
        (np.expm1(np.minimum(p, 1)) + np.expm1(np.minimum(q, 1))) / 3
    )  # no cancellation at p = q = 0
    far = np.logaddexp(np.logaddexp(0, p), q) - np.log(3)
    spread = np.where(np.maximum(np.abs(p), np.abs(q)) < 1, near, far)
    weight = np.exp(shape * (p + q - 3 * spread)) * np.where(i == j, 1, 2)
    kept = weight > 1e-18 * weight.max()
    return np.sqrt(special.expit(p) * special.expit(q))[kept], weight[kept] / weight.sum()


@lru_cache(maxsize=64)
def _spearman_curves(degrees: float) -> tuple[Chebyshev, Chebyshev]:
    """Spearman's rho by arcsin of r, and r by arcsin of rho: both are smooth in the arcsine, neither is in r."""
    quarter = [0.0, _QUARTER]
    rho = Chebyshev.interpolate(lambda angle: student_spearman(np.sin(angle), degrees), _DEGREE, quarter)
    angles = (1 - np.cos(np.pi * (np.arange(_DEGREE + 1) + 0.5) / (_DEGREE + 1))) * _QUARTER / 2
    wanted, low, high = np.sin(angles), np.zeros(angles.size), np.full(angles.size, _QUARTER)
    for _ in range(54):  # halvings, to the last bit
        middle = (low + high) / 2
        is_below = rho(middle) < wanted
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return rho, Chebyshev.fit(angles, np.sin(low), _DEGREE, quarter)


def _along(curve: Chebyshev, value: FloatArray) -> FloatArray:
    """An odd function of `value`, its positive half given over the arcsine; equal values are computed once."""
    distinct, place = np.unique(np.abs(value), return_inverse=True)
    found = np.minimum(curve(np.arcsin(np.minimum(distinct, 1))), 1)
    return np.asarray(np.copysign(found[place].reshape(value.shape), value))
