"""S-curves of claims and probability boxes as data: the crossing is the claim's chance, the band holds the worlds."""

import json

import numpy as np
import pytest

import engine
from engine.analysis.claims import claim_outcomes, claims
from engine.analysis.probability_box import probability_box
from engine.analysis.verdict import with_ranges
from engine.analysis.worlds import WorldsError, over_beliefs
from engine.problems import ResultsError
from engine.reporting import draw_probability_box, draw_s_curve
from engine.reporting.run_charts import run_charts
from engine.reporting.visuals import style

BELIEVED = """
title = "Believed"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
total_cost = ["one_off_cost"]
[beliefs.overrun]
kind = "uniform"
low = 0.8
high = 2.0
base = 1.0
[clusters.c]
go_live = "build"
[clusters.c.activities.build]
duration = 12
[clusters.c.costs.works]
category = "one_off"
activity = "build"
amount = { kind = "pert", low = 80, mode = 100, high = 160 }
[clusters.c.benefits.saving]
class = "cash"
annual = { kind = "pert", low = 10, mode = 40, high = 60 }
[drivers.prices]
multiplies = ["c.works"]
factor = { kind = "normal", mean = "overrun", sd = 0.05 }
[claims.cost]
statement = "No more than £150m"
metric = "total_cost"
at_most = 150
[claims.benefit]
statement = "£120m"
metric = "total_benefit"
at_least = 120
[claims.both]
statement = "Both"
all_of = ["cost", "benefit"]
"""


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    file = tmp_path_factory.mktemp("believed") / "programme.toml"
    file.write_text(BELIEVED, encoding="utf-8")
    return engine.load(file)


@pytest.fixture(scope="module")
def worlds(programme):
    return engine.simulate(programme, 40 * 100, seed=3, worlds=40)


def dots(figure):
    """Where each panel's curve crosses its claim: value and chance."""
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for axes in figure.axes
        for line in axes.lines
        if line.get_marker() == "o"
    ]


def curve(axes):
    (line,) = [line for line in axes.lines if line.get_label() == "S-curve"]
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


@pytest.mark.parametrize("name", ["benefits", "cost", "payback"])
def test_the_dot_is_the_claim_and_the_curve_runs_through_it(name, results):
    found = claims(results).sel(claim=name)
    figure = draw_s_curve(results, name)
    ((x, y),) = dots(figure)
    bound = float(found["at_least"] if np.isfinite(found["at_least"]) else found["at_most"])
    assert (x, y) == (pytest.approx(bound), pytest.approx(float(found["probability"])))
    values, shares = curve(figure.axes[0])
    assert np.interp(x, values, shares) == pytest.approx(y, abs=0.02)
    falls = np.isfinite(float(found["at_least"]))  # exceedance where at least so much is claimed
    assert np.all(np.diff(shares) <= 0) if falls else np.all(np.diff(shares) >= 0)
    assert figure.axes[0].get_ylabel() == f"Chance of at {'least' if falls else 'most'} this"


def test_at_whole_numbers_the_curve_meets_the_claim_exactly(free):
    run = free([1.0, 2.0, 2.0, 3.0], "x")
    for side, chance in (("at_least", 0.75), ("at_most", 0.75)):
        run.attrs["claims"] = json.dumps([{"name": "two", "metric": "x", side: 2}])
        figure = draw_s_curve(run, "two")
        values, shares = curve(figure.axes[0])
        assert shares[values == 2.0].tolist() == [chance]
        assert dots(figure) == [(2.0, chance)]


def test_a_claim_over_others_has_a_panel_for_each_and_says_how_they_join(results, words, collisions):
    run = results.copy()
    either = {"name": "any", "any_of": ["money", "payback"], "statement": "Some of it"}
    run.attrs["claims"] = json.dumps([*json.loads(run.attrs["claims"]), either])
    for name, panels, join in (("money", 2, "all of these do"), ("any", 3, "at least one of these do")):
        figure = draw_s_curve(run, name)
        assert len(figure.axes) == panels
        assert f"{join} in the same iteration" in words(figure).replace("\n", " ")
        assert collisions(figure) == []


def test_a_run_draws_those_that_no_histogram_shows(programme, worlds):
    names = [name for name, _ in run_charts(engine.analysis.findings.Findings(worlds))]
    assert "s_curve_both" in names
    assert {"histogram_total_cost", "histogram_total_benefit"} < set(names)
    assert "s_curve_cost" not in names


def test_the_three_numbers_stand_at_the_crossing(worlds, words):
    run = with_ranges(worlds, worlds, {"worse": worlds})
    shown = words(draw_s_curve(run, "cost"))
    assert json.loads(run.attrs["over_beliefs"])["cost"] == pytest.approx([0, 1], abs=0.005)
    share = float(claims(run)["probability"].sel(claim="cost"))
    assert f"{share:.0%}" in shown
    assert "beliefs under 1% to over 99%" in shown
    assert f"scenarios {share:.1%}" in shown  # of one scenario a point


def test_unknown_claims_are_refused_with_the_nearest(results):
    with pytest.raises(ResultsError, match=r"no claim 'costs'; there are .*cost"):
        draw_s_curve(results, "costs")


def test_the_box_holds_the_curve_and_its_range_is_that_of_beliefs(worlds, words, collisions):
    figure = draw_probability_box(worlds, worlds, "cost")
    band = figure.axes[0].collections[0].get_paths()[0].vertices
    values, shares = curve(figure.axes[0])
    assert band[:, 1].min() >= 0
    assert band[:, 1].max() <= 1
    ((x, y),) = dots(figure)
    assert np.interp(x, values, shares) == pytest.approx(y, abs=1e-9)
    told = over_beliefs(worlds).sel(claim="cost")
    found = probability_box(worlds, "total_cost", also=(150.0,))
    at = found.isel(point=int(np.flatnonzero(found["value"] == 150)[0]))
    for end in ("low", "high"):
        assert float(at[end]) == pytest.approx(float(told[f"probability_{end}"]), abs=1e-12)
    assert float(told["probability_high"] - told["probability_low"]) > 0.5  # ignorance decides it
    assert "beliefs under 1% to over 99%" in words(figure)
    assert collisions(figure) == []
    assert "5% to 95% of 40 worlds" in figure.get_label()


def test_without_beliefs_the_band_is_the_curve(programme):
    certain = programme.at_base(["beliefs.*"])
    played = engine.simulate(certain, 40 * 200, seed=3, worlds=40)
    found = probability_box(played, "total_cost")
    sides = np.maximum(found["chance"] - found["low"], found["high"] - found["chance"])
    assert float(np.quantile(sides, 0.9)) < 0.01
    wide = probability_box(engine.simulate(programme, 40 * 200, seed=3, worlds=40), "total_cost")
    assert float((wide["high"] - wide["low"]).max()) > 0.5  # the control


def test_chances_of_the_box_are_counted(worlds):
    values = worlds["total_cost"].values
    found = probability_box(worlds, "total_cost", exceedance=True)
    for place in (0, 50, 199):
        at = found.isel(point=place)
        assert float(at["chance"]) == pytest.approx((values >= float(at["value"])).mean(), abs=1e-12)
    assert float(claim_outcomes(worlds)["cost"].mean()) == pytest.approx(
        float(
            probability_box(worlds, "total_cost", also=(150.0,))
            .set_index(point="value")["chance"]
            .sel(point=150.0)
        )
    )


def test_what_has_no_worlds_or_no_single_measure_has_no_box(results, worlds):
    with pytest.raises(WorldsError, match="no worlds"):
        draw_probability_box(results, results, "cost")
    with pytest.raises(ResultsError, match="over several measures"):
        draw_probability_box(worlds, worlds, "both")


def test_orange_is_the_claim(results):
    figure = draw_s_curve(results, "cost")
    assert [line.get_color() for line in figure.axes[0].lines if line.get_linewidth() == 2.0] == [style.CLAIM]
