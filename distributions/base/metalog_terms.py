"""The terms of a metalog: when their sum rises, and what to say where it does not."""

from __future__ import annotations

import numpy as np
from numpy.polynomial import Polynomial
from scipy.special import expit, logit

from distributions.base.quantiles import FloatArray

MOST_LOG_ODDS = 700.0  # beyond, exp overflows
SHOWN = 8  # coefficients or percentiles in a sentence


def falls(coefficients: tuple[float, ...]) -> float | None:
    """The least log odds, as far as can be seen, at which the quantile does not rise."""
    parts = parts_of(coefficients)
    z, step = np.linspace(-MOST_LOG_ODDS, MOST_LOG_ODDS, 14_001), 0.1
    while step > 1e-6:
        rise = slope(parts, z)
        if not rise.min() > 0:
            return float(z[np.argmin(rise > 0)])
        lowest = z[np.argmin(rise)]
        z, step = np.linspace(lowest - step, lowest + step, 2001), step / 1000
    return None


def parts_of(coefficients: tuple[float, ...]) -> tuple[Polynomial, Polynomial]:
    """Polynomials A and B in u - 1/2: unbounded, the quantile is A + B * log odds."""
    plain, logarithmic = np.zeros((2, len(coefficients)))
    for k, coefficient in enumerate(coefficients):
        (logarithmic if is_logarithmic(k) else plain)[k // 2] = coefficient
    return Polynomial(plain), Polynomial(logarithmic)


def slope(parts: tuple[Polynomial, Polynomial], z: FloatArray) -> FloatArray:
    """Slope of the unbounded quantile against log odds."""
    plain, logarithmic = parts
    u, t = expit(z), expit(-z)
    c = (u - t) / 2
    return np.asarray(u * t * (plain.deriv()(c) + logarithmic.deriv()(c) * z) + logarithmic(c))


def place(log_odds: float) -> str:
    """The probability of these log odds, in words at the ends."""
    if abs(log_odds) > 600:
        return f"next to probability {0 if log_odds < 0 else 1}"
    return f"at probability {float(expit(log_odds)):.3g}"


def percentiles_said(u: FloatArray, x: FloatArray) -> str:
    """`P10 = 1, P50 = 9, P90 = 10`."""
    more = f" and {u.size - SHOWN:,} more" if u.size > SHOWN else ""
    return ", ".join(f"P{100 * p:g} = {v:g}" for p, v in zip(u[:SHOWN], x[:SHOWN], strict=True)) + more


def way_out(u: FloatArray, x: FloatArray, low: float | None, high: float | None, terms: int) -> str:
    """What would do: of three points the values that the middle one may have, else fewer terms."""
    if not u.size == terms == 3:
        return "use fewer terms, or percentiles less bent there"
    order = np.argsort(u)
    u, (first, _, last) = u[order], unbounded(x[order], low, high)
    ends = []
    for end in (first, last):
        inside, outside = (first + last) / 2, end  # in the middle is a logistic law
        for _ in range(40):
            middle = (inside + outside) / 2
            holds = falls(tuple(np.linalg.solve(basis(u, 3), [first, middle, last]).tolist())) is None
            inside, outside = (middle, outside) if holds else (inside, middle)
        ends.append(inside)
    lowest, highest = bounded(np.array(ends), low, high)
    return f"between these ends P{100 * u[1]:g} may be from {lowest:.4g} to {highest:.4g}"


def is_logarithmic(k: int) -> bool:
    return (k % 2 == 1) != (k in (2, 3))  # Keelin's order has the third and fourth term the other way round


def basis(u: FloatArray, terms: int) -> FloatArray:
    columns = [(u - 0.5) ** (k // 2) * (logit(u) if is_logarithmic(k) else 1) for k in range(terms)]
    return np.stack(columns, axis=1)


@np.errstate(divide="ignore")
def unbounded(x: FloatArray, low: float | None, high: float | None) -> FloatArray:
    if low is not None and high is not None:
        return np.log(np.maximum(x - low, 0)) - np.log(np.maximum(high - x, 0))
    if low is not None:
        return np.asarray(np.log(np.maximum(x - low, 0)))
    return x if high is None else np.asarray(-np.log(np.maximum(high - x, 0)))


@np.errstate(over="ignore")
def bounded(y: FloatArray, low: float | None, high: float | None) -> FloatArray:
    if low is not None and high is not None:
        return np.where(y < 0, low + (high - low) * expit(y), high - (high - low) * expit(-y))
    if low is not None:
        return np.asarray(low + np.exp(y))
    return y if high is None else np.asarray(high - np.exp(-y))
