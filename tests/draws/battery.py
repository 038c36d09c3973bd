"""A statistical battery for uniforms: each test gives a p-value, uniform where the numbers are independent and uniform.

Sources: Knuth, TAOCP 2, 3.3.2 (equidistribution, serial, gap, runs); L'Ecuyer & Simard, TestU01, ACM TOMS 33 (2007)
(collisions, birthday spacings); Marsaglia's DIEHARD (birthday spacings); NIST SP 800-22, 2.6 as corrected by Kim,
Umeno & Hasegawa (2004) (spectral).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import erfc

Floats = NDArray[np.float64]


def equidistribution(u: Floats) -> float:
    """Counts in 1,024 cells of equal width, by chi-squared."""
    return chi_squared(np.bincount((u * 1024).astype(np.int64), minlength=1024))


def lowest_bits(u: Floats) -> float:
    """The same of what is left of a number once 20 bits of it are gone."""
    return equidistribution(u * 2**20 % 1.0)


def kolmogorov(u: Floats) -> float:
    """The greatest distance of the distribution from the straight line."""
    return float(stats.kstest(u, "uniform").pvalue)


def serial(u: Floats) -> float:
    """Pairs of neighbours in 64 x 64 cells, pairs not overlapping."""
    pairs = (u[: u.size // 2 * 2].reshape(-1, 2) * 64).astype(np.int64)
    return chi_squared(np.bincount(pairs[:, 0] * 64 + pairs[:, 1], minlength=4096))


def triples(u: Floats) -> float:
    """Three neighbours in 16 x 16 x 16 cells: where RANDU's points lie on 15 planes."""
    three = (u[: u.size // 3 * 3].reshape(-1, 3) * 16).astype(np.int64)
    return chi_squared(np.bincount(three @ np.array([256, 16, 1]), minlength=4096))


def correlation(u: Floats) -> float:
    """Correlations of numbers 1 to 32 apart, by Ljung and Box."""
    centred = u - 0.5
    whole = centred @ centred
    r = np.array([centred[lag:] @ centred[:-lag] / whole for lag in range(1, 33)])
    n = u.size
    return float(stats.chi2.sf(n * (n + 2) * (r**2 / (n - np.arange(1, 33))).sum(), 32))


def gaps(u: Floats) -> float:
    """How long a number below 1/16 is waited for, against the geometric law."""
    waits = np.diff(np.flatnonzero(u < 1 / 16)) - 1
    most = 48
    counts = np.bincount(np.minimum(waits, most), minlength=most + 1)
    chances = 1 / 16 * (15 / 16) ** np.arange(most + 1)
    chances[-1] = (15 / 16) ** most
    return float(stats.chisquare(counts, chances * waits.size).pvalue)


def runs(u: Floats) -> float:
    """How many runs above and below a half there are (Wald and Wolfowitz)."""
    above = u > 0.5
    n, k = u.size, int(above.sum())
    expected = 2 * k * (n - k) / n + 1
    spread = np.sqrt((expected - 1) * (expected - 2) / (n - 1))
    return float(2 * stats.norm.sf(abs(np.count_nonzero(above[1:] != above[:-1]) + 1 - expected) / spread))


def spectral(u: Floats) -> float:
    """How many of the Fourier heights of the signs stay below the level that 95% do."""
    size = 1 << int(np.log2(u.size))
    heights = np.abs(np.fft.rfft(np.where(u[:size] < 0.5, -1.0, 1.0)))[1 : size // 2]
    below = np.count_nonzero(heights < np.sqrt(size * np.log(1 / 0.05)))
    count = heights.size
    return float(erfc(abs(below - 0.95 * count) / np.sqrt(0.95 * 0.05 * count / 2) / np.sqrt(2)))


def collisions(u: Floats) -> float:
    """Balls in 2^26 urns, two numbers an urn: how many fall where one lies already, by Poisson."""
    pairs = (u[: u.size // 2 * 2].reshape(-1, 2) * 8192).astype(np.int64)[: 1 << 16]
    urns, balls = 1 << 26, len(pairs)
    met = balls - np.unique(pairs[:, 0] * 8192 + pairs[:, 1]).size
    expected = balls - urns * -np.expm1(balls * np.log1p(-1 / urns))
    return two_sided_poisson(met, expected)


def birthday_spacings(u: Floats) -> float:
    """Of 512 birthdays in a year of 2^24 days, how many spacings are equal, over all sets of them."""
    days, year = 512, 1 << 24
    sets = u[: u.size // days * days].reshape(-1, days)
    spacings = np.sort(np.diff(np.sort((sets * year).astype(np.int64), axis=1), axis=1), axis=1)
    equal = int((np.diff(spacings, axis=1) == 0).sum())
    return two_sided_poisson(equal, len(sets) * days**3 / (4 * year))


def chi_squared(counts: NDArray[np.int64]) -> float:
    """Against equal chances, on both sides: counts that are too even are no chance either."""
    p = float(stats.chisquare(counts).pvalue)
    return 2 * min(p, 1 - p)


def two_sided_poisson(found: int, expected: float) -> float:
    """The chance of a count as far from `expected`, on either side."""
    return float(min(1.0, 2 * min(stats.poisson.cdf(found, expected), stats.poisson.sf(found - 1, expected))))


BATTERY: dict[str, Callable[[Floats], float]] = {
    test.__name__: test
    for test in (
        equidistribution, lowest_bits, kolmogorov, serial, triples, correlation, gaps, runs, spectral, collisions,
        birthday_spacings,
    )
}  # fmt: skip
