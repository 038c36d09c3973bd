"""Every chart of every kind of results: nothing off the page, nothing covered, nothing that fails."""

from __future__ import annotations

import json

import numpy as np
import pytest
from matplotlib.figure import Figure

from engine.reporting import draw_clusters, draw_histogram, draw_verdict, draw_years

PROGRAMME_CHARTS = [draw_histogram, draw_years, draw_clusters, draw_verdict]


@pytest.mark.parametrize("draw", PROGRAMME_CHARTS)
@pytest.mark.parametrize("iterations", [1, 2000])
def test_texts_stay_apart_and_on_the_page(draw, iterations, synthetic, collisions):
    assert collisions(draw(synthetic(iterations))) == []


@pytest.mark.parametrize("draw", PROGRAMME_CHARTS)
def test_long_titles_price_bases_and_names(draw, synthetic, collisions):
    run = synthetic(200)
    run.attrs["title"] = "A programme of shared corporate services " * 4
    run.attrs["price_base"] = "real terms, 2022-23 prices, deflated with the GDP deflator of March 2023 " * 2
    run = run.assign_coords(cluster=[f"cluster_{k}_of_many_departments_and_bodies" for k in range(5)])
    statement = {
        "name": "long",
        "statement": "a promise in many words " * 8,
        "metric": "npv",
        "at_least": 1e5,
    }
    run.attrs["claims"] = json.dumps([*json.loads(run.attrs["claims"]), statement])
    assert collisions(draw(run)) == []


@pytest.mark.parametrize("name", ["total_cost", "payback_year", "go_live_delay", "benefit_cost_ratio"])
def test_histograms_of_other_measures(name, synthetic, collisions):
    assert collisions(draw_histogram(synthetic(500), name, exceedance=True)) == []


def test_an_overlap_would_be_caught(collisions):
    figure = Figure()
    figure.text(0.5, 0.5, "one")
    figure.text(0.51, 0.5, "two")
    figure.text(0.99, 0.9, "off the page")
    assert collisions(figure) == ["off the page", ("one", "two")]


@pytest.mark.parametrize(
    ("values", "cautious"),
    [
        pytest.param([5.0] * 100, "low", id="constant"),
        pytest.param([5.0], "", id="single"),
        pytest.param([0.0, 0.0], "high", id="zero"),
        pytest.param([np.nan] * 10, "low", id="all missing, low"),
        pytest.param([np.nan] * 10, "high", id="all missing, high"),
        pytest.param([np.nan] * 10, "", id="all missing"),
        pytest.param([1.0, np.nan, 2.0], "low", id="one missing, low"),
        pytest.param([1.0, np.nan, 2.0], "", id="one missing"),
        pytest.param([1.0, 2.0, 1e12], "high", id="far tail"),
        pytest.param([np.inf, 1.0, 2.0], "high", id="infinite"),
    ],
)
def test_histogram_of_awkward_values(values, cautious, free, collisions):
    figure = draw_histogram(free(values, "x", units="£m", cautious=cautious), "x")
    assert collisions(figure) == []


@pytest.mark.parametrize("draw", PROGRAMME_CHARTS)
def test_missing_iterations_do_not_stop_a_chart(draw, synthetic, collisions):
    run = synthetic(100)
    for name in run.data_vars:
        run[name][3] = np.nan
        run[name].attrs["missing"] = int(np.isnan(run[name]).sum())  # as they were when they were played
    assert collisions(draw(run)) == []


@pytest.mark.parametrize("draw", PROGRAMME_CHARTS)
def test_no_base_case(draw, synthetic, collisions):
    run = synthetic(100)
    for name in run.data_vars:
        run[name].attrs.clear()
    assert collisions(draw(run)) == []
