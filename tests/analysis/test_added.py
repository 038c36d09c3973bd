"""Slices, and runs put together: what is meant is told, and nothing of the first run passes for another's."""

import json

import numpy as np
import pytest
import xarray as xr

from engine.analysis.claims import claims
from engine.analysis.clusters import by_cluster
from engine.analysis.findings import Findings
from engine.analysis.measures import measure_names
from engine.analysis.summary import summarise
from engine.problems import ResultsError
from engine.reporting import draw_clusters, draw_histogram, draw_verdict, draw_years
from tests.analysis.synthetic_results import synthetic_results

CHARTS = (draw_clusters, draw_histogram, draw_verdict, draw_years)


@pytest.fixture(scope="module")
def runs():
    return [synthetic_results(200, seed) for seed in (1, 2)]


@pytest.fixture(scope="module")
def both(runs):
    return together(runs, xr.DataArray(["central", "late"], dims="scenario", name="scenario"))


def together(runs, dim):
    return xr.concat(
        runs,
        dim,
        data_vars="all",
        coords="minimal",
        compat="override",
        join="exact",
        combine_attrs="override",
    )


def test_each_run_is_summarised(runs, both):
    found = summarise(both)
    assert found["value"].dims == ("scenario", "measure", "percentile")
    assert found["scenario"].values.tolist() == ["central", "late"]
    for run, name in zip(runs, ("central", "late"), strict=True):
        alone, row = summarise(run), found.sel(scenario=name)
        for key in ("value", "value_low", "value_high", "mean", "sd", "missing", "units"):
            assert row[key].drop_vars("scenario").equals(alone[key]), key


def test_the_base_case_of_the_first_run_passes_for_no_other(both):
    for results in (both, both.sel(scenario="late"), both.drop_vars("scenario")):
        assert np.isnan(summarise(results)["base"]).all()
        assert "base_case" not in claims(results)


def test_claims_are_counted_in_each(runs, both):
    found = claims(both)
    assert found["holds"].dims == ("scenario", "claim")
    for run, name in zip(runs, ("central", "late"), strict=True):
        assert np.array_equal(found["holds"].sel(scenario=name), claims(run)["holds"])


def test_two_added_dimensions_without_labels(runs):
    twice = together([together(runs, "a"), together(runs[::-1], "a")], "b")
    found = summarise(twice)
    assert found["mean"].dims == ("b", "a", "measure")
    assert np.array_equal(found["mean"][1, 0], summarise(runs[1])["mean"], equal_nan=True)


@pytest.mark.parametrize("draw", CHARTS)
def test_a_chart_is_of_one_run(draw, runs, both):
    for results in (both, both.sel(scenario="late")):
        with pytest.raises(
            ResultsError, match=r"added dimension 'scenario'.*results\.sel\(scenario=\.\.\.\)"
        ):
            draw(results)
    draw(both.sel(scenario="central").drop_vars("scenario"))


def test_summaries_put_together_are_refused():
    rows = xr.Dataset({"mean": (("scenario", "measure"), [[1.0], [2.0]]), "cell": ("cell", [0])})
    with pytest.raises(ResultsError, match="summaries of runs are put together along 'scenario'"):
        summarise(rows)


def test_a_variable_of_the_users_own_is_left_out_as_before(runs):
    run = runs[0].assign(bins=(("iteration", "bin"), np.ones((200, 3))))
    assert measure_names(run) == measure_names(runs[0])
    assert summarise(run).identical(summarise(runs[0]))


def test_a_cluster_alone(runs):
    run = runs[0]
    for results in (run.sel(cluster="unity"), run.sel(cluster=["unity"])):
        found = summarise(results).set_index(measure="measure")
        expected = run["cash_benefit"].sel(cluster="unity").mean()
        np.testing.assert_allclose(found["mean"].sel(measure="cash_benefit"), expected, rtol=1e-12)
        assert np.isnan(found["base"].sel(measure="cash_benefit"))
        whole = found["base"].sel(measure="total_cost")
        assert whole == run["total_cost"].attrs["base"]  # which is no sum over what is left
    named = summarise(run.sel(cluster="unity")).set_index(measure="measure")["long_name"]
    assert str(named.sel(measure="cash_benefit").values) == "Cash benefit, unity"
    assert str(named.sel(measure="total_cost").values) == "Total cost"


def test_a_slice_is_drawn_without_a_base_case(runs):
    found = by_cluster(runs[0].sel(cluster=["unity"]))
    assert found["cluster"].values.tolist() == ["unity"]
    assert np.isnan(found["base"]).all()
    assert np.isfinite(found["value"]).all()
    draw_clusters(runs[0].isel(cluster=[1]))
    draw_verdict(runs[0].sel(cluster="unity"))  # claims on the whole programme are not touched
    assert Findings(runs[0].sel(cluster="unity")).claims.identical(claims(runs[0]))


def test_a_claim_on_all_clusters_is_not_judged_by_one(runs):
    run = runs[0].assign_attrs(claims=json.dumps([{"name": "a", "metric": "cash_benefit", "at_least": 1}]))
    assert claims(run)["holds"] == 200
    for results in (run.sel(cluster="unity"), run.isel(cluster=[0])):
        with pytest.raises(ResultsError, match=r"cash_benefit of the whole programme.*a slice"):
            claims(results)


def test_without_iterations_nothing_is_said(runs):
    for results in (runs[0].isel(iteration=3), runs[0].mean("iteration")):
        for ask in (summarise, claims):
            with pytest.raises(ResultsError, match="need a dimension 'iteration'"):
                ask(results)


def test_single_parts_are_a_runs_own_dimension():
    import engine
    from experiments.shared_services import PROGRAMME

    run = engine.simulate(engine.load(PROGRAMME), 50, 1, measures=["*.design_build.finish", "*.*.cost"])
    assert not Findings(run).measures
    one = run.isel(line=3, activity=0)
    found = summarise(one).set_index(measure="measure")
    assert np.isnan(found["base"]).all()
    np.testing.assert_allclose(found["mean"].sel(measure="line_money"), one["line_money"].mean(), rtol=1e-12)
