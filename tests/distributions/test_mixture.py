"""Mixtures: exact where they jump, where a component begins, and between components far apart."""

import numpy as np
import pytest

from distributions import Constant, Discrete, JohnsonSu, LawError, Mixture, Normal, Pert, RiskEvent, Uniform
from distributions.base.inversion import bracketed

U = np.linspace(0, 1, 201)


def test_one_law_alone_is_itself():
    law = Pert(10, 12, 20)
    assert Mixture((law,), (1,)).ppf(U) == pytest.approx(law.ppf(U), rel=1e-13)
    assert Mixture((law, law), (0.3, 0.7)).ppf(U) == pytest.approx(law.ppf(U), rel=1e-13)


def test_fixed_values_are_a_discrete_law():
    mixed = Mixture((Constant(3), Constant(-1), Constant(0.1)), (0.2, 0.5, 0.3))
    listed = Discrete((3, -1, 0.1), (0.2, 0.5, 0.3))
    inside = U[~np.isin(U, [0.5, 0.8])]  # there the two sums may round differently
    assert np.array_equal(mixed.ppf(inside), listed.ppf(inside))
    assert mixed.knots() == pytest.approx(listed.knots(), rel=1e-15)


def test_a_fixed_zero_and_an_impact_are_a_risk_event():
    impact = Pert(5, 8, 20)
    mixed, event = Mixture((Constant(0), impact), (0.65, 0.35)), RiskEvent(0.35, impact)
    t = 10.0 ** -np.arange(1, 200, 13)
    assert mixed.isf(t) == pytest.approx(event.isf(t), rel=1e-12)
    assert mixed.ppf(U) == pytest.approx(event.ppf(U), rel=1e-9)


def test_uniform_pieces_side_by_side():
    law = Mixture((Uniform(0, 1), Uniform(3, 4)), (0.25, 0.75))
    assert law.knots() == (0.25,)
    assert law.ppf([0.125, 0.25, 0.625, 1]) == pytest.approx([0.5, 1, 3.5, 4], rel=1e-14)
    assert law.ppf(np.nextafter(0.25, 1)) == pytest.approx(3)


def test_a_component_is_exact_where_it_begins():
    """Where 20 <= x the law is the second component, whose quantile near 20 goes as a root of probability."""
    second = Pert(20, 25, 40)
    law = Mixture((Pert(0, 3, 10), second), (0.5, 0.5))
    t = 2.0 ** -np.arange(1, 45)
    start = law.segments()[1].near(t)
    assert start - 20 == pytest.approx(second.ppf(t) - 20, rel=1e-6, abs=1e-14)


def test_far_apart_laws_are_cut_between():
    law = Mixture((Normal(0, 1), Normal(1000, 1)), (0.7, 0.3))
    (knot,) = law.knots()
    assert knot == pytest.approx(0.7, rel=1e-15)
    assert law.ppf([0.35, 0.85]) == pytest.approx([0, 1000], abs=1e-12)


def test_every_probability_is_reached():
    """Random mixtures: the quantile is the smallest value at which the distribution function reaches it."""
    random = np.random.default_rng(5)
    for _ in range(20):
        weights = random.dirichlet(np.ones(4))
        laws = (
            Normal(*random.uniform(1, 5, 2)),
            Uniform(0, float(random.uniform(1, 5))),
            Constant(float(random.integers(-3, 4))),
            Discrete(random.integers(0, 9, 3), (0.2, 0.3, 0.5)),
        )
        law = Mixture(laws, weights)
        u = random.random(100)
        x = law.ppf(u)
        assert np.all(law.cdf(x + 1e-12) >= u - 1e-12)
        assert np.all(law.cdf(x - 1e-12) <= u + 1e-12)


def test_roots_that_lie_at_ends_are_not_searched_for():
    """Of a lognormal whose mean is uncertain the median is such a one: 1,200 steps on nothing took two seconds."""
    asked = []

    def excess(x):
        asked.append(x.size)
        return x - 3.0

    ends = np.array([3.0]), np.array([4.0])
    assert bracketed(excess, ends, (np.array([0.0]), np.array([1.0]))).tolist() == [3.0]
    assert asked == []
    ends = np.array([3.0, 1.0]), np.array([4.0, 4.0])
    found = bracketed(excess, ends, (np.array([0.0, -2.0]), np.array([1.0, 1.0])))
    assert found.tolist() == [3.0, 3.0]
    assert 0 < len(asked) < 10


def test_laws_beyond_all_numbers_are_refused():
    """sinh(2^31 / 24) is infinite, so that no value of any of them is a number."""
    laws = tuple(JohnsonSu(gamma=2.0**31, delta=24, location=2, scale=scale) for scale in (0.1, 0.2))
    with pytest.raises(LawError, match="beyond all numbers"):
        Mixture(laws, (0.5, 0.5)).ppf([0.01, 0.5])
