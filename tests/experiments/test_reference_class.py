"""The reference class: what goes into the fitted laws, and that they fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import engine
from distributions import Beta
from experiments import named_causes, reference_class
from experiments.shared_services import PROGRAMME, register

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
    assert [register.observed(table).size for table in register.PAIRS] == [9, 6, 6]


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
    for axis, n in zip(figure.axes, (9, 6, 6), strict=True):
        assert axis.get_title().startswith(f"{n} audited pairs, ")
        assert "p = 0." in axis.get_title()


def test_bounds_enter_as_bounds_and_the_rest_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lower bound raises the law; with none the laws are the moments of what was observed (n - 1)."""
    before = [law.audited.mean() for law in reference_class.measure().values()]
    assert [register.read_as("cost_ratio", it).sum() for it in ("at_least", "at_most")] == [3, 0]
    rows = register.rows
    monkeypatch.setattr(
        register, "rows", lambda table: [row | {"reading": "measured"} for row in rows(table)]
    )
    cost, slip, benefit = reference_class.measure().values()
    for law, table in ((cost.audited, "cost_ratio"), (slip.audited.impact, "slip")):
        logs = np.log(register.observed(table))
        assert law.log_mean == pytest.approx(logs.mean(), rel=1e-12)
        assert law.log_sd == pytest.approx(logs.std(ddof=1), rel=1e-12)
    ratios = register.observed("benefit_ratio")
    assert benefit.audited.mean() == pytest.approx(ratios.mean(), rel=1e-12)
    assert benefit.audited.sd() == pytest.approx(ratios.std(ddof=1), rel=1e-12)
    after = [law.audited.mean() for law in (cost, slip, benefit)]
    assert before[0] > after[0]
    assert before[1] > after[1]
    assert before[2] < after[2]  # one ratio is a ceiling


def test_every_pair_says_how_it_is_to_be_read() -> None:
    for table in register.PAIRS:
        for row in register.rows(table):
            assert row["reading"] in ("measured", "forecast", "at_least", "at_most"), row
            assert row["reading"] == "measured" or row["why"], row


def test_nothing_of_this_programme_is_in_its_own_class() -> None:
    used = [row["programme"] for table in register.PAIRS for row in register.used(table)]
    assert not [name for name in used if "Hera" in name or "strategy" in name or "MOD civilian" in name]


def test_what_the_file_says_of_the_ranking() -> None:
    cost, slip, benefit = (reference_class.audited(table) for table in register.PAIRS)
    assert 0 < cost.of("lognormal").aic - cost.best.aic < 0.2
    assert slip.best.kind == "lognormal"
    assert benefit.best.kind == "normal"
    assert "gamma" in benefit.left_out


def test_the_planned_months_are_those_of_the_programme_file() -> None:
    programme = engine.load(PROGRAMME)
    played = engine.simulate(programme.at_base("*"), 1, measures=["*.finish"])
    clusters = named_causes.written()["clusters"]
    live = [f"{name}.{cluster['go_live']}" for name, cluster in clusters.items()]
    assert float(played["finish"].sel(activity=live).values[0] @ named_causes.users()) == pytest.approx(
        reference_class.PLANNED, abs=0.05
    )


def test_check_refuses_a_law_that_the_bootstrap_rejects(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = reference_class.measure()
    monkeypatch.setitem(reference_class.FAMILY, "cost_ratio", "exponential")
    with pytest.raises(AssertionError, match="exponential is rejected"):
        reference_class.check(fitted)
