"""The quantile function is the inverse of the distribution function, as far into the tails as there are numbers."""

from itertools import pairwise

import numpy as np
import pytest

from distributions import Law, Normal
from distributions.base.law import float_before

TINY = 10.0 ** np.concatenate([np.arange(-250.0, -20, 30), np.linspace(-20, np.log10(0.5), 200)])
EVEN = np.linspace(0, 1, 101)
TOLERANCE = 2e-13  # of a quantile, relative to itself plus the width of the law


def width(law):
    low, middle, high = law.ppf([0.1, 0.5, 0.9])
    return (high - low) or abs(middle) or 1.0


@np.errstate(invalid="ignore")  # a quantile that is wrongly infinite is missed too
def missed(law, tolerance=TOLERANCE):
    """Probabilities whose quantile is further than the tolerance from where the law passes them.

    Jumps need no exception: there the law passes from less to more than the probability in one place. What
    the distribution function itself may round is allowed for.
    """
    x, y = law.ppf(TINY), law.isf(TINY)
    dx, dy = (tolerance * (np.abs(quantile) + width(law)) for quantile in (x, y))
    low = (law.cdf(x - dx) <= TINY * (1 + 1e-12)) & (law.cdf(x + dx) >= TINY * (1 - 1e-12))
    high = (law.sf(y - dy) >= TINY * (1 - 1e-12)) & (law.sf(y + dy) <= TINY * (1 + 1e-12))
    return np.concatenate([TINY[~low], TINY[~high]])


def test_quantiles_are_where_the_distribution_function_says(law):
    assert missed(law).size == 0


class Careless(Normal):
    """A normal law whose upper tail is counted from 1."""

    def isf(self, t):
        return self.ppf(1 - np.asarray(t))


class Wrong(Normal):
    """A normal law with quantiles a millionth of a millionth too wide."""

    def ppf(self, u):
        return super().ppf(u) * (1 + 1e-12)


@pytest.mark.parametrize("cls", [Careless, Wrong])
def test_a_wrong_quantile_is_caught(cls):
    assert missed(Normal(0, 1)).size == 0
    assert missed(cls(0, 1)).size > 0


def test_quantiles_rise(law):
    for quantiles in (law.ppf(EVEN), law.ppf(TINY), -law.isf(TINY)):
        finite = quantiles[np.isfinite(quantiles)]
        assert np.all(np.diff(finite) >= -1e-15 * np.abs(finite[1:]))


def test_ppf_and_isf_agree(law):
    u = np.array([k for k in EVEN if not np.any(np.abs(np.array(law.knots()) - k) < 1e-12)])
    ends = np.isin(u, [0, 1])
    assert np.array_equal(law.ppf(u[ends]), law.isf(1 - u[ends]))
    assert law.ppf(u[~ends]) == pytest.approx(law.isf(1 - u[~ends]), rel=1e-12, abs=1e-12 * width(law))


def test_the_ends_are_the_support(law):
    low, high = law.ppf([0.0, 1.0])
    assert law.isf(1.0) == low
    assert law.isf(0.0) == high
    assert low <= law.ppf(1e-9)
    assert high >= law.isf(1e-9)
    assert float(law.cdf(float_before(np.asarray(low)))) == 0
    assert float(law.sf(high)) == 0
    assert np.array_equal(law.cdf([-np.inf, np.inf]), [0, 1])
    assert np.array_equal(law.sf([-np.inf, np.inf]), [1, 0])


def test_cdf_and_sf_are_complements(law):
    x = law.ppf(EVEN[1:-1])
    assert law.cdf(x) + law.sf(x) == pytest.approx(1, abs=1e-14)


def test_the_quantile_is_the_smallest_value_reached(law):
    """At a jump of the distribution function every probability it skips belongs to the one value."""
    for u in law.knots()[:50]:
        x = law.ppf(u)
        assert law.cdf(x) >= u * (1 - 1e-12) - 1e-15
        below = law.cdf(x - 1e-9 * (abs(x) + width(law)))
        assert below <= u * (1 + 1e-12) + 1e-15


def test_any_shape_goes_in_and_comes_out(law):
    for method in (law.ppf, law.isf, law.cdf, law.sf):
        one, many = method(0.25), method([[0.25, 0.5, 0.75], [0.2, 0.4, 0.6]])
        assert isinstance(one, np.ndarray | np.float64)
        assert np.shape(one) == ()
        assert many.shape == (2, 3)
        assert many.dtype == float
        # NumPy's functions of vectors and of scalars may differ in the last place (AVX-512)
        assert many[0, 0] == pytest.approx(float(one), rel=1e-14, abs=0)
        assert method(np.empty(0)).shape == (0,)


def test_knots_ascend_inside(law):
    knots = np.array([0.0, *law.knots(), 1.0])
    assert np.all(np.diff(knots) > 0)


def test_segments_tile_the_unit_interval(law):
    segments = law.segments()
    assert segments[0].start == 0
    assert segments[-1].stop == 1
    assert all(s.start < s.stop for s in segments)
    gaps = [later.start - earlier.stop for earlier, later in pairwise(segments)]
    assert gaps == pytest.approx([0.0] * len(gaps), abs=1e-15)


def test_segments_say_what_the_quantile_says(law):
    t = np.array([0.125, 0.25, 0.5])
    for segment in law.segments()[:: max(1, len(law.segments()) // 20)]:
        part = segment.stop - segment.start
        if part < 1e-6:
            continue
        near, far = segment.near(t), segment.far(t)
        tolerance = {"rel": 1e-9, "abs": 1e-9 * width(law)}
        assert near == pytest.approx(law.ppf(segment.start + part * t), **tolerance)
        assert far == pytest.approx(law.ppf(segment.stop - part * t), **tolerance)


def test_the_base_class_promises_only_what_a_law_must_give():
    for method in (Law().ppf, Law().cdf):
        with pytest.raises(NotImplementedError):
            method(0.5)
