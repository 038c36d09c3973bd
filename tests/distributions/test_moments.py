"""Mean and variance against an integral of the quantile function that shares nothing with the folder's own."""

import math

import numpy as np
import pytest

from distributions import Lognormal, Metalog, Mixture, Normal, Pareto, StudentT, Truncated, Uniform
from distributions.base.quadrature import mean, variance

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(8)


def panels(edges):
    """Gauss-Legendre points and weights on each interval between neighbouring edges."""
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half + half * POINTS).ravel(), (half * WEIGHTS).ravel()


FINE = panels(np.concatenate([np.arange(-690, -40, 5), np.arange(-40, 40, 0.25), np.arange(40, 690.1, 5)]))
COARSE = panels(np.arange(-36, 36.1, 0.5))


@np.errstate(over="ignore")  # where there is no variance
def integrals(law):
    """Mean and variance: on every segment, in the log odds z of its own probability."""
    total = np.zeros(2)
    segments = law.segments()
    z, weight = FINE if len(segments) < 10 else COARSE
    slope = weight / (2 + np.exp(z) + np.exp(-z))
    left = z < 0
    centre = float(law.ppf(0.5))
    for segment in segments:
        t = 1 / (1 + np.exp(np.abs(z)))
        x = np.where(left, segment.near(t), segment.far(t)) - centre
        total += (segment.stop - segment.start) * np.array([np.sum(slope * x), np.sum(slope * x**2)])
    return centre + total[0], total[1] - total[0] ** 2


def assert_moments(law):
    tolerance = max(1e-10, 20 * law.ACCURACY)
    found_mean, found_variance = integrals(law)
    if math.isfinite(law.mean()) and math.isfinite(law.variance()):
        reach = float(law.isf(1e-10) - law.ppf(1e-10))
        spread = math.sqrt(found_variance) + abs(found_mean)
        assert law.mean() == pytest.approx(found_mean, abs=tolerance * spread)
        # A knot near 1 is rounded to 1e-16 of probability, and values to 1e-16 of themselves.
        rounding = 2e-16 * reach**2 + 1e-14 * spread**2
        assert law.variance() == pytest.approx(found_variance, rel=tolerance, abs=rounding)
        assert law.sd() == pytest.approx(math.sqrt(law.variance()))
    elif math.isfinite(law.mean()):
        assert law.mean() == pytest.approx(found_mean, rel=1e-8)


def test_moments_are_the_integrals(law):
    assert_moments(law)


class Biased(Normal):
    def mean(self):
        return self.mean_ + 1e-8


class Spread(Normal):
    def variance(self):
        return self.sd_**2 * (1 + 1e-8)


@pytest.mark.parametrize("cls", [Biased, Spread])
def test_a_wrong_moment_is_caught(cls):
    assert_moments(Normal(3, 2))
    with pytest.raises(AssertionError):
        assert_moments(cls(3, 2))


def test_the_folders_own_quadrature_agrees(law):
    """It serves laws whose moments have no formula; here it is asked for those that have one."""
    if len(law.segments()) > 1:
        pytest.skip("takes long; the test above sees the pieces put together")
    tolerance = {"rel": 1e-9, "abs": 1e-9 * float(law.ppf(0.9) - law.ppf(0.1))}
    assert mean(law) == pytest.approx(law.mean(), nan_ok=True, **tolerance)
    assert variance(law) == pytest.approx(law.variance(), nan_ok=True, rel=1e-9)


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        (Pareto(1, 1), (math.inf, math.inf)),
        (Pareto(1, 2), (2, math.inf)),
        (StudentT(1), (math.nan, math.nan)),
        (StudentT(2), (0, math.inf)),
        (Mixture((Uniform(0, 1), Pareto(1, 0.8)), (0.5, 0.5)), (math.inf, math.inf)),
        (Truncated(Pareto(1, 0.8), low=3), (math.inf, math.inf)),
        (Truncated(StudentT(1), low=0), (math.inf, math.inf)),
        (Truncated(StudentT(1), high=0), (-math.inf, math.inf)),
    ],
    ids=repr,
)
def test_moments_that_do_not_exist(tail, found):
    assert (tail.mean(), tail.variance()) == pytest.approx(found, nan_ok=True, abs=1e-12)


def test_truncated_moments_have_a_known_case():
    """The half normal: mean sqrt(2 / pi), variance 1 - 2 / pi."""
    half = Truncated(Normal(0, 1), low=0)
    assert half.mean() == pytest.approx(math.sqrt(2 / math.pi), rel=1e-13)
    assert half.variance() == pytest.approx(1 - 2 / math.pi, rel=1e-13)


def test_metalog_moments_have_known_cases():
    """Two terms are the logistic law; with a lower bound the log-logistic."""
    assert Metalog((3, 2)).variance() == pytest.approx((2 * math.pi) ** 2 / 3, rel=1e-12)
    assert Metalog((0, 0.25), low=0).mean() == pytest.approx(math.pi / 4 / math.sin(math.pi / 4), rel=1e-12)
    assert Metalog((0, 1), low=0).mean() == math.inf


def test_a_bounded_part_of_a_heavy_tail_has_moments():
    part = Truncated(Pareto(1, 0.8), high=10)
    weight = 1 - 10**-0.8
    assert part.mean() == pytest.approx(0.8 / 0.2 * (10**0.2 - 1) / weight, rel=1e-12)
    assert Truncated(Lognormal(0, 1), high=1e9).mean() == pytest.approx(math.exp(0.5), rel=1e-10)
