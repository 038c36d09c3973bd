"""What is read is what was played: values that became NaN and files that changed are refused, honest ones are not."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import engine
from engine.analysis.findings import Findings
from engine.analysis.whole import DamagedResults
from engine.analysis.years import by_year
from engine.reporting.files import write_run
from tests.analysis.synthetic_results import synthetic_results


def with_a_nan(results: xr.Dataset, name: str) -> xr.Dataset:
    values = results[name].values.copy()
    values.flat[5] = np.nan
    return results.assign({name: (results[name].dims, values, results[name].attrs)})


@pytest.mark.parametrize("name", ["npv", "one_off_cost", "go_live_delay"])
def test_a_nan_in_a_measure_that_can_have_none_is_refused(name):
    damaged = with_a_nan(synthetic_results(100), name)
    with pytest.raises(DamagedResults, match=rf"^{name}: 1 values are no number \(NaN\) and none can be"):
        engine.summarise(damaged)


def test_years_are_looked_at_too():
    with pytest.raises(DamagedResults, match="yearly_cost"):
        by_year(with_a_nan(synthetic_results(100), "yearly_cost"))


def test_a_payback_that_never_comes_is_no_damage():
    results = with_a_nan(synthetic_results(100), "payback_year")
    assert int(engine.summarise(results)["missing"].sel(measure="payback_year")) >= 1
    results["payback_year"].attrs["missing"] = 0  # as it was played
    with pytest.raises(DamagedResults, match="payback_year"):
        engine.summarise(results)


def test_a_part_of_the_iterations_is_no_damage():
    results = synthetic_results(100)
    results["payback_year"].attrs["missing"] = int(np.isnan(results["payback_year"]).sum())
    assert engine.summarise(results.isel(iteration=slice(10, 50)))["missing"].sum() <= 100
    both = xr.concat([results, with_a_nan(results, "payback_year")], "scenario", data_vars="all")
    engine.summarise(both)  # attributes are those of the first run


def resampled(results: xr.Dataset) -> xr.Dataset:
    """Those without a payback, over and over."""
    return results.isel(iteration=np.repeat(np.flatnonzero(np.isnan(results["payback_year"])), 3))


def relabelled(results: xr.Dataset) -> xr.Dataset:
    """Two runs one after another, counted through."""
    both = xr.concat([results, results], "iteration", data_vars="minimal")
    return both.assign_coords(iteration=np.arange(2 * results.sizes["iteration"]))


@pytest.mark.parametrize(
    "made",
    [
        resampled,
        relabelled,
        lambda results: relabelled(results).drop_vars("iteration"),
        lambda results: xr.concat([results, results], "iteration", data_vars="minimal"),
        lambda results: results.sortby("npv", ascending=False).head(iteration=40),
    ],
)
def test_iterations_may_be_taken_more_than_once_or_in_another_order(made):
    """A bootstrap of a run, and runs of other seeds one after another, have more without a payback than the first."""
    results = with_a_nan(synthetic_results(100), "payback_year")
    lost = int(np.isnan(results["payback_year"]).sum())
    results["payback_year"].attrs["missing"] = lost
    found = made(results)
    missing = engine.summarise(found)["missing"].sel(measure="payback_year")
    assert int(missing) == int(np.isnan(found["payback_year"]).sum()) > 0


def test_results_without_attributes_are_refused_and_a_table_of_ones_own_is_not():
    results = synthetic_results(100)
    with pytest.raises(DamagedResults, match="lost their attributes"):
        engine.claims(results.drop_attrs(deep=False))
    own = xr.Dataset({"profit": ("iteration", np.array([1.0, 2.0, np.nan]))})
    assert engine.claims(own).sizes["claim"] == 0
    assert int(engine.summarise(own)["missing"].item()) == 1


def test_a_file_that_is_not_the_one_that_was_written_is_noticed(tmp_path):
    played = synthetic_results(2000).assign_attrs(design="random", design_gives_up="nothing")
    write_run(played, tmp_path, charts=False)
    path = tmp_path / "results.nc"

    def analysed() -> xr.Dataset:
        with xr.open_dataset(path, engine="h5netcdf") as found:
            Findings(found)
            return engine.claims(found)

    assert analysed().identical(engine.claims(played))
    data = path.read_bytes()
    place = data.index(b"Shared services strategy")
    path.write_bytes(data[:place] + b"s" + data[place + 1 :])
    with pytest.raises(DamagedResults, match="is not the file that the run wrote"):
        analysed()
    path.write_bytes(data)
    assert analysed().sizes["claim"] == 5
