"""What to set aside: over base and mean, shared out so that it adds up, and by year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import engine
from engine.analysis.contingency import ContingencyError, contingency
from engine.analysis.estimators.percentiles import value_rank
from tests.programme.small_programme import SMALL, load_text

LEVELS = (
    "*_cost",
    "*_benefit",
    "yearly_*",
    "total_*",
    "net_benefit",
    "npv",
    "payback_year",
    "*.cost",
    "*.benefit",
)


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> xr.Dataset:
    programme = load_text(tmp_path_factory.mktemp("aside"), SMALL)
    return engine.simulate(programme, 4_000, measures=LEVELS)


def rows(found: xr.Dataset, level: str) -> xr.Dataset:
    return found.isel(part=np.flatnonzero(found["level"] == level))


def test_the_amounts_are_the_percentile_less_base_and_less_mean(results):
    found = contingency(results, at=90)
    values = np.sort(results["total_cost"].values)
    assert float(found["value"]) == values[3599]
    assert float(found["over_base"]) == values[3599] - results["total_cost"].attrs["base"]
    assert float(found["over_mean"]) == pytest.approx(values[3599] - values.mean(), rel=1e-12)
    assert float(found["tail_mean"]) == pytest.approx(values[3600:].mean(), rel=1e-12)
    assert float(found["value_low"]) < float(found["value"]) < float(found["value_high"])
    assert (found.attrs["percentage"], found.attrs["at"]) == (90.0, 90.0)


@pytest.mark.parametrize(
    "of", ["total_cost", "one_off_cost", "legacy_cost", "total_benefit", "cash_benefit", "net_benefit"]
)
def test_parts_add_up_to_the_whole_at_every_level(results, of):
    found = contingency(results, at=80, of=of)
    sums = {"part_base": "base", "part_mean": "mean", "at_percentile": "value", "part_over_base": "over_base"}
    sums |= {"part_over_mean": "over_mean", "beyond": "tail_mean"}
    assert set(found["level"].values) == {"cluster", "line"}
    for level in ("cluster", "line"):
        for part, whole in sums.items():
            scale = 1e-12 * max(abs(float(found["value"])), abs(float(found["base"])))
            total = float(rows(found, level)[part].sum())
            assert total == pytest.approx(float(found[whole]), rel=1e-12, abs=100 * scale), (level, part)


def test_only_the_lines_that_the_measure_counts_are_shared_out(results):
    names = set(rows(contingency(results), "line")["name"].values)
    assert {"north.integration", "north.old", "south.integration"} <= names
    assert "north.hosting" not in names  # running cost, which total_cost does not count here
    assert "north.savings" not in names
    assert set(rows(contingency(results), "cluster")["name"].values) == {"North", "south"}


def test_lines_that_were_not_asked_for_stand_in_one_row(results):
    some = results.isel(
        line=[place for place, one in enumerate(results["line"].values) if "integration" in one]
    )
    for name in some.data_vars:
        some[name].attrs = dict(results[name].attrs)
    base = np.asarray(results["line_money"].attrs["base"])
    some["line_money"].attrs["base"] = base[
        [place for place, one in enumerate(results["line"].values) if "integration" in one]
    ]
    lines = rows(contingency(some), "line")
    assert lines["name"].values.tolist() == [
        "north.integration",
        "south.integration",
        "lines that were not asked for",
    ]
    assert float(lines["part_over_base"].sum()) == pytest.approx(float(contingency(results)["over_base"]))


def test_of_a_benefit_the_careful_side_is_low(results):
    found = contingency(results, at=80, of="total_benefit")
    values = np.sort(results["total_benefit"].values)
    assert found.attrs["percentage"] == 20.0
    assert float(found["value"]) == values[799]
    assert float(found["over_base"]) < 0 < float(found["value"])
    assert float(found["tail_mean"]) == pytest.approx(values[:800].mean(), rel=1e-3)
    assert float(found["tail_mean_low"]) < float(found["tail_mean"]) < float(found["tail_mean_high"])


def test_years_have_their_own_percentiles_and_paths_add_up(results):
    found = contingency(results, at=80)
    years = results["yearly_cost"].values
    together = years.sum(axis=1)
    assert found["percentile"].values.tolist() == [50.0, 80.0]
    for level in (50.0, 80.0):
        at = found.sel(percentile=level)
        rank = value_rank(len(together), level) - 1
        assert at["budget"].values.tolist() == np.sort(years, axis=0)[rank].tolist()
        assert float(at["whole"]) == np.sort(together)[rank]
        assert float(at["path"].sum()) == pytest.approx(float(at["whole"]), rel=1e-12)
        assert float(at["sum_of_budgets"]) != pytest.approx(
            float(at["whole"]), rel=1e-3
        )  # they do not add up
        nearest = int(at["nearest_iteration"])
        assert at["nearest"].values.tolist() == years[nearest].tolist()
        assert together[nearest] == float(at["whole"])


def test_a_measure_that_is_no_sum_has_no_parts_and_no_years(results):
    found = contingency(results, of="npv")
    assert "part" not in found.dims
    assert "year" not in found.dims
    assert found.attrs["undiscounted"] == 0


REFUSED = {
    "at": ({"at": 0.8}, "0.8 is 80%"),
    "at, too much": ({"at": 100}, "below 100"),
    "of": ({"of": "total_csot"}, 'did you mean "total_cost"'),
    "missing values": ({"of": "payback_year"}, "without a finite value"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_told_is_refused(results, fault):
    arguments, words = REFUSED[fault]
    with pytest.raises(ContingencyError) as error:
        contingency(results, **arguments)
    assert words in str(error.value)


def test_a_summary_is_refused_and_told_what_would_do(tmp_path: Path):
    summed = engine.simulate(load_text(tmp_path, SMALL), 100, keep="summary")
    with pytest.raises(ContingencyError, match='keep="iterations"'):
        contingency(summed)


@pytest.mark.parametrize("at", [20, 50, 80])
def test_what_is_over_base_and_mean_stands_in_the_middle_of_its_doubt(results, at):
    found = contingency(results, at, of="total_cost")
    value, mean, base = (float(found[key]) for key in ("value", "mean", "base"))
    assert float(found["over_base"]) == pytest.approx(value - base)
    assert float(found["over_base_low"]) == pytest.approx(float(found["value_low"]) - base)
    assert float(found["over_base_high"]) == pytest.approx(float(found["value_high"]) - base)
    assert float(found["over_mean"]) == pytest.approx(value - mean)
    ends = float(found["over_mean_low"]), float(found["over_mean_high"])
    assert sum(ends) / 2 == pytest.approx(value - mean)
    assert ends[0] < ends[1]
    whole = results["total_cost"].values
    ordered = np.sort(whole)
    assert value == ordered[value_rank(whole.size, at) - 1]
    parts = found.isel(part=np.flatnonzero(found["level"] == "cluster"))
    assert float(parts["at_percentile"].sum()) == pytest.approx(value)
    assert float(parts["part_mean"].sum()) == pytest.approx(mean)
    assert float(parts["part_base"].sum()) == pytest.approx(base)
    for name in ("base", "mean"):
        apart = parts["at_percentile"] - parts[f"part_{name}"]
        assert np.allclose(parts[f"part_over_{name}"], apart, rtol=1e-9)
