"""Random sums against sums whose law is known."""

import math

import numpy as np
import pytest
from scipy import special, stats

from distributions import (
    Binomial,
    Compound,
    Constant,
    Discrete,
    DiscreteUniform,
    Exponential,
    Gamma,
    LawError,
    Lognormal,
    Mixture,
    Normal,
    Pareto,
    Poisson,
    RiskEvent,
    Scaled,
    Shifted,
    StudentT,
    Uniform,
)
from engine.draws.tables import tabulate

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
