"""A comparison as people see it: curves, words and tables, as data."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.problems import ResultsError
from engine.reporting import draw_comparison
from engine.reporting.tables.comparison import comparison_parts, measure_table, points
from experiments.shared_services import PROGRAMME


@pytest.fixture(scope="module")
def found():
    names = {"as written": None, "funding closed": "funding-closed"}
    return engine.compare({k: engine.load(PROGRAMME, scenario=s) for k, s in names.items()}, iterations=500)


def test_curves_are_the_percentiles(found, words, collisions):
    figure = draw_comparison(found, "npv")
    upper, lower = figure.axes
    for line, run in zip(upper.lines, found["run"].values, strict=False):
        assert line.get_xdata() == pytest.approx(found["curve"].sel(run=run, measure="npv").values)
        assert line.get_ydata() == pytest.approx(found["level"].values)
    curve = found["difference_curve"].sel(other="funding closed", measure="npv").values
    assert lower.lines[0].get_xdata() == pytest.approx(curve)
    assert "in the same iteration" in words(figure)
    assert collisions(figure) == []


def test_without_common_draws_there_is_no_lower_panel(found):
    apart = found.copy()
    apart["difference_curve"] = apart["difference_curve"] * np.nan
    assert len(draw_comparison(apart).axes) == 1
    with pytest.raises(ResultsError, match="no measure"):
        draw_comparison(found, "cost")


def test_tables_say_what_columns_mean(found):
    table = measure_table(found, "funding closed")
    names = [cell.text for cell in table.columns[0].cells]
    assert "Total benefits" in names
    assert "Departments' own replacement" not in names  # the same in every iteration
    text = " ".join(part.text for part in comparison_parts(found) if hasattr(part, "text"))
    assert "share their draws" in text
    assert points(0.032, 0.030, 0.034) == "+3.2 pp (+3.0 to +3.4)"
