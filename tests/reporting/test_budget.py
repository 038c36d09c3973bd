"""The budget by year as data: bars are percentiles of years, the line adds up, words say both sums."""

import numpy as np
import pytest

from engine.analysis.findings import Findings
from engine.reporting import draw_budget
from engine.reporting.charts.budget import of_run


def test_bars_are_percentiles_of_years_and_the_line_adds_up(results, words, collisions):
    figure = draw_budget(results)
    heights = np.array([bar.get_height() for bar in figure.axes[0].patches]).reshape(2, 15)
    costs = np.sort(results["yearly_cost"].values, axis=0)
    for row, level in zip(heights, (50, 80), strict=True):
        assert row == pytest.approx(costs[int(np.ceil(level / 100 * 2000)) - 1])
    (path,) = [line for line in figure.axes[0].lines if line.get_label().startswith("Path")]
    whole = np.sort(results["yearly_cost"].sum("year").values)[1599]
    assert np.sum(path.get_ydata()) == pytest.approx(whole, rel=1e-12)
    shown = words(figure).replace("\n", " ")
    assert "Cost up to the horizon, by year: 80% chance of at most" in shown
    assert "Percentiles of years do not add up" in shown
    assert (
        figure.axes[0].get_ylabel().replace("\n", " ")
        == "In the year, £m (nominal, as published in March 2023)"
    )
    assert collisions(figure) == []


def test_of_a_benefit_the_careful_side_is_low(results, words):
    figure = draw_budget(results, "cash_benefit", at=90)
    labels = {text.get_text() for text in figure.axes[0].get_legend().get_texts()}
    assert {"P10 of the year", "P50 of the year", "Path near P10 of all years"} < labels
    assert "90% chance of at least" in words(figure).replace("\n", " ")


def test_what_has_no_years_is_refused_and_not_drawn(results, free):
    with pytest.raises(ValueError, match="a budget of x by year needs"):
        draw_budget(free([1.0], "x"), "x")
    assert [name for name, _ in of_run(Findings(results))] == ["budget"]
    assert not list(of_run(Findings(results.assign(yearly_cost=0 * results["yearly_cost"]))))
    assert not list(of_run(Findings(free([1.0]))))
