"""Random sums of separate amounts against every sum worked out in 40 digits."""

import math

import mpmath as mp
import numpy as np
import pytest

from distributions import (
    Bernoulli,
    Binomial,
    Compound,
    Constant,
    Discrete,
    DiscreteUniform,
    Empirical,
    FromScipy,
    Mixture,
    NegativeBinomial,
    Poisson,
    RiskEvent,
    Scaled,
    Shifted,
    Truncated,
)
from engine.draws.tables import tabulate
from tests.distributions.references.discrete import every_sum

U = np.array([0.2, 0.5, 0.8, 0.9, 0.99, 0.999, 1 - 1e-6])


@pytest.mark.parametrize(
    "strikes", [Poisson(3), Poisson(1000), Binomial(7, 0.4), NegativeBinomial(0.7, 0.1)], ids=repr
)
def test_fixed_amounts_count_the_strikes(strikes):
    law = Compound(strikes, Constant(10))
    assert np.array_equal(law.ppf(U), 10 * strikes.ppf(U))
    k = np.arange(0, float(strikes.isf(1e-12)))
    assert law.pmf(10 * k) == pytest.approx(strikes.pmf(k), rel=1e-11, abs=1e-14)
    assert not law.pmf(10 * k + 5).any()


COUNTS = [
    Poisson(2),
    Binomial(4, 0.3),
    NegativeBinomial(0.7, 0.4),
    Bernoulli(0.2),
    Constant(3),
    DiscreteUniform(1, 4),
    Discrete((0, 2, 7), (0.5, 0.3, 0.2)),
    Mixture((Poisson(1), Constant(5)), (0.7, 0.3)),
    FromScipy("poisson", {"mu": 1.5}),
    Truncated(Poisson(3), high=4),
    Shifted(Binomial(2, 0.5), 1),
    RiskEvent(0.3, DiscreteUniform(2, 3)),
    Compound(Binomial(3, 0.4), DiscreteUniform(1, 2)),
]
AMOUNTS = [
    Discrete((1, 2, 5), (0.5, 0.3, 0.2)),
    Discrete((0.1, 0.7), (0.25, 0.75)),
    Discrete((1, math.pi), (0.4, 0.6)),
    Discrete((1, 1e12), (0.9, 0.1)),
    Discrete((-3, 1, 4), (0.2, 0.5, 0.3)),
    Discrete((-math.e, 1), (0.5, 0.5)),
    DiscreteUniform(0, 3),
    Empirical((18.25, 2.5, 2.5)),
    Scaled(Bernoulli(0.3), 0.37 * 1.1),
    Shifted(Binomial(2, 0.5), 0.5),
    RiskEvent(0.4, Constant(-18)),
    Truncated(Discrete((1, 2, 3, 4), (0.1, 0.2, 0.3, 0.4)), 2, 3),
]


@pytest.mark.parametrize("amounts", AMOUNTS, ids=repr)
@pytest.mark.parametrize("counts", COUNTS, ids=repr)
def test_separate_amounts_make_every_sum_with_its_probability(counts, amounts):
    law = Compound(counts, amounts)
    with mp.workdps(40):
        found = np.array([(float(x), float(p)) for x, p in sorted(every_sum(counts, amounts).items())])
    near = 1e-13 * np.maximum(np.abs(found[:, 0]), 1e-2)
    starts = np.flatnonzero(np.diff(found[:, 0], prepend=-np.inf) > near)  # 7 x 0.1 is 0.7 but for rounding
    sums, masses, near = found[starts, 0], np.add.reduceat(found[:, 1], starts), near[starts]
    assert law.cdf(sums + near) - law.cdf(sums - near) == pytest.approx(masses, abs=1e-12)
    assert law.cdf(sums + near) == pytest.approx(np.cumsum(masses), abs=1e-10)
    low, high = law.ppf([0.0, 1.0])
    assert sums[0] - near[0] <= low <= high <= sums[-1] + near[-1]
    x, p = law.jumps()
    assert law.mean() == pytest.approx(x @ p, rel=1e-9, abs=1e-9)
    assert law.variance() == pytest.approx((x - law.mean()) ** 2 @ p, rel=1e-9)
    assert law.accuracy() == 1e-10
    assert tabulate(law).error == 0


def test_two_sums_of_the_review():
    law = Compound(Poisson(2), Discrete((1, 2, 5), (0.5, 0.3, 0.2)))
    assert law.cdf(1) == pytest.approx(math.exp(-2) * 2, rel=1e-14)
    fines = Compound(Binomial(4, 0.3), Constant(18))
    assert fines.jumps().values.tolist() == [0, 18, 36, 54, 72]
    assert fines.sample(10_000, 1).max() == 72


def test_a_sum_that_never_happens_has_no_probability():
    law = Compound(DiscreteUniform(0, 3), Discrete((6, 10, 15), (0.2, 0.3, 0.5)))
    assert not law.pmf([2, 14, 29, 46]).any()
    assert (law.ppf(0), law.ppf(1)) == (0, 45)


def test_many_amounts_by_transform_are_those_by_steps():
    """Poisson with a mean of 400: the sum of ten with a mean of 40, which are done by another method."""
    amounts = DiscreteUniform(1, 40)
    whole, part = Compound(Poisson(400), amounts), Compound(Poisson(40), amounts)
    few = np.zeros(2**16)
    few[part.jumps().values.astype(int)] = part.jumps().masses
    wanted = np.fft.irfft(np.fft.rfft(few) ** 10)[: int(whole.ppf(1)) + 1]
    assert whole.pmf(np.arange(wanted.size)) == pytest.approx(wanted, abs=1e-14)
    x, p = whole.jumps()
    assert (x @ p, x**2 @ p - (x @ p) ** 2) == pytest.approx((whole.mean(), whole.variance()), rel=1e-9)


def test_too_many_sums_to_list_are_nearly_right_and_say_so():
    data = np.exp(np.random.default_rng(3).normal(size=150))
    law = Compound(Poisson(3), Empirical(data))
    assert 1e-10 < law.accuracy() < 1e-3
    assert Scaled(law, 3).accuracy() == law.accuracy()
    assert law.cdf(0) == pytest.approx(math.exp(-3), rel=1e-6)
    random = np.random.default_rng(4)
    counts = random.poisson(3, 200_000)
    drawn = random.choice(data, (200_000, counts.max()))
    played = np.sort(np.where(np.arange(counts.max()) < counts[:, None], drawn, 0).sum(axis=1))
    distance = np.abs(law.cdf(played + 1e-4) - np.arange(1, played.size + 1) / played.size)
    # where sums end: before, an equal sum may still come; a false alarm in a million, and what is moved
    assert distance[np.append(np.diff(played) > 0, True)].max() < 2.7 / math.sqrt(played.size) + 1e-3
    assert np.all(np.diff(law.cdf(np.linspace(-1, 60, 5000))) >= 0)
    tabulate(law)
