"""What a user asks for against what is played: rank correlations <-> correlations of normal scores.

Inputs are coupled through normal scores that correlate by r. Between two of them that makes

- Kendall's tau (2 / pi) arcsin r under any elliptical copula (Lindskog, McNeil and Schmock 2003);
- Spearman's rho (6 / pi) arcsin(r / 2) under a Gaussian copula (Pearson 1907; Kruskal 1958), and after
  Iman-Conover reordering, whose scores are normal too;
- under a Student t copula with v degrees of freedom, rho = (6 / pi) E arcsin(r W), where
  W = sqrt(G2 G3 / ((G1 + G2) (G1 + G3))) and G1, G2, G3 are independent Gamma(v / 2). For rho is three times
  the chance of concordance less that of discordance of (X1 - X2, Y1 - Y3), three iterations apart; given
  their mixing variances 1 / G these differences are normal with correlation r W. W becomes 1/2 as v grows.

All of them are power series in r with positive coefficients, so that what normal scores can have, ranks can
(Schur 1911). The converse fails.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.polynomial import Chebyshev
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

FloatArray = NDArray[np.float64]
Measure = Literal["spearman", "kendall", "normal"]
Copula = Literal["gaussian", "student_t", "iman_conover"]

MEASURES: dict[Measure, str] = {
    "spearman": "rank correlation",
    "kendall": "Kendall correlation",
    "normal": "normal-score correlation",
}
# Of an interpolant on [0, pi / 2], where the curve of v degrees is smooth up to a term of power v + 1 at
# the end: found within 1e-12 of the integral for v from 2.001 to 1e8.
_DEGREE = 96
_QUARTER = np.pi / 2


def scores_of(
    target: ArrayLike,
    measure: Measure = "spearman",
    copula: Copula = "gaussian",
    degrees: float | None = None,
) -> FloatArray:
    """Correlations of the normal scores behind `target`, element by element; exact at -1, 0 and 1."""
    target = np.asarray(target, float)
    if measure == "kendall":
        scores = np.sin(_QUARTER * target)
    elif measure == "normal":
        scores = target
    elif copula == "student_t" and degrees is not None:
        scores = _along(_student_curves(degrees)[1], target)
    else:
        scores = 2 * np.sin(np.pi * target / 6)
    return np.where((np.abs(target) == 1) | (target == 0), target, scores)


def target_of(
    scores: ArrayLike,
    measure: Measure = "spearman",
    copula: Copula = "gaussian",
    degrees: float | None = None,
) -> FloatArray:
    """What `measure` becomes where normal scores correlate by `scores`; the inverse of `scores_of`."""
    scores = np.asarray(scores, float)
    if measure == "kendall":
        target = np.arcsin(scores) / _QUARTER
    elif measure == "normal":
        target = scores
    elif copula == "student_t" and degrees is not None:
        target = _along(_student_curves(degrees)[0], scores)
    else:
        target = 6 / np.pi * np.arcsin(scores / 2)
    return np.where((np.abs(scores) == 1) | (scores == 0), scores, target)


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
    return np.sqrt(expit(p) * expit(q))[kept], weight[kept] / weight.sum()


@lru_cache(maxsize=64)
def _student_curves(degrees: float) -> tuple[Chebyshev, Chebyshev]:
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
