import numpy as np
import pytest

from engine.analysis.estimators.percentiles import percentiles
from engine.problems import ResultsError
from engine.reporting import draw_clusters


def test_ranges_medians_means_and_base(results):
    figure = draw_clusters(results)
    cash = figure.axes[0]
    expected = percentiles(results["cash_benefit"].values.T, [10, 50, 90]).value
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in cash.patches]
    assert np.array(bars) == pytest.approx(expected[:, [0, 2]], rel=1e-12)
    medians = [path.vertices[0, 0] for path in cash.collections[0].get_paths()]
    assert medians == pytest.approx(expected[:, 1].tolist(), rel=1e-12)
    mean, base = (line.get_xdata() for line in cash.lines[:2])
    assert mean == pytest.approx(results["cash_benefit"].values.mean(axis=0), rel=1e-12)
    assert base == pytest.approx(results["cash_benefit"].attrs["base"], rel=1e-12)


def test_cash_and_efficiency_stay_apart_and_costs_are_summed_aloud(results, words):
    figure = draw_clusters(results)
    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        "Cash benefit",
        "Efficiency benefit",
        "Cost",
    ]
    total = sum(results[f"{kind}_cost"].values for kind in ("one_off", "running", "legacy"))
    bar = figure.axes[2].patches[0]
    assert [bar.get_x(), bar.get_x() + bar.get_width()] == pytest.approx(
        percentiles(total[:, 0], [10, 90]).value.tolist(), rel=1e-12
    )
    shown = words(figure).replace("\n", " ")
    assert "one-off, running and legacy cost together" in shown
    assert "£m (nominal, as published in March 2023)" in shown
    assert "Synergy" in shown


def test_one_scale(results):
    assert len({axes.get_xlim() for axes in draw_clusters(results).axes}) == 1


def test_first_cluster_on_top(results):
    low, high = draw_clusters(results).axes[0].get_ylim()
    assert low > high


def test_refusals(results, free):
    with pytest.raises(ResultsError, match=r"figures by cluster need .* by the dimension 'cluster'"):
        draw_clusters(free([1.0]))
    with pytest.raises(ResultsError, match=r"lack \['legacy_cost'\]"):
        draw_clusters(results.drop_vars("legacy_cost"))
