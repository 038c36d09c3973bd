"""The reference class: what goes into the fitted laws, and that they fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from distributions import Beta
from experiments import reference_class
from experiments.shared_services import register

CUT_OFF = "2023-05-31"


def sources() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in register.rows("sources")}


@pytest.mark.parametrize("table", [*register.PAIRS, "unselected"])
def test_every_row_of_the_register_has_a_known_source(table: str) -> None:
    for row in register.rows(table):
        assert row["source"] in sources(), row


@pytest.mark.parametrize("table", register.PAIRS)
def test_rows_that_are_used_were_public_by_the_cut_off(table: str) -> None:
    for row in register.rows(table):
        date = sources()[row["source"]]["date"]
        if row["used"] == "yes":
            assert date == "undated" or date <= CUT_OFF, row
            assert row["quality"] in "AB", row
        else:
            assert row["why"], row


@pytest.mark.parametrize("table", register.PAIRS)
def test_pages_of_after_the_cut_off_are_marked(table: str) -> None:
    for row in register.rows(table):
        date = sources()[row["source"]]["date"]
        assert ("†" in row["why"]) == (date != "undated" and date > CUT_OFF), row


def test_number_of_pairs_behind_each_law() -> None:
    assert [register.observed(table).size for table in register.PAIRS] == [9, 8, 6]


def test_fits_agree_with_what_was_not_fitted() -> None:
    reference_class.check(reference_class.measure())


def test_check_catches_a_law_that_is_not_that_of_the_pairs() -> None:
    fitted = reference_class.measure()
    cost = fitted["cost growth"]
    with pytest.raises(AssertionError, match="cost growth"):
        reference_class.check({**fitted, "cost growth": replace(cost, audited=cost.unselected)})


def test_blend_has_the_moments_of_the_mixture() -> None:
    low, high = Beta(2, 6), Beta(5, 3)
    values = np.concatenate([law.ppf((np.arange(200_000) + 0.5) / 200_000) for law in (low, high)])
    mean, variance = reference_class.blend((low.mean(), low.variance()), (high.mean(), high.variance()))
    assert mean == pytest.approx(values.mean(), rel=1e-6)
    assert variance == pytest.approx(values.var(), rel=1e-5)


def test_chart_shows_every_pair() -> None:
    figure = reference_class.chart()
    for axis, n in zip(figure.axes, (9, 8, 6), strict=True):
        assert axis.get_title().startswith(f"{n} audited pairs, ")
        assert "p = 0." in axis.get_title()


def test_laws_of_the_pairs_are_those_that_fit_found() -> None:
    cost, slip, benefit = reference_class.measure().values()
    for law, table in ((cost.audited, "cost_ratio"), (slip.audited.impact, "slip")):
        logs = np.log(register.observed(table))
        assert law.log_mean == pytest.approx(logs.mean(), rel=1e-12)
        assert law.log_sd == pytest.approx(logs.std(ddof=1), rel=1e-12)
    ratios = register.observed("benefit_ratio")
    assert benefit.audited.mean() == pytest.approx(ratios.mean(), rel=1e-12)
    assert benefit.audited.sd() == pytest.approx(ratios.std(ddof=1), rel=1e-12)


def test_what_the_file_says_of_the_ranking() -> None:
    cost, slip, benefit = (reference_class.audited(table) for table in register.PAIRS)
    assert 0 < cost.of("lognormal").aic - cost.best.aic < 0.1
    assert slip.best.kind == "lognormal"
    assert benefit.best.kind == "normal"
    assert "gamma" in benefit.left_out


def test_what_the_file_says_of_the_other_reading_of_nothing() -> None:
    fits = reference_class.nothing_censored()
    beta = fits.of("beta")
    assert (beta.law.mean(), beta.law.sd()) == pytest.approx((0.24, 0.22), abs=0.005)
    assert fits.of("normal").aic < beta.aic


def test_check_refuses_a_law_that_the_bootstrap_rejects(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = reference_class.measure()
    monkeypatch.setitem(reference_class.FAMILY, "cost_ratio", "exponential")
    with pytest.raises(AssertionError, match="exponential is rejected"):
        reference_class.check(fitted)
