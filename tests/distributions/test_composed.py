"""Laws of laws: truncation, risk events, shifts and factors, their jumps at the right float."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distributions import (
    Bernoulli,
    Constant,
    Discrete,
    Lognormal,
    Normal,
    Pert,
    Poisson,
    RiskEvent,
    Scaled,
    Shifted,
    Truncated,
    Uniform,
)

U = np.linspace(0, 1, 101)
finite = st.floats(-1e9, 1e9, allow_subnormal=False)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(value=finite, shift=finite, factor=finite.filter(lambda x: abs(x) > 1e-9))
def test_a_jump_stays_at_its_float(value, shift, factor):
    for law in (Shifted(Constant(value), shift), Scaled(Constant(value), factor)):
        x = float(law.ppf(0.5))
        assert law.cdf(x) == 1
        assert law.sf(x) == 0
        assert law.cdf(np.nextafter(x, -np.inf)) == 0
        assert law.sf(np.nextafter(x, -np.inf)) == 1


def test_a_mirrored_law_is_itself_mirrored():
    law = Scaled(Lognormal(0, 1), -2)
    assert law.ppf(U) == pytest.approx(-2 * Lognormal(0, 1).isf(U), rel=1e-15)
    assert law.isf(1e-300) == -2 * Lognormal(0, 1).ppf(1e-300)
    assert np.array_equal(Scaled(law, -1).ppf(U), 2 * Lognormal(0, 1).ppf(U))


def test_a_mirrored_jump_belongs_to_the_smaller_value():
    law = Scaled(Bernoulli(0.25), -1)
    assert law.knots() == (0.25,)
    assert list(law.ppf([0.25, np.nextafter(0.25, 1)])) == [-1, 0]
    assert list(law.isf([0.75, np.nextafter(0.75, 0)])) == [-1, 0]


@pytest.mark.parametrize(
    ("low", "high"), [(-1, 2), (None, -6), (6, None), (6, 6.5), (-7, -6.5), (-np.inf, 1)]
)
def test_truncated_is_the_law_under_its_condition(low, high):
    law = Truncated(Normal(0, 1), low, high)
    base = Normal(0, 1)
    a, b = (-np.inf if low is None else low), (np.inf if high is None else high)
    x = np.linspace(max(a, -9), min(b, 9), 9)[1:-1]
    if a > 0:
        wanted = (base.sf(x) - base.sf(b)) / (base.sf(a) - base.sf(b))
        assert law.sf(x) == pytest.approx(wanted, rel=1e-12)
    else:
        wanted = (base.cdf(x) - base.cdf(a)) / (base.cdf(b) - base.cdf(a))
        assert law.cdf(x) == pytest.approx(wanted, rel=1e-12)
    assert list(law.ppf([0, 1])) == [a, b]


def test_truncation_keeps_jumps_at_its_bounds():
    law = Truncated(Discrete((1, 2, 3, 4), (0.1, 0.2, 0.3, 0.4)), 2, 3)
    assert law.cdf([1.9, 2, 2.9, 3]) == pytest.approx([0, 0.4, 0.4, 1], rel=1e-14)
    assert Truncated(Poisson(4), high=6).cdf(6) == 1
    assert Truncated(RiskEvent(0.5, Uniform(1, 2)), low=0).cdf(0) == pytest.approx(0.5)


def test_a_bound_in_a_gap_is_no_value():
    law = Truncated(Discrete((1, 2, 3, 4), (0.1, 0.2, 0.3, 0.4)), 1.5, 3.5)
    assert list(law.ppf([0, 1e-20, 0.3, 0.5, 1])) == [2, 2, 2, 3, 3]
    assert list(law.isf([0, 1e-20, 0.5, 0.7, 1])) == [3, 3, 3, 2, 2]
    upper = Truncated(Discrete((1, 2, 3, 4), (0.6, 0.2, 0.1, 0.1)), low=1.5)
    assert list(upper.ppf([0, 1e-20, 0.4, 0.6, 1])) == [2, 2, 2, 3, 4]


def test_a_risk_that_always_or_never_strikes():
    impact = Pert(5, 8, 20)
    assert np.array_equal(RiskEvent(1, impact).ppf(U), impact.ppf(U))
    assert np.array_equal(RiskEvent(0, impact).ppf(U), np.zeros_like(U))
    assert RiskEvent(0, impact).mean() == RiskEvent(0, impact).variance() == 0
    assert RiskEvent(1, impact).segments() == impact.segments() or len(RiskEvent(1, impact).segments()) == 1


def test_a_rare_risk_has_an_exact_tail():
    event, impact = RiskEvent(1e-12, Lognormal(0, 1)), Lognormal(0, 1)
    t = np.array([1e-13, 1e-20, 1e-300])
    assert event.isf(t) == pytest.approx(impact.isf(t / 1e-12), rel=1e-14)
    assert event.isf([1e-12, 0.5]) == pytest.approx([0, 0])


def test_a_risk_of_either_sign_has_its_atom_inside():
    event = RiskEvent(0.6, Normal(2, 3))
    low, high = event.knots()
    below = 0.6 * float(Normal(2, 3).cdf(0))
    assert (low, high) == pytest.approx((below, below + 0.4), rel=1e-14)
    inside = np.linspace(low + 1e-12, high - 1e-12, 9)
    assert np.array_equal(event.ppf(inside), np.zeros(9))
    assert event.ppf(low / 2) < 0 < event.ppf((1 + high) / 2)


def test_a_risk_that_only_saves():
    event = RiskEvent(0.25, Scaled(Pert(0, 1, 5), -1))
    assert event.knots() == (0.25,)
    t = 2.0 ** -np.arange(1, 40)
    assert event.segments()[0].far(t) == pytest.approx(-Pert(0, 1, 5).ppf(t), rel=1e-14)


def test_an_impact_with_knots_keeps_them():
    assert RiskEvent(0.5, Discrete((-1, 1, 2), (0.2, 0.3, 0.5))).knots() == pytest.approx((0.1, 0.6, 0.75))
    assert RiskEvent(0.5, RiskEvent(0.5, Uniform(1, 2))).knots() == pytest.approx((0.75,))
