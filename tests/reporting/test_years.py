import numpy as np
import pytest

from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.findings import Findings
from engine.problems import ResultsError
from engine.reporting import draw_years
from engine.reporting.charts.years import of_run


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
    assert any(label.startswith(f"Iteration {number + 1000:,}, near P50") for label in labels)


def test_a_free_formula_has_no_years(free):
    with pytest.raises(ResultsError, match=r"figures by year need .*lack \['yearly_cash_benefit'"):
        draw_years(free([1.0]))


def test_the_fan_of_costs_with_its_two_paths(results):
    figure = draw_years(results, "cumulative_cost")
    total = results["yearly_cost"].cumsum("year").values
    for level, name in ((50, "near P50"), (80, "near P80")):
        value = percentiles(total[:, -1], [level]).value[0]
        nearest = int(np.argmin(np.abs(total[:, -1] - value)))
        (path,) = [one for one in figure.axes[0].lines if one.get_label() == f"Iteration {nearest:,}, {name}"]
        assert np.asarray(path.get_ydata()) == pytest.approx(total[nearest], rel=1e-12)
    title, *_ = figure.get_label().split("\n")
    assert title.startswith("Cost to the end of 2036-37: 80% chance of at most")
    assert "The median has half of its cost by the end of" in figure.get_label()


def test_the_fan_of_cash_leaves_other_benefits_out(results, words, collisions):
    figure = draw_years(results, "cumulative_net_cash")
    total = (results["yearly_cash_benefit"] - results["yearly_cost"]).cumsum("year").values
    assert line(figure, "Median") == pytest.approx(percentiles(total.T, [50]).value[:, 0], rel=1e-12)
    assert "other benefits count for nothing" in words(figure).replace("\n", " ")
    assert collisions(figure) == []


def test_cash_is_drawn_where_it_is_not_all(results):
    def drawn(run):
        return [name for name, _ in of_run(Findings(run))]

    assert drawn(results) == ["years", "years_cost", "years_cash"]
    assert (
        drawn(results.assign(yearly_efficiency_benefit=0 * results["yearly_efficiency_benefit"]))[-1]
        == "years_cost"
    )
    assert drawn(results.assign(yearly_cash_benefit=0 * results["yearly_cash_benefit"]))[-1] == "years_cost"


def test_a_summary_says_why_it_has_no_fan_of_costs():
    import engine
    from experiments.shared_services import PROGRAMME

    summed = engine.simulate(engine.load(PROGRAMME), 50, keep="summary")
    with pytest.raises(ValueError, match="needs every iteration, and these results are a summary"):
        draw_years(summed, "cumulative_cost")
    assert [name for name, _ in of_run(Findings(summed))] == ["years"]
