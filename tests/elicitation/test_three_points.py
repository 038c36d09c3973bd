"""A most likely value with bounds or percentiles: laws that have it as mode; laws that part in their tails."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from distributions.triangular import Triangular
from engine.elicitation.answer import Answer, ElicitationError
from engine.elicitation.elicit import elicit
from engine.elicitation.pooling import pool
from engine.elicitation.tails import heavy, partings

U = np.array([0.01, 0.1, 0.5, 0.9, 0.99])


def test_bounds_and_a_mode_are_a_pert_and_a_triangle():
    found = elicit(low=5, mode=8, high=20)
    assert [fit.family for fit in found.fits] == ["pert", "triangular"]
    # SciPy's beta of 1 + 4 (mode - low) / width and 1 + 4 (high - mode) / width
    np.testing.assert_allclose(found.law.ppf(U), stats.beta(1.8, 4.2, 5, 15).ppf(U), rtol=1e-12)
    np.testing.assert_allclose(found.fits[1].law.ppf(U), stats.triang(0.2, 5, 15).ppf(U), rtol=1e-12)
    assert all(fit.exact for fit in found.fits)


@pytest.mark.parametrize("family", ["pert", "triangular"])
def test_percentiles_and_a_mode_are_held(family):
    law = elicit({0.1: 5, 0.9: 20}, [family], mode=8).law
    assert law.ppf([0.1, 0.9]) == pytest.approx([5, 20], rel=1e-6)
    assert law.mode == 8
    x = np.linspace(float(law.ppf(0.001)), float(law.ppf(0.999)), 4001)
    density = np.diff(law.cdf(x))
    assert x[density.argmax()] == pytest.approx(8, abs=3 * (x[1] - x[0]))


def test_the_triangle_through_its_own_percentiles_is_found_again():
    triangle = Triangular(2, 9, 30)
    p10, p90 = triangle.ppf([0.1, 0.9])
    law = elicit({0.1: p10, 0.9: p90}, ["triangular"], mode=9).law
    assert (law.low, law.high) == pytest.approx((2, 30), rel=1e-6)


def test_one_quantile_beside_the_three_points_tells_a_weight():
    found = elicit({0.8: 12}, low=5, mode=8, high=20)
    by = {fit.family: fit.law for fit in found.fits if fit.exact}
    assert {"beta", "double_triangular"} <= set(by)
    for law in by.values():
        assert law.ppf([0, 0.8, 1]) == pytest.approx([5, 12, 20], rel=1e-7)


def test_a_law_that_has_no_mode_to_state_is_passed_over():
    assert "most likely" in elicit(families=["pert", "gamma"], low=5, mode=8, high=20).passed_over["gamma"]
    with pytest.raises(ElicitationError, match="most likely"):
        elicit(families=["normal"], low=5, mode=8, high=20)


def test_a_dataset_tells_bounds_and_mode():
    table = elicit(low=5, mode=8, high=20).to_dataset()
    assert table["stated_value"].values.tolist() == [[5, 20], [5, 20]]
    assert table["stated_probability"].values.tolist() == [[0, 1], [0, 1]]
    assert table.attrs["title"].startswith("Most likely 8")


def test_experts_with_modes_are_pooled():
    pooled = pool([Answer((), "Ann", mode=8), Answer((), "Ben", mode=12)], low=5, high=20)
    assert pooled.law.mean() == pytest.approx(((5 + 32 + 20) / 6 + (5 + 48 + 20) / 6) / 2)


def test_of_laws_that_hold_the_same_the_one_of_a_heavy_tail_stands_behind():
    found = elicit({0.1: 8, 0.5: 10, 0.9: 20})
    first, second = found.fits[:2]
    assert first.exact
    assert second.exact
    tails = [float(fit.law.ppf(0.99)) - 10 for fit in (first, second)]
    assert tails[1] > 1.5 * tails[0]
    [parting] = found.partings()
    assert parting.percentile == 99
    assert parting.first == ("metalog", pytest.approx(10 + tails[0]))
    assert parting.others == {"myerson": pytest.approx(10 + tails[1])}


def test_a_heavy_tail_on_the_left_counts_alike():
    assert [fit.family for fit in elicit({0.1: 2, 0.5: 10, 0.9: 12}).fits[:2]] == ["metalog", "myerson"]


def test_where_the_first_law_alone_holds_what_was_stated_the_next_is_named():
    found = elicit({0.1: 10, 0.5: 12, 0.9: 30})
    assert [fit.exact for fit in found.fits[:2]] == [True, False]
    assert found.partings()[0].others.keys() == {found.fits[1].family}


def test_ordinary_quantiles_need_no_word():
    for stated in ({0.1: 5, 0.5: 10, 0.9: 15}, {0.1: 8, 0.5: 10, 0.9: 14}):
        assert elicit(stated).partings() == []


def test_a_lone_law_is_not_heavy_and_two_alike_do_not_part():
    law = Triangular(0, 1, 5)
    assert heavy({"a": law}) == frozenset()
    assert partings({"a": law, "b": law}) == []
    assert heavy({}) == frozenset()


@pytest.mark.parametrize(
    ("quantiles", "bounds"),
    [
        ({0.1: 1e-15, 0.5: 8, 0.9: 1e15}, {}),
        ({0.4: 1e-15, 0.6: 1e15}, {}),
        ({0.05: -4.7e-07, 0.4: -4.9e-08}, {"low": -73730454072172.0}),
        ({1e-9: 3, 1 - 1e-9: 4}, {"low": -1e15, "high": 1e15}),
        ({0.01: 2.9e-09, 0.99: 1.9e-08, 0.999: 2293225336179.5}, {"low": -2.7e-4, "high": 2293225336731.9}),
    ],
)
def test_extremes_give_laws_or_are_refused(quantiles, bounds):
    # warnings are errors here
    try:
        found = elicit(quantiles, **bounds)
    except ElicitationError:
        return
    found.to_dataset()
    found.partings()
    with np.errstate(all="ignore"):
        assert np.isfinite(found.law.ppf([0.01, 0.99])).all()
