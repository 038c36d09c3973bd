import numpy as np
import pytest
import xarray as xr

from engine.analysis.measures import measure, measures
from engine.problems import ResultsError
from tests.analysis.synthetic_results import free_results


def test_sum_and_maximum_over_clusters(results):
    found = measures(results)
    assert np.array_equal(found["cash_benefit"], results["cash_benefit"].values.sum(axis=1))
    assert np.array_equal(found["go_live_delay"], results["go_live_delay"].values.max(axis=1))
    assert found["cash_benefit"].attrs["base"] == pytest.approx(500 * 1.0, rel=1e-12)
    assert found["go_live_delay"].attrs["base"] == 0.0


def test_what_is_left_out_and_what_is_kept(results):
    found = measures(results)
    assert set(found.dims) == {"iteration"}
    assert not [name for name in found.data_vars if str(name).startswith("yearly")]
    assert found["npv"].attrs == {
        "long_name": "Net present value",
        "units": "£m",
        "cautious": "low",
        "base": results["npv"].attrs["base"],
    }
    assert found.attrs == results.attrs
    assert np.array_equal(found["iteration"], results["iteration"])


def test_order_of_dimensions_does_not_matter(results):
    turned = results.transpose("cluster", "year", "iteration")
    assert measures(turned).equals(measures(results))


def test_a_missing_cluster_makes_the_iteration_missing(results):
    spoilt = results.copy(deep=True)
    spoilt["cash_benefit"][3, 1] = np.nan
    spoilt["go_live_delay"][4, 0] = np.nan
    del spoilt.attrs["programme_hash"]  # of a formula of one's own, which may give no number
    found = measures(spoilt)
    assert np.isnan(found["cash_benefit"][3])
    assert np.isnan(found["go_live_delay"][4])
    assert int(np.isnan(found["cash_benefit"]).sum()) == 1


def test_a_free_formula_needs_no_attributes():
    found = measures(free_results([1.0, 2.0]))
    assert found["profit"].attrs["long_name"] == "profit"
    assert found["profit"].attrs["cautious"] == ""
    assert np.isnan(found["profit"].attrs["base"])


def test_a_truth_value_counts_as_a_share():
    won = xr.Dataset({"won": ("iteration", np.array([True, False])), "label": ("iteration", ["a", "b"])})
    found = measures(won)
    assert list(found.data_vars) == ["won"]
    assert found["won"].values.tolist() == [1.0, 0.0]


def test_one_cluster_read_back_from_disk_has_a_scalar_base(results):
    # netCDF gives an attribute array of one number back as a number
    one = results.isel(cluster=[0])
    one["cash_benefit"].attrs["base"] = np.float64(275.5)
    assert measure(one, "cash_benefit").attrs["base"] == 275.5


def test_refusals(results):
    with pytest.raises(
        ResultsError, match=r"no measure 'profits'.*did you mean|no measure 'profits'.*total_benefit"
    ):
        measure(results, "profits")
    with pytest.raises(ResultsError, match="not one number an iteration"):
        measure(results, "yearly_cost")
    with pytest.raises(ResultsError, match="need a dimension 'iteration'"):
        measures(xr.Dataset({"x": ("draw", [1.0])}))
    vague = results.copy()
    vague["cash_benefit"] = results["cash_benefit"].assign_attrs(over_clusters="mean")
    with pytest.raises(ResultsError, match=r"cash_benefit: attribute over_clusters is not 'sum': 'mean'"):
        measures(vague)
