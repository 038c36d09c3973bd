"""Random sums against sums whose law is known."""

import numpy as np
import pytest
from scipy import special, stats

from distributions import (
    Binomial,
    Compound,
    Constant,
    Discrete,
    Exponential,
    Gamma,
    Pareto,
    Poisson,
    RiskEvent,
)

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


def test_fixed_amounts_count_the_strikes():
    law = Compound(Poisson(3), Constant(10))
    assert law.ppf(U) == pytest.approx(10 * Poisson(3).ppf(U), rel=2e-4)
    many = Compound(Poisson(1000), Constant(10))
    assert many.ppf(U) == pytest.approx(10 * Poisson(1000).ppf(U), rel=2e-3)


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


def test_moments_are_walds():
    law = Compound(Poisson(2), Gamma(4, 5))
    assert (law.mean(), law.variance()) == pytest.approx((40, 2 * (100 + 400)), rel=1e-14)


def test_nothing_times_anything_is_nothing():
    assert Compound(Poisson(2), Constant(0)).ppf(0.99) == 0
    assert Compound(Constant(0), Exponential(1)).ppf(0.99) == 0
