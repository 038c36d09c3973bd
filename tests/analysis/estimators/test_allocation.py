"""Shares of a percentile and of a tail mean against closed forms, and the shares' sums."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from engine.analysis.estimators.allocation import over_mean, shares_at, shares_beyond
from engine.analysis.estimators.percentiles import percentiles, value_rank

# Two Gaussians with means 10 and 20, variances 1 and 4 and covariance 1: E[Xi | Y = q] = mu_i + c_i (q - mu) / V with
# c = (2, 5), V = 7; the tail mean replaces q by mu + sqrt(V) phi(z) / 0.2.
AT = np.array([10.636206, 21.590515])
BEYOND = np.array([11.058157, 22.645392])
Z95, ITERATIONS = 1.959963984540054, 100_000


@pytest.fixture(scope="module")
def gaussian():
    draws = np.random.default_rng(2023)
    return draws.multivariate_normal([10, 20], [[1, 1], [1, 4]], ITERATIONS).T


def errors(shares):
    """Standard errors of the shares, from their intervals."""
    return (shares.high - shares.low) / 2 / Z95


@pytest.mark.parametrize(("estimate", "exact"), [(shares_at, AT), (shares_beyond, BEYOND)])
def test_gaussian_shares_are_the_closed_form(gaussian, estimate, exact):
    """Five standard errors: a false alarm in one of 1.7 million runs, twice."""
    found = estimate(gaussian, gaussian.sum(axis=0), 80)
    assert (np.abs(found.value - exact) < 5 * errors(found)).all()
    other = BEYOND if exact is AT else AT
    assert (np.abs(found.value - other) > 5 * errors(found)).all()  # the other definition would be seen
    assert (errors(found) < 0.03).all()


@pytest.mark.parametrize("iterations", [1, 2, 5, 100, 10_000])
@pytest.mark.parametrize("percentage", [1, 20, 50, 80, 99])
def test_shares_add_up_to_the_percentile_and_to_the_tail_mean(iterations, percentage):
    parts = np.random.default_rng(7).lognormal(0, 1, (5, iterations))
    whole = parts.sum(axis=0)
    ordered = np.sort(whole)
    at = shares_at(parts, whole, percentage).value.sum()
    assert at == pytest.approx(ordered[value_rank(iterations, percentage) - 1], rel=1e-12)
    tail = iterations * (1 - percentage / 100)
    weights = np.clip(tail - np.arange(iterations)[::-1], 0, 1)  # of the greatest so many, the last in part
    beyond = shares_beyond(parts, whole, percentage).value.sum()
    assert beyond == pytest.approx(ordered @ weights / tail, rel=1e-12)


def test_a_whole_with_few_values_is_shared_out_too():
    strikes = np.arange(1000) % 4 == 0  # a quarter of the iterations cost 8, half of which are of either part
    half = np.arange(1000) % 8 == 0
    parts = np.stack([8.0 * (strikes & half), 8.0 * (strikes & ~half)])
    assert shares_at(parts, parts.sum(axis=0), 50).value.tolist() == [0.0, 0.0]
    assert shares_beyond(parts, parts.sum(axis=0), 50).value == pytest.approx(
        [2.0, 2.0]
    )  # 8 in half of the tail
    constant = np.full((2, 50), 3.0)
    assert shares_at(constant, constant.sum(axis=0), 80).value == pytest.approx([3.0, 3.0])


def test_intervals_cover_as_often_as_they_say():
    """Of 400 runs 95% +- 5 standard errors of 1.1%: a false alarm in one of 1.7 million."""
    draws, covered = np.random.default_rng(11), np.zeros((2, 2))
    for _ in range(400):
        parts = draws.multivariate_normal([10, 20], [[1, 1], [1, 4]], 2_000).T
        for row, (estimate, exact) in enumerate(((shares_at, AT), (shares_beyond, BEYOND))):
            found = estimate(parts, parts.sum(axis=0), 80)
            covered[row] += (found.low <= exact) & (exact <= found.high)
    assert (np.abs(covered / 400 - 0.95) < 5 * 0.011).all(), covered / 400


def test_the_interval_of_a_contingency_over_the_mean_covers_as_often_as_it_says():
    draws, exact, covered = np.random.default_rng(5), np.exp(0.8416212335729143) - np.exp(0.5), 0
    widths = []
    for _ in range(400):
        values = draws.lognormal(0, 1, 2_000)
        found = percentiles(values, [80]).value[0] - values.mean()
        widths.append(over_mean(values, 80))
        covered += abs(found - exact) < widths[-1]
    assert abs(covered / 400 - 0.95) < 5 * 0.011
    assert over_mean(np.full(100, 4.0), 80) == 0.0


def test_the_error_of_a_percentile_less_the_mean_knows_that_they_move_together():
    """Of a Gaussian, n times its square is p(1 - p) / phi(z)^2 - 1: the covariance of the two is 1."""
    values = np.random.default_rng(6).normal(0, 1, ITERATIONS)
    exact = Z95 * np.sqrt((0.16 / norm.pdf(norm.ppf(0.8)) ** 2 - 1) / ITERATIONS)
    assert over_mean(values, 80) == pytest.approx(exact, rel=0.03)
