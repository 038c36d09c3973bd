"""Densities: those of SciPy, whose integral is the distribution function; none where single values have weight."""

import numpy as np
import pytest

from distributions import (
    Bernoulli,
    Beta,
    Constant,
    Cumulative,
    GeneralisedPareto,
    LawError,
    Mixture,
    Normal,
    Poisson,
    RiskEvent,
    Scaled,
    Truncated,
    Uniform,
    Weibull,
)
from distributions.base.density import slope
from tests.distributions.test_against_scipy import PAIRS, U

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(24)
CONTINUOUS = [(ours, frozen) for ours, frozen in PAIRS if not ours.jumps().values.size]
DISCRETE = [(ours, frozen) for ours, frozen in PAIRS if ours.jumps().values.size]


def integrals(law):
    """Integrals of the density over parts of the law's smooth stretches, and the probability of each part."""
    stretches = sorted(law.segments(), key=lambda s: s.start - s.stop)[:40]
    part = np.linspace(0.02, 0.98, 33)
    found, wanted = [], []
    for segment in stretches:
        x = segment.near(part)
        half = np.diff(x)[:, None] / 2
        found.append((law.density(x[:-1, None] + half + half * POINTS) * half) @ WEIGHTS)
        wanted.append(np.diff(part) * (segment.stop - segment.start) * (x[0] < x[-1]))
    return np.concatenate(found), np.concatenate(wanted)


def test_densities_integrate_to_the_distribution_function(law):
    found, wanted = integrals(law)
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-13)


def test_a_wrong_density_is_caught():
    class Wrong(Normal):
        def density(self, x):
            return super().density(x) * (1 + 1e-7)

    assert integrals(Normal(0, 1))[0] == pytest.approx(integrals(Normal(0, 1))[1], abs=1e-12)
    found, wanted = integrals(Wrong(0, 1))
    assert found != pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize(("ours", "frozen"), CONTINUOUS, ids=[repr(ours) for ours, _ in CONTINUOUS])
def test_densities_are_those_of_scipy(ours, frozen):
    x = np.concatenate([frozen.ppf(U), frozen.isf(U), frozen.ppf([1e-12]), frozen.isf([1e-12])])
    assert ours.pdf(x) == pytest.approx(frozen.pdf(x), rel=1e-10)


@pytest.mark.parametrize(("ours", "frozen"), DISCRETE, ids=[repr(ours) for ours, _ in DISCRETE])
def test_masses_are_those_of_scipy(ours, frozen):
    k = np.arange(frozen.ppf(1e-9) - 2, frozen.isf(1e-9) + 2)
    assert ours.pmf(k) == pytest.approx(frozen.pmf(k), rel=1e-10, abs=1e-15)
    assert not ours.pmf(k + 0.5).any()


def test_masses_and_density_make_the_whole(law):
    jumps = law.jumps()
    assert np.all(np.diff(jumps.values) > 0)
    assert np.all(jumps.masses > 0)
    before = np.nextafter(jumps.values, -np.inf)
    assert jumps.masses == pytest.approx(law.cdf(jumps.values) - law.cdf(before), abs=1e-15)
    assert law.pmf(jumps.values) == pytest.approx(jumps.masses)
    assert law.pmf(np.array([[np.inf, -np.inf]])).tolist() == [[0, 0]]


@pytest.mark.parametrize(
    "jumping", [Poisson(3), Bernoulli(0.2), RiskEvent(0.3, Normal(0, 1)), Constant(2)], ids=repr
)
def test_a_law_with_single_values_has_no_density(jumping):
    with pytest.raises(LawError, match=r"has no density: .*; pmf\(x\) is that of exactly x, cdf\(x\)"):
        jumping.pdf(1.0)


def test_ends_and_poles():
    assert Uniform(0, 2).pdf([-0.1, 0, 2, 2.1]) == pytest.approx([0, 0.5, 0.5, 0])
    assert np.isposinf(Beta(0.3, 0.4).pdf([0, 1])).all()
    assert np.isposinf(Weibull(0.7, 2).pdf(0))
    assert Weibull(1, 2).pdf(0) == 0.5
    assert GeneralisedPareto(0, 1, -2).pdf([0.5 + 1e-9, -1e-9]).tolist() == [0, 0]
    assert Cumulative((0, 1, 2, 3), (0, 0, 1, 1)).pdf([0.5, 1, 1.5, 2.5]).tolist() == [0, 1, 1, 0]
    assert Truncated(Normal(0, 1), low=0).pdf([-1, 0]) == pytest.approx([0, np.sqrt(2 / np.pi)])


def test_a_risk_that_is_sure_has_a_density():
    assert RiskEvent(1, Normal(2, 3)).pdf(1.0) == Normal(2, 3).pdf(1.0)
    assert not RiskEvent(0, Normal(2, 3)).density(1.0)


def test_density_beside_single_values():
    """What a law has besides its single values: a risk event given that it strikes, part of a mixture."""
    law = Mixture((Constant(1), Uniform(0, 2)), (0.25, 0.75))
    assert law.density([0.5, 1, 3]) == pytest.approx([0.375, 0.375, 0])
    assert law.pmf([0.5, 1]) == pytest.approx([0, 0.25])
    assert Scaled(law, -2).pmf(-2) == pytest.approx(0.25)


def test_the_slope_serves_laws_without_a_formula(law):
    """By differences, away from knots, where the law's own formula is known."""
    if law.jumps().values.size or len(law.segments()) > 50:
        pytest.skip("has jumps, or is drawn straight between many points")
    z = np.array([0.003, 0.021, 0.137, 0.37, 0.571, 0.773, 0.911, 0.987, 0.9973])
    near = [np.abs(z - knot).min() < 0.01 for knot in law.knots()]
    if any(near):
        pytest.skip("a knot is near")
    x = law.ppf(z)
    assert slope(law, x) == pytest.approx(law.density(x), rel=2e-7)
    low, high = law.ppf([0.0, 1.0])
    outside = np.array([end for end in (low - 1, high + 1) if np.isfinite(end)])
    assert not slope(law, outside).any()
