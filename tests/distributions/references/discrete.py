"""Laws on separate values, and those drawn through points."""

from __future__ import annotations

import mpmath as mp

from tests.distributions.references._build import TINY, beyond, lattice, lines, own, steps


def bernoulli(law):
    return steps((0, 1), (1 - mp.mpf(law.probability), law.probability))


def binomial(law):
    n, p = law.trials, mp.mpf(law.probability)
    return lattice(lambda k: mp.binomial(n, k) * p**k * (1 - p) ** (n - k) if k <= n else mp.mpf(0))


def constant(law):
    return steps((law.value,), (1,))


def discrete(law):
    return steps(law.values, law.probabilities)


def discrete_uniform(law):
    return steps(range(law.low, law.high + 1), [1] * (law.high + 1 - law.low))


def empirical(law):
    return steps(law.data, [1] * len(law.data))


def negative_binomial(law):
    r, p = mp.mpf(law.successes), mp.mpf(law.probability)
    return beyond(-TINY, lambda x: mp.betainc(r, mp.floor(x) + 1, 0, p, regularized=True))


def poisson(law):
    return beyond(-TINY, lambda x: mp.gammainc(mp.floor(x) + 1, law.mean_, mp.inf, regularized=True))


def cumulative(law):
    return lines(law.values, law.probabilities)


def compound(law):
    """Of the sum itself: see test_compound.py. Here: of the curve that the law says it draws."""
    return lines(law.equivalent.values, law.equivalent.probabilities)


def from_scipy(law):
    """SciPy's own distribution function, which its quantiles must invert."""
    return own(law._frozen)
