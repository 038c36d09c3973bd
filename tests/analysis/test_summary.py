import numpy as np
import pytest

from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.measures import measures
from engine.analysis.summary import summarise
from tests.analysis.synthetic_results import free_results, synthetic_results


def test_tiny_case_by_hand():
    table = summarise(free_results([1.0, 2.0, 3.0, 6.0], base=2.5, units="£m", cautious="low"))
    row = table.sel(measure="profit")
    assert row["mean"] == 3.0
    assert row["sd"] == pytest.approx(np.sqrt(14 / 3), rel=1e-15)
    half = 3.182446305284263 * np.sqrt(14 / 3) / 2  # Student's t, 3 degrees of freedom, 97.5 %
    assert float(row["mean_high"] - row["mean"]) == pytest.approx(half, rel=1e-12)
    assert row["value"].values.tolist() == [1.0, 1.0, 2.0, 6.0, 6.0]
    assert row["base"] == 2.5
    assert row["missing"] == 0
    assert str(row["units"].values) == "£m"


def test_dimensions_and_order(results):
    table = summarise(results, percentiles=(5, 95))
    assert table["value"].dims == ("measure", "percentile")
    assert table["percentile"].values.tolist() == [5.0, 95.0]
    assert table["measure"].values.tolist() == list(measures(results).data_vars)
    expected = percentiles(results["total_cost"].values, (5, 95))
    row = table.sel(measure="total_cost")
    assert row["value_low"].values.tolist() == expected.low.tolist()
    assert row["value_high"].values.tolist() == expected.high.tolist()
    assert table.attrs["confidence"] == 0.95
    assert table.attrs["price_base"] == results.attrs["price_base"]


def test_never_is_ranked_not_averaged(results):
    row = summarise(results).sel(measure="payback_year")
    never = int(np.isnan(results["payback_year"]).sum())
    assert 0.2 * 2000 < never == row["missing"]
    assert row["value"].sel(percentile=90) == np.inf
    assert np.isnan(row["mean"])
    assert np.isnan(row["sd"])


def test_a_failure_of_unknown_meaning_spoils_the_figures():
    row = summarise(free_results([1.0, np.nan, 3.0])).sel(measure="profit")
    assert row["missing"] == 1
    assert np.isnan(row["value"]).all()


def test_single_iteration():
    row = summarise(free_results([5.0])).sel(measure="profit")
    assert row["mean"] == 5.0
    assert np.isnan(row["sd"])
    assert row["mean_low"] == -np.inf
    assert row["mean_high"] == np.inf


def test_results_read_back_are_as_good_as_fresh(tmp_path):
    import xarray as xr

    pytest.importorskip("h5py")

    fresh = synthetic_results(50)
    fresh.to_netcdf(tmp_path / "run.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "run.nc", engine="h5netcdf") as stored:
        assert summarise(stored).equals(summarise(fresh))
