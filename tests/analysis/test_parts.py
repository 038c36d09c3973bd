import numpy as np
import pytest

from engine.analysis.clusters import MEASURES, by_cluster
from engine.analysis.derived import DERIVED, derive
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.parts import part_figures, terms_of
from engine.analysis.years import by_year
from engine.problems import ResultsError


def test_sums_by_hand():
    flows = {
        "yearly_cash_benefit": np.array([0.0, 5.0, 5.0]),
        "yearly_efficiency_benefit": np.array([1.0, 1.0, 1.0]),
        "yearly_cost": np.array([4.0, 4.0, 0.0]),
    }
    assert derive("cumulative_net_benefit", flows.__getitem__).tolist() == [-3.0, -1.0, 5.0]
    costs = {"one_off_cost": 1.0, "running_cost": 2.0, "legacy_cost": 4.0}
    assert derive("cluster_cost", lambda name: np.array([[costs[name], 0.0]])).tolist() == [[7.0, 0.0]]


def test_sums_leave_their_terms_alone():
    for name, derived in DERIVED.items():
        terms = {term: np.ones((3, 4)) for term in derived.terms}
        derive(name, terms.__getitem__)
        assert all((values == 1.0).all() for values in terms.values())


def test_by_cluster(results):
    found = by_cluster(results)
    assert found["value"].dims == ("measure", "cluster", "percentile")
    assert found["measure"].values.tolist() == list(MEASURES)
    assert found["cluster"].values.tolist() == results["cluster"].values.tolist()
    cost = sum(results[term].values for term in terms_of("cluster_cost"))
    expected = percentiles(cost.T, (10, 50, 90))
    row = found.sel(measure="cluster_cost")
    for key, values in (
        ("value", expected.value),
        ("value_low", expected.low),
        ("value_high", expected.high),
    ):
        np.testing.assert_allclose(row[key].values, values, rtol=1e-12)
    np.testing.assert_allclose(row["mean"].values, cost.mean(axis=0), rtol=1e-12)
    base = sum(results[term].attrs["base"] for term in terms_of("cluster_cost"))
    np.testing.assert_allclose(row["base"].values, base, rtol=1e-12)
    assert found["units"].values.tolist() == ["£m"] * 3
    assert found["cautious"].values.tolist() == ["low", "low", "high"]


def test_by_year_and_the_typical_path(results):
    found = by_year(results)
    total = (
        results["yearly_cash_benefit"] + results["yearly_efficiency_benefit"] - results["yearly_cost"]
    ).cumsum("year")
    expected = percentiles(total.values.T, found["percentile"].values).value
    np.testing.assert_allclose(found["value"].values, expected, rtol=1e-12)
    nearest = int(
        np.argmin(np.abs(total.values[:, -1] - expected[-1, found.indexes["percentile"].get_loc(50)]))
    )
    assert found.attrs["typical"] == nearest
    np.testing.assert_allclose(found["path"].values, total.values[nearest], rtol=1e-12)
    assert found["year"].values.tolist() == results["year"].values.tolist()
    assert found.attrs["long_name"] == "Cumulative net benefit"


def test_missing_iterations_are_counted_and_rank_last(results):
    spoilt = results.copy(deep=True)
    del spoilt.attrs["programme_hash"]  # of a formula of one's own, which may give no number
    spoilt["yearly_cost"][:1000, 3] = np.nan
    found = by_year(spoilt)
    assert found["missing"].values.tolist() == [0] * 3 + [1000] * 12
    assert (found["value"].sel(percentile=25)[3:] == -np.inf).all()
    spoilt["cash_benefit"][3, 1] = np.nan
    mean = by_cluster(spoilt)["mean"].sel(measure="cash_benefit")
    assert np.isnan(mean.values).tolist() == [False, True, False, False, False]


def test_order_of_dimensions_does_not_matter(results):
    turned = results.transpose("cluster", "year", "iteration")
    assert by_cluster(turned).identical(by_cluster(results))
    assert by_year(turned).identical(by_year(results))


def test_refusals(results):
    with pytest.raises(ResultsError, match=r"figures by cluster need .*lack \['legacy_cost'\]"):
        by_cluster(results.drop_vars("legacy_cost"))
    with pytest.raises(ResultsError, match=r"lack \['yearly_cost'\]"):
        by_year(results.drop_vars("yearly_cost"))
    with pytest.raises(ResultsError, match=r"results\.sel\(cluster=\['unity'\]\) keeps it"):
        by_cluster(results.sel(cluster="unity"))
    with pytest.raises(ResultsError, match="sums up from the first year, and these results hold 4"):
        by_year(results.isel(year=slice(3, 7)))
    with pytest.raises(ResultsError, match=r"need \['profit'\]"):
        part_figures(results, "profit", "cluster")
