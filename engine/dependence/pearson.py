"""Pearson correlations of values -> correlations of the normal scores behind them, and which can be had at all.

Of two inputs X = F(z1), Y = G(z2) whose normal scores correlate by r, Mehler's formula gives the covariance as the
power series sum_k a_k b_k r^k, where a_k are the coefficients of F in Hermite polynomials (Cario & Nelson, "Modeling
and generating random vectors with arbitrary marginal distributions and correlation matrix", 1997: NORTA). It rises with
r (Cambanis, Simons & Stout 1976), so that it has one solution, and its ends at r = -1 and 1 are the
least and the greatest correlation that the two laws can have (Hoeffding 1940; Frechet 1951).

The coefficients fall slowly where a law jumps. Of two jumps the covariance is known exactly, by the bivariate normal
distribution (Owen, "Tables for computing bivariate normal probabilities", 1956); only the rest is summed as a series.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri, owens_t

from distributions import Law
from engine.dependence.arrays import FloatArray
from engine.problems import Refused

TERMS = 120
FURTHEST = 8.2  # of a normal score: a tail of 1e-16
RAREST = 2.0**-53  # the tail beyond which nothing is drawn
PANEL, POINTS = 0.25, 12  # of the quadrature: as many Gauss-Legendre points as the last polynomial needs
MOST_KNOTS = 500  # that a panel ends at
MOST_JUMPS = 64  # of one law that are taken exactly, the greatest
LOST = 1e-4  # of the variance, that may lie in what is never drawn


class Expansion(NamedTuple):
    """A law in normal scores: mean and sd, coefficients from the first on, and what its jumps come to in these."""

    law: Law
    mean: float
    sd: float
    coefficients: FloatArray  # (term)
    at: FloatArray  # (jump) score
    size: FloatArray  # (jump)
    of_jumps: FloatArray  # (term)


class NoPearson(Refused):
    """A law whose values have no Pearson correlation that could be aimed at."""


def range_of(one: Law, other: Law) -> tuple[float, float]:
    """The least and the greatest Pearson correlation of two inputs with these laws. Raises `NoPearson`."""
    a, b = expansion(one), expansion(other)
    return _at_end(a, b, -1), _at_end(a, b, 1)


def pearson_of(score: float, one: Law, other: Law) -> float:
    """Pearson correlation of two inputs whose normal scores correlate by `score`. Raises `NoPearson`."""
    a, b = expansion(one), expansion(other)
    if abs(score) == 1.0:
        return _at_end(a, b, int(score))
    products = a.coefficients * b.coefficients - a.of_jumps * b.of_jumps
    powers = score ** np.arange(1, TERMS + 1)
    found = float(products @ powers) + _of_jumps(a, b, score)
    end = 1.0 if score >= 0 else -1.0
    left = _at_end(a, b, int(end)) * a.sd * b.sd - _at_unit(a, b, products, end)
    return (found + left * abs(score) ** (TERMS + 1)) / (a.sd * b.sd)


def score_of(target: float, one: Law, other: Law) -> float:
    """Correlation of normal scores behind a Pearson correlation of values, which lies within `range_of`.

    Found to 1e-12; 0, and the ends of the range, exactly. Raises `NoPearson`.
    """
    low, high = range_of(one, other)
    if target == 0.0 or low == high:
        return 0.0
    if target >= high or target <= low:
        return 1.0 if target >= high else -1.0
    from scipy.optimize import brentq  # takes a quarter of a second to import, and few programmes ask for it

    ends = (0.0, 1.0) if target > 0 else (-1.0, 0.0)
    return float(brentq(lambda score: pearson_of(score, one, other) - target, *ends, xtol=1e-12))


@lru_cache(maxsize=512)
def expansion(law: Law) -> Expansion:
    """A law in Hermite polynomials of its normal score. Raises `NoPearson`."""
    z, weight = _nodes(tuple(float(ndtri(u)) for u in law.knots()))
    with np.errstate(all="ignore"):  # what is not finite is refused below
        jumps, x = _jumps(law), _values(law, z)
        mean = float(weight @ x)
        variance, known = float(weight @ (x - mean) ** 2), float(law.variance())
        is_known = known > 0.0 and bool(abs(variance / known - 1.0) <= LOST)  # of a NaN: not
    if not is_known:
        why = (
            "no finite variance"
            if not np.isfinite(known)
            else "no variance"
            if known <= 0.0
            else "tails too heavy"
        )
        raise NoPearson(f"{law} has {why}")
    return Expansion(
        law, mean, float(np.sqrt(variance)), _hermite(z) @ (weight * x), *jumps, _hermite_of(*jumps)
    )


def _jumps(law: Law) -> tuple[FloatArray, FloatArray]:
    """Scores at which the quantile jumps, and by how much: the greatest."""
    knots = np.array(law.knots(), float)
    knots = knots[(knots > RAREST) & (knots < 1 - RAREST)]
    if not knots.size:
        return knots, knots
    size = law.ppf(np.nextafter(knots, 1.0)) - law.ppf(np.nextafter(knots, 0.0))
    scale = float(np.ptp(law.ppf(np.array([0.001, 0.999])))) or 1.0
    real = np.flatnonzero(size > 1e-9 * scale)
    chosen = real[np.argsort(-size[real], kind="stable")[:MOST_JUMPS]]
    return np.asarray(ndtri(knots[chosen])), np.asarray(size[chosen])


def _nodes(knots: tuple[float, ...]) -> tuple[FloatArray, FloatArray]:
    """Normal scores and their weights, of a quadrature that no knot falls inside a panel of."""
    inside = [z for z in knots if abs(z) < FURTHEST]
    inside = inside[:: max(len(inside) // MOST_KNOTS, 1)]  # of very many each is of little weight
    edges = np.unique([*np.arange(-FURTHEST, FURTHEST + PANEL, PANEL), *inside])
    points, weights = np.polynomial.legendre.leggauss(POINTS)
    half = np.diff(edges)[:, None] / 2
    z = (edges[:-1, None] + half * (1 + points)).ravel()
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    return z, (half * weights).ravel() * density


def _values(law: Law, z: FloatArray) -> FloatArray:
    """The law's values at normal scores, each from its nearer end."""
    tail = np.maximum(ndtr(-np.abs(z)), RAREST)
    return np.where(z < 0, law.ppf(np.where(z < 0, tail, 0.5)), law.isf(np.where(z < 0, 0.5, tail)))


def _hermite(z: FloatArray) -> FloatArray:
    """`(term, node)` Orthonormal Hermite polynomials 1 to `TERMS`."""
    found = np.empty((TERMS + 1, z.size))
    found[0], found[1] = 1.0, z
    for k in range(1, TERMS):
        found[k + 1] = (z * found[k] - np.sqrt(k) * found[k - 1]) / np.sqrt(k + 1)
    return found[1:]


def _hermite_of(at: FloatArray, size: FloatArray) -> FloatArray:
    """`(term)` Coefficients of a sum of jumps: of one at c they are phi(c) h_(k-1)(c) / sqrt(k)."""
    if not at.size:
        return np.zeros(TERMS)
    before = np.concatenate([np.ones((1, at.size)), _hermite(at)[:-1]])
    density = np.exp(-at * at / 2) / np.sqrt(2 * np.pi)
    return np.asarray((before * density) @ size / np.sqrt(np.arange(1, TERMS + 1)))


def _of_jumps(a: Expansion, b: Expansion, score: float) -> float:
    """Covariance of the jumps of two laws."""
    if not a.at.size or not b.at.size:
        return 0.0
    h, k = -a.at[:, None], -b.at[None, :]
    return float(a.size @ (both_below(h, k, score) - ndtr(h) * ndtr(k)) @ b.size)


def both_below(h: FloatArray, k: FloatArray, score: float) -> FloatArray:
    """Probability that two standard normals correlated by `score` lie below h and k (Owen 1956, equation 3.1)."""
    if score >= 1.0:
        return np.asarray(ndtr(np.minimum(h, k)))
    if score <= -1.0:
        return np.asarray(np.maximum(ndtr(h) + ndtr(k) - 1.0, 0.0))
    h, k = (np.where(np.abs(x) < 1e-12, 1e-12, x) for x in (h, k))
    root = np.sqrt((1 - score) * (1 + score))
    told = owens_t(h, (k / h - score) / root) + owens_t(k, (h / k - score) / root)
    return np.asarray((ndtr(h) + ndtr(k)) / 2 - told - np.where(h * k < 0, 0.5, 0.0))


def _at_unit(a: Expansion, b: Expansion, products: FloatArray, end: float) -> float:
    """What series and jumps come to where the scores are equal or opposed."""
    return float(products @ end ** np.arange(1, TERMS + 1)) + _of_jumps(a, b, end)


@lru_cache(maxsize=4096)
def _covariance_at_end(one: Law, other: Law, end: int) -> float:
    knots = (*(float(ndtri(u)) for u in one.knots()), *(end * float(ndtri(u)) for u in other.knots()))
    z, weight = _nodes(knots)
    x, y = _values(one, z), _values(other, end * z)
    return float(weight @ ((x - weight @ x) * (y - weight @ y)))


def _at_end(a: Expansion, b: Expansion, end: int) -> float:
    found = _covariance_at_end(a.law, b.law, end) / (a.sd * b.sd)
    return float(np.clip(found, -1.0, 1.0)) if abs(found) < 1 - 1e-9 else float(np.sign(found))
