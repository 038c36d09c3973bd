import numpy as np
import pytest

from engine.analysis.estimators.percentiles import percentiles
from engine.problems import ResultsError
from engine.reporting import draw_years


def cumulative(results):
    net = results["yearly_cash_benefit"] + results["yearly_efficiency_benefit"] - results["yearly_cost"]
    return net.cumsum("year").values


def line(figure, label):
    (found,) = [line for line in figure.axes[0].lines if line.get_label().startswith(label)]
    return np.asarray(found.get_ydata())


def test_median_base_and_path(results):
    figure = draw_years(results)
    total = cumulative(results)
    median = percentiles(total.T, [50]).value[:, 0]
    assert line(figure, "Median") == pytest.approx(median, rel=1e-12)
    assert line(figure, "Base case")[-1] == pytest.approx(900.0, rel=1e-12)
    nearest = int(np.argmin(np.abs(total[:, -1] - median[-1])))
    assert line(figure, f"Iteration {nearest:,}") == pytest.approx(total[nearest], rel=1e-12)


def test_bands_hold_their_share_each_year_by_itself(results):
    total = cumulative(results)
    for band, (low, high) in zip(
        draw_years(results).axes[0].collections, [(5, 95), (10, 90), (25, 75)], strict=True
    ):
        vertices = band.get_paths()[0].vertices
        last = vertices[np.isclose(vertices[:, 0], total.shape[1] - 1), 1]
        ends = percentiles(total[:, -1], [low, high]).value
        assert [last.min(), last.max()] == pytest.approx(ends.tolist(), rel=1e-12)


def test_what_the_chart_says(results, words):
    figure = draw_years(results)
    shown = words(figure).replace("\n", " ")
    assert "pointwise" in shown
    assert "cash and efficiency benefits together" in shown
    assert "The base case is above zero from the end of 2031-32 on." in shown
    title = figure.axes[0].get_ylabel().replace("\n", " ")
    assert title == "Cumulative net benefit, £m (nominal, as published in March 2023)"
    assert 0.0 in line(figure, "_child")[:1]  # the zero line


def test_years_that_begin_in_january_have_one_number(results, words):
    results.attrs["start"] = "2022-01"
    shown = words(draw_years(results))
    assert "2022\n" in shown
    assert "2022-23" not in shown


def test_iteration_is_named_by_its_coordinate(results):
    late = results.assign_coords(iteration=results["iteration"] + 1000)
    labels = [line.get_label() for line in draw_years(late).axes[0].lines]
    before = [line.get_label() for line in draw_years(results).axes[0].lines]
    number = int(next(label for label in before if "Iteration" in label).split()[1].replace(",", ""))
    assert f"Iteration {number + 1000:,}" in labels


def test_a_free_formula_has_no_years(free):
    with pytest.raises(ResultsError, match=r"figures by year need .*lack \['yearly_cash_benefit'"):
        draw_years(free([1.0]))
