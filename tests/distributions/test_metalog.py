"""The metalog: Keelin's terms in Keelin's order, exact fits, and no fit that is not a distribution."""

import math

import numpy as np
import pytest

from distributions import LawError, Logistic, Metalog, Uniform

U = np.linspace(0.01, 0.99, 99)


def keelin(u, a):
    """The terms as printed in Keelin (2016), equation 6."""
    c, odds = u - 0.5, np.log(u / (1 - u))
    terms = [1, odds, c * odds, c, c**2, c**2 * odds, c**3, c**3 * odds, c**4, c**4 * odds]
    return sum(coefficient * term for coefficient, term in zip(a, terms, strict=False))


@pytest.mark.parametrize("count", range(2, 11))
def test_the_terms_are_keelins(count):
    a = (3.0, 1.0, 0.2, 0.3, 0.1, 0.05, 0.2, 0.01, 0.1, 0.02)[:count]
    assert Metalog(a).ppf(U) == pytest.approx(keelin(U, a), rel=1e-13)
    assert Metalog(a, low=0).ppf(U) == pytest.approx(np.exp(keelin(U, a)), rel=1e-13)
    assert Metalog(a, high=0).ppf(U) == pytest.approx(-np.exp(-keelin(U, a)), rel=1e-13)
    assert Metalog(a, -2, 3).ppf(U) == pytest.approx(-2 + 5 / (1 + np.exp(-keelin(U, a))), rel=1e-12)


def test_two_terms_are_the_logistic_law():
    assert Metalog((50, 4)).ppf(U) == pytest.approx(Logistic(50, 4).ppf(U), rel=1e-14)


def test_the_fourth_term_alone_is_the_uniform_law():
    assert Metalog((5, 0, 0, 2)).ppf([0, *U, 1]) == pytest.approx(Uniform(4, 6).ppf([0, *U, 1]), rel=1e-15)


@pytest.mark.parametrize("bounds", [(None, None), (0, None), (None, 60), (0, 60)], ids=str)
def test_as_many_terms_as_points_meet_them_all(bounds):
    points = {0.05: 6, 0.1: 8, 0.5: 14, 0.9: 24, 0.95: 28}
    law = Metalog.from_percentiles(points, *bounds, terms=5)
    assert law.ppf(list(points)) == pytest.approx(list(points.values()), rel=1e-12)
    low, high = law.ppf([0, 1])
    assert low == (-math.inf if bounds[0] is None else bounds[0])
    assert high == (math.inf if bounds[1] is None else bounds[1])


def test_fewer_terms_are_least_squares():
    u = (np.arange(200) + 0.5) / 200
    x = Logistic(50, 4).ppf(u) + 0.3 * np.sin(40 * u)
    law = Metalog.fit(u, x, terms=3)
    best = np.sum((law.ppf(u) - x) ** 2)
    for k in range(3):
        nudged = list(law.coefficients)
        nudged[k] += 1e-3
        assert np.sum((Metalog(tuple(nudged)).ppf(u) - x) ** 2) > best


def test_a_fit_that_turns_down_is_refused_where_it_does():
    points = {0.1: 8, 0.2: 8.01, 0.5: 8.02, 0.8: 19.9, 0.9: 20}
    with pytest.raises(LawError, match=r"quantile would fall at probability") as refusal:
        Metalog.from_percentiles(points, terms=5)
    a = np.linalg.solve(
        np.array([[keelin(u, np.eye(5)[k]) for k in range(5)] for u in points]),
        np.array(list(points.values())),
    )
    u = float(str(refusal.value).split("probability ")[1].split(";")[0])
    fine = np.linspace(0.9 * u, min(1.1 * u, 1 - 1e-9), 2001)
    assert np.any(np.diff(keelin(fine, a)) < 0)


@pytest.mark.parametrize("extra", [0.999, 1.001])
def test_the_border_of_feasibility_is_found(extra):
    """With a1 = 0, a2 = 1 and only c L beside it the quantile rises everywhere if |a3| < 1.66711 (Keelin 2016)."""
    a3 = 1.66711 * extra
    if extra < 1:
        Metalog((0, 1, a3)), Metalog((0, 1, -a3))
    else:
        for sign in (1, -1):
            with pytest.raises(LawError, match="quantile falls at"):
                Metalog((0, 1, sign * a3))


def test_its_distribution_function_is_its_inverse():
    law = Metalog.from_percentiles({0.1: 8, 0.5: 11, 0.9: 20}, low=0)
    assert law.cdf(law.ppf(U)) == pytest.approx(U, rel=1e-13)
    assert law.sf(law.isf(1e-12)) == pytest.approx(1e-12, rel=1e-10)
    assert np.array_equal(law.cdf([-1, 0, np.inf]), [0, 0, 1])


def test_a_file_has_whole_numbers_as_floats():
    stated = {0.1: 8, 0.5: 11, 0.9: 20}
    assert Metalog.from_percentiles(stated, terms=2.0) == Metalog.from_percentiles(stated, terms=2)
    with pytest.raises(LawError, match=r"terms = 2\.5 is not a whole number"):
        Metalog.from_percentiles(stated, terms=2.5)
