"""Random sums against sums whose law is known."""

import math

import mpmath as mp
import numpy as np
import pytest
from scipy import special, stats

from distributions import (
    Bernoulli,
    Binomial,
    Compound,
    Constant,
    Discrete,
    DiscreteUniform,
    Empirical,
    Exponential,
    FromScipy,
    Gamma,
    LawError,
    Lognormal,
    Mixture,
    NegativeBinomial,
    Normal,
    Pareto,
    Poisson,
    RiskEvent,
    Scaled,
    Shifted,
    StudentT,
    Truncated,
    Uniform,
)
from engine.draws.tables import tabulate
from tests.distributions.references.discrete import every_sum

U = np.array([0.2, 0.5, 0.8, 0.9, 0.99, 0.999, 1 - 1e-6])


def poisson_exponential_cdf(x, rate, scale):
    n = np.arange(1, 200)
    return np.exp(-rate) + stats.poisson.pmf(n, rate) @ special.gammainc(n[:, None], np.atleast_1d(x) / scale)


def error(law, x, cdf):
    """By how much the quantiles `x` must be stretched, at most, to be those of `cdf`."""
    grid = np.linspace(-5e-4, 5e-4, 1001)
    positive = x > 0
    reached = np.array([cdf(x[positive] * (1 + step)) for step in grid])
    return np.abs(grid[np.argmin(np.abs(reached - U[positive]), axis=0)]).max()


def test_a_poisson_sum_of_exponentials():
    law = Compound(Poisson(2), Exponential(3))
    assert error(law, law.ppf(U), lambda x: poisson_exponential_cdf(x, 2, 3)) <= Compound.ACCURACY
    assert law.cdf(0) == pytest.approx(np.exp(-2), rel=1e-14)
    wrong = Compound(Poisson(2), Exponential(3 * (1 + 4e-4)))
    assert error(wrong, wrong.ppf(U), lambda x: poisson_exponential_cdf(x, 2, 3)) > Compound.ACCURACY


@pytest.mark.parametrize("count", [1, 3, 50, 1000])
def test_a_fixed_number_of_gammas_is_a_gamma(count):
    law = Compound(Constant(count), Gamma(4, 5))
    assert law.ppf(U) == pytest.approx(Gamma(4 * count, 5).ppf(U), rel=Compound.ACCURACY)


def test_one_or_none_is_a_risk_event():
    law, event = Compound(Binomial(1, 0.35), Gamma(4, 5)), RiskEvent(0.35, Gamma(4, 5))
    assert law.ppf(U) == pytest.approx(event.ppf(U), rel=Compound.ACCURACY)
    assert law.cdf([-1, 0, 20]) == pytest.approx(event.cdf([-1, 0, 20]), abs=1e-5)


@pytest.mark.parametrize(
    "strikes", [Poisson(3), Poisson(1000), Binomial(7, 0.4), NegativeBinomial(0.7, 0.1)], ids=repr
)
def test_fixed_amounts_count_the_strikes(strikes):
    law = Compound(strikes, Constant(10))
    assert np.array_equal(law.ppf(U), 10 * strikes.ppf(U))
    k = np.arange(0, float(strikes.isf(1e-12)))
    assert law.pmf(10 * k) == pytest.approx(strikes.pmf(k), rel=1e-11, abs=1e-14)
    assert not law.pmf(10 * k + 5).any()


def test_a_heavy_tail_is_that_of_its_largest_amount():
    """Far out a sum of subexponential amounts exceeds x as often as one of them does."""
    law = Compound(Poisson(0.5), Pareto(1, 1.5))
    for x in (1e4, 1e5):
        assert law.sf(x) == pytest.approx(0.5 * Pareto(1, 1.5).sf(x), rel=2e-3 if x < 1e5 else 2e-4)
    assert law.sf(float(law.isf(1e-6))) == pytest.approx(1e-6, rel=1e-6)


def test_a_list_of_counts_serves_as_frequency():
    counts = Discrete((0, 1, 4), (0.5, 0.3, 0.2))
    law = Compound(counts, Exponential(1))
    x = np.array([0.5, 2, 6])
    wanted = 0.5 + 0.3 * special.gammainc(1, x) + 0.2 * special.gammainc(4, x)
    assert law.cdf(x) == pytest.approx(wanted, abs=2e-5)


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


MIXED = [
    Mixture((Constant(5), Lognormal(1, 0.8)), (0.4, 0.6)),
    RiskEvent(0.4, Mixture((Constant(5), Exponential(2)), (0.3, 0.7))),
    Mixture((Discrete((1, math.pi), (0.5, 0.5)), Uniform(1, 2)), (0.5, 0.5)),
    Mixture((Constant(-4), Uniform(0, 3)), (0.3, 0.7)),
    RiskEvent(0.4, Normal(2, 3)),
    Shifted(RiskEvent(0.5, Gamma(2, 1)), 3),
    Shifted(RiskEvent(0.5, Gamma(2, 1)), -1),
    Scaled(RiskEvent(0.5, Gamma(2, 1)), -1),
    Normal(2, 3),
]


def by_parts(counts, severity, x):
    """Distribution function at `x` from many draws of each number of amounts, and its standard error."""
    size, random = 400_000, np.random.default_rng(9)
    n = counts.ppf(random.random(size)).astype(int)
    total = np.zeros(size)
    for k in range(n.max()):
        going = n > k
        total[going] += severity.ppf(random.random(going.sum()))
    found = np.array([(total <= value).mean() for value in x])
    return found, np.sqrt(np.maximum(found * (1 - found), 1e-4) / size)


@pytest.mark.parametrize("severity", MIXED, ids=repr)
@pytest.mark.parametrize("counts", [Poisson(2), Binomial(4, 0.3), DiscreteUniform(1, 3)], ids=repr)
def test_amounts_that_are_partly_separate(counts, severity):
    law = Compound(counts, severity)
    x = np.array([-4, -1, 0, 1, 3, 5, 6, 10, 15]) + 1e-9
    found, error = by_parts(counts, severity, x)
    assert np.all(np.abs(law.cdf(x) - found) < 5 * error)  # a false alarm in 60,000 for all 27
    weight = float(severity.jumps().masses.sum())
    alone = float(sum(counts.pmf(n) * weight**n for n in range(60)))
    assert law.jumps().masses.sum() == pytest.approx(alone, abs=1e-10)
    assert np.all(np.diff(law.cdf(np.linspace(-60, 200, 5000))) >= 0)
    tabulate(law)


def test_single_values_amid_a_density_are_exact():
    law = Compound(Poisson(2), Mixture((Constant(5), Exponential(3)), (0.4, 0.6)))
    n = np.arange(6)
    assert law.pmf(5 * n) == pytest.approx(np.exp(-1.2) * stats.poisson.pmf(n, 0.8), abs=1e-12)
    x = np.array([1.0, 4.9, 5.0, 7.5, 30.0])
    shares = stats.poisson.pmf(np.arange(40), 0.8)
    wanted = sum(
        w * (x >= 5 * k) * poisson_exponential_cdf(np.maximum(x - 5 * k, 0), 1.2, 3)
        for k, w in enumerate(shares)
    )
    assert law.cdf(x) == pytest.approx(wanted, abs=2e-5)


def test_amounts_of_either_sign():
    law, known = Compound(Constant(5), Normal(2, 3)), Normal(10, 3 * math.sqrt(5))
    x = np.linspace(-20, 40, 61)
    assert law.cdf(x) == pytest.approx(known.cdf(x), abs=5e-5)
    assert law.ppf(U) == pytest.approx(known.ppf(U), abs=law.accuracy() * 30)
    assert law.jumps().values.size == 0
    difference = Compound(Constant(1000), Mixture((Exponential(1), Scaled(Exponential(1), -1)), (0.5, 0.5)))
    assert difference.ppf([0.05, 0.5, 0.95]) == pytest.approx(
        Normal(0, math.sqrt(2000)).ppf([0.05, 0.5, 0.95]), abs=0.2
    )


@pytest.mark.parametrize("count", [5_000, 30_000])
def test_very_many_amounts(count):
    assert Compound(Constant(count), Gamma(4, 5)).ppf(U) == pytest.approx(
        Gamma(4 * count, 5).ppf(U), rel=2e-4
    )
    law = Compound(Poisson(count), Exponential(3))
    normal = Normal(3 * count, math.sqrt(18 * count))
    assert law.ppf([0.1, 0.5, 0.9]) == pytest.approx(normal.ppf([0.1, 0.5, 0.9]), rel=3e-4)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Compound(Constant(1e15), Exponential(3)),
            "1e+15 amounts on average; the greatest number that can be",
        ),
        (
            lambda: Compound(Constant(1e15), Constant(3)),
            "1e+15 amounts at most; the greatest number that can be",
        ),
        (lambda: Compound(Poisson(1e5), Exponential(3)), "is 32,000, beyond it a normal law"),
        (lambda: Compound(DiscreteUniform(0, 5000), Exponential(3)), "5,001 different counts"),
        (lambda: Compound(Poisson(1), StudentT(2)), "may be negative and has no finite variance"),
        (
            lambda: Compound(Mixture((Poisson(1), Exponential(1)), (0.5, 0.5)), Exponential(1)),
            "is not a law of counts",
        ),
        (lambda: Compound(Binomial(4, 0.3), Scaled(Pareto(1e-150, 5), 1e-150)).ppf(0.5), "cannot be summed"),
    ],
)
def test_sums_that_cannot_be_worked_out_are_refused(make, sentence):
    with pytest.raises(LawError) as refusal:
        make()
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith(("frequency = ", "severity = "))


def test_moments_are_walds():
    law = Compound(Poisson(2), Gamma(4, 5))
    assert (law.mean(), law.variance()) == pytest.approx((40, 2 * (100 + 400)), rel=1e-14)


def test_nothing_times_anything_is_nothing():
    assert Compound(Poisson(2), Constant(0)).ppf(0.99) == 0
    assert Compound(Constant(0), Exponential(1)).ppf(0.99) == 0
