"""What several definitions are built of."""

from __future__ import annotations

from collections.abc import Callable

import mpmath as mp
import numpy as np

DIGITS = 40
TINY = mp.mpf(10) ** -30  # this far left of a jump is left of it
Cdf = Callable[[mp.mpf], mp.mpf]


def between(low: float, high: float, inside: Cdf) -> Cdf:
    return lambda x: mp.mpf(0) if x <= low else mp.mpf(1) if x >= high else inside(x)


def beyond(low: float, inside: Cdf) -> Cdf:
    return between(low, mp.inf, inside)


def lines(values, probabilities) -> Cdf:
    """Straight from point to point; what the first probability has above 0 lies on the first value."""

    def cdf(x):
        k = int(np.searchsorted(values, float(x), side="right"))
        if k == 0 or k == len(values):
            return mp.mpf(min(k, 1))
        (low, high), (p, q) = map(mp.mpf, values[k - 1 : k + 1]), map(mp.mpf, probabilities[k - 1 : k + 1])
        return p + (q - p) * min(max((x - low) / (high - low), 0), 1)

    return cdf


def steps(values, weights) -> Cdf:
    pairs = [(mp.mpf(float(v)), mp.mpf(w)) for v, w in zip(values, weights, strict=True)]
    total = mp.fsum(w for _, w in pairs)
    return lambda x: mp.fsum(w for v, w in pairs if v <= x) / total


def lattice(mass: Callable[[int], mp.mpf]) -> Cdf:
    return lambda x: mp.fsum(mass(k) for k in range(int(mp.floor(x)) + 1)) if x >= 0 else mp.mpf(0)


def inverse(quantile: Cdf) -> Cdf:
    """From a quantile function of the log odds, by halving."""

    def cdf(x):
        low, high = mp.mpf(-60), mp.mpf(60)
        if not quantile(low) < x < quantile(high):
            return mp.mpf(x >= quantile(high))
        for _ in range(90):
            middle = (low + high) / 2
            low, high = (middle, high) if quantile(middle) < x else (low, middle)
        return 1 / (1 + mp.exp(-low))

    return cdf


def own(law) -> Cdf:
    """In floating point, from the smaller of the two probabilities."""

    def cdf(x):
        below = float(law.cdf(float(x)))
        return mp.mpf(below) if below < 0.5 else 1 - mp.mpf(float(law.sf(float(x))))

    return cdf
