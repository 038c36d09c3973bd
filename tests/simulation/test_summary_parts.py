"""Clusters and years of a run in summary mode: figures and charts are those of the iterations."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.analysis.clusters import by_cluster
from engine.analysis.derived import DERIVED
from engine.analysis.findings import Findings
from engine.analysis.years import by_year
from engine.reporting.run_charts import run_charts
from experiments.shared_services import PROGRAMME
from tests.reporting.conftest import collisions
from tests.simulation.counted import off_by, values_of

SEED, ITERATIONS = 11, 50_000

__all__ = ["collisions"]  # a fixture


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


@pytest.fixture(scope="module")
def kept(flagship):
    return engine.simulate(flagship, ITERATIONS, SEED)


@pytest.fixture(scope="module")
def summed(flagship):
    return engine.simulate(flagship, ITERATIONS, SEED, keep="summary")


def test_clusters_and_years_say_what_the_iterations_say(kept, summed):
    for ask, dim in ((by_cluster, "cluster"), (by_year, "year")):
        a, b = ask(summed), ask(kept)
        for key in {"units", "long_name", "cautious"} & set(a.data_vars):
            assert a[key].identical(b[key])
        assert a.attrs == {key: value for key, value in b.attrs.items() if key not in ("typical", "assured")}
        for key in ("base", *({"mean"} & set(a.data_vars))):
            np.testing.assert_allclose(a[key].values, b[key].values, rtol=1e-12)
        assert a["missing"].equals(b["missing"])
        assert a[dim].equals(b[dim])
        assert set(b.data_vars) - set(a.data_vars) <= {"path", "assured_path"}


def test_percentiles_of_clusters_and_years_are_within_their_error(kept, summed):
    clusters, years = by_cluster(summed), by_year(summed)
    found = {
        f"{measure}.{cluster}": clusters["value"].sel(measure=measure, cluster=cluster)
        for measure in clusters["measure"].values
        for cluster in clusters["cluster"].values
    }
    found |= {
        f"cumulative_net_benefit.{year}": years["value"].sel(year=year) for year in years["year"].values
    }
    assert len(found) == 3 * 5 + 16
    for row, value in found.items():
        assert off_by(values_of(kept, row), value.values, value["percentile"].values) <= float(
            summed["percentile_error"].sel(measure=row)
        ), row
        assert not summed["whole"].sel(measure=row)
    # negative control: the next cluster's values are further off than that
    other = found["cluster_cost.synergy"]
    assert off_by(values_of(kept, "cluster_cost.unity"), other.values, other["percentile"].values) > 1


def test_a_summary_is_drawn_like_a_kept_run_but_for_the_one_path(kept, summed):
    drawn, expected = (dict(run_charts(Findings(results))) for results in (summed, kept))
    apart = {"budget", "years_cost", "years_cash"}  # which need single iterations
    assert list(drawn) == [name for name in expected if name not in apart]
    assert apart < set(expected)
    one, other = ([line.get_label() for line in run["years"].axes[0].lines] for run in (drawn, expected))
    assert [label for label in other if not label.startswith("Iteration")] == one
    assert "no whole path is drawn" in drawn["years"].get_label()
    assert "no whole path is drawn" not in expected["years"].get_label()
    assert drawn["years"].axes[0].get_ylabel() == expected["years"].axes[0].get_ylabel()
    bars, others = (
        np.array([bar.get_width() for bar in run["clusters"].axes[2].patches]) for run in (drawn, expected)
    )
    np.testing.assert_allclose(bars, others, rtol=5e-3)


def test_without_its_terms_a_sum_is_not_counted(flagship):
    found = engine.simulate(flagship, 100, SEED, keep="summary", measures=["one_off_cost", "running_cost"])
    assert not [row for row in found["measure"].values if row.startswith(tuple(DERIVED))]


def test_nothing_on_the_charts_of_a_summary_covers_another(summed, collisions):
    for name, figure in run_charts(Findings(summed)):
        assert collisions(figure) == [], name
