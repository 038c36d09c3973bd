import json
import re

import numpy as np
import pytest

from engine.analysis.claims import claims
from engine.analysis.estimators.percentiles import percentiles
from engine.problems import ResultsError
from engine.reporting import draw_histogram, phrasing


def vertical_lines(figure):
    """Where lines stand upright across the whole axes, by label."""
    return {
        line.get_label(): line.get_xdata()[0]
        for axes in figure.axes
        for line in axes.lines
        if list(line.get_ydata()) == [0, 1] and len(set(line.get_xdata())) == 1
    }


def curve_of(figure):
    (line,) = [line for line in figure.axes[1].lines if line.get_label().startswith("S-curve")]
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


def test_claim_and_base_stand_at_their_values(results):
    results["total_benefit"].attrs["base"] = 1750.0
    lines = vertical_lines(draw_histogram(results))
    claim = claims(results).sel(claim="benefits")
    chance = phrasing.short_chance(*(float(claim[key]) for key in ("probability", "low", "high")))
    assert lines == {f"Claim: at least £1,800m; chance {chance}": 1800.0, "Base case: £1,750m": 1750.0}


def test_only_claims_on_the_measure_are_drawn(results):
    labels = list(vertical_lines(draw_histogram(results, "npv")))
    assert [label.split(":")[0] for label in labels] == ["Base case"]


def test_a_claim_with_two_bounds_has_two_lines_and_one_entry(results):
    results.attrs["claims"] = json.dumps(
        [{"name": "a", "metric": "total_cost", "at_least": 500, "at_most": 900}]
    )
    figure = draw_histogram(results, "total_cost")
    assert {500.0, 900.0} <= set(vertical_lines(figure).values())
    entries = [text.get_text() for text in figure.axes[1].get_legend().get_texts()]
    assert len([entry for entry in entries if entry.startswith("Claim")]) == 1


def test_axis_titles_hold_units_and_price_base(results):
    figure = draw_histogram(results)
    assert figure.axes[0].get_xlabel() == "Total benefit, £m (nominal, as published in March 2023)"
    assert figure.axes[0].get_ylabel() == "Bars: share of iterations, %"
    assert draw_histogram(results, "go_live_delay").axes[0].get_xlabel() == "Go live delay, months"


def test_marks_of_the_curve_are_the_percentiles(results):
    ranked = percentiles(results["total_benefit"].values, (10, 20, 50, 80, 90))
    axes = draw_histogram(results).axes[1]
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels[1:-1] == [
        f"P{p:g}  {phrasing.quantity(v, '£m')}" for p, v in zip(ranked.percentages, ranked.value, strict=True)
    ]
    dots = [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() == "o"
    ]
    assert dots == list(zip(ranked.value.tolist(), (ranked.percentages / 100).tolist(), strict=True))


def test_a_cost_is_marked_at_p80_not_p20(results, words):
    shown = words(draw_histogram(results, "total_cost"))
    assert "P80  " in shown
    assert "P20" not in shown
    assert re.search(r"Total cost: 80% chance of at most £[\d,]+m \(P80\)", shown)


def test_both_phrasings_are_printed(results, words):
    assert "20% chance of at most this, 80% of at least this" in words(draw_histogram(results)).replace(
        "\n", " "
    )


def test_curve_and_exceedance_are_the_shares_of_iterations(free):
    run = free([1.0, 2.0, 3.0, 4.0], "x", cautious="low")
    x, share = curve_of(draw_histogram(run, "x"))
    assert np.interp([1.0, 3.0, 4.0], x, share).tolist() == [0.25, 0.75, 1.0]
    x, share = curve_of(draw_histogram(run, "x", exceedance=True))
    # three of four are at least 2, as a claim of at least 2 counts them
    assert share[np.searchsorted(x, 2.0)] == 0.75


def test_bars_and_curve_count_all_iterations_with_the_missing(free, words):
    figure = draw_histogram(free([1.0, 2.0, 2.0, np.nan], "x", cautious="high"), "x")
    assert [bar.get_height() for bar in figure.axes[0].patches] == [25.0, 50.0]
    assert curve_of(figure)[1][-1] == 0.75
    assert "25% of iterations (1) give no number (never)" in words(figure).replace("\n", " ")
    low = draw_histogram(free([1.0, 2.0, 2.0, np.nan], "x", cautious="low"), "x")
    assert curve_of(low)[1][0] == 0.25


def test_a_far_tail_is_cut_and_said(free, words):
    values = np.append(np.random.default_rng(1).normal(size=999), 1e6)
    figure = draw_histogram(free(values, "x", units="£m"), "x")
    assert figure.axes[0].get_xlim()[1] < 10
    assert "lie off the axis" in words(figure)


def test_claim_beyond_all_values_is_in_view(results):
    results.attrs["claims"] = json.dumps([{"name": "a", "metric": "total_cost", "at_most": 20_000}])
    assert draw_histogram(results, "total_cost").axes[0].get_xlim()[1] > 20  # £bn


def test_band_is_that_of_dvoretzky_kiefer_and_wolfowitz(results):
    band = draw_histogram(results).axes[1].collections[0].get_paths()[0].vertices
    x, share = curve_of(draw_histogram(results))
    middle = len(x) // 2
    at_middle = band[np.isclose(band[:, 0], x[middle]), 1]
    margin = np.sqrt(np.log(2 / 0.05) / (2 * 2000))
    assert np.ptp(at_middle) == pytest.approx(2 * margin, rel=1e-9)
    assert at_middle.mean() == pytest.approx(share[middle], rel=1e-9)


def test_a_short_run_says_which_percentiles_it_cannot_give(synthetic, words):
    shown = words(draw_histogram(synthetic(20))).replace("\n", " ")
    assert "Too few iterations to trust P10, P90." in shown
    assert "Too few" not in words(draw_histogram(synthetic(2000)))


def test_unknown_measure(results):
    with pytest.raises(ResultsError, match="no measure 'benefit'"):
        draw_histogram(results, "benefit")
