"""Laws on separate values, and those drawn through points."""

from __future__ import annotations

import mpmath as mp

from distributions.base.atoms import Atoms
from tests.distributions.references import reference
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
    """Separate amounts: every sum. Others: see test_compound.py; here, of the curve that the law says it draws."""
    if isinstance(law.equivalent, Atoms):
        return steps(*zip(*every_sum(law.frequency, law.severity).items(), strict=True))
    return lines(law.equivalent.values, law.equivalent.probabilities)


def every_sum(frequency, severity):
    """Sums of separate amounts and their probabilities: those of 0, 1, 2, ... amounts, one after the other."""
    amounts = [(mp.mpf(x), mp.mpf(p)) for x, p in zip(*severity.jumps(), strict=True)]
    whole = mp.fsum(p for _, p in amounts)
    given, found, n = {mp.mpf(0): mp.mpf(1)}, {}, 0
    counts = reference(frequency)
    while 1 - counts(mp.mpf(n - 1)) > mp.mpf(10) ** -30:
        mass = counts(mp.mpf(n)) - counts(mp.mpf(n - 1))
        for total, p in given.items():
            found[total] = found.get(total, mp.mpf(0)) + mass * p
        longer = {}
        for total, p in given.items():
            for x, q in amounts:
                longer[total + x] = longer.get(total + x, mp.mpf(0)) + p * q / whole
        given, n = longer, n + 1
    return found


def from_scipy(law):
    """SciPy's own distribution function, which its quantiles must invert."""
    return own(law._frozen)
