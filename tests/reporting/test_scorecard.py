"""The scorecard as data: a cell for each claim and scenario, with its number and its shade."""

import json

import pytest

from engine.analysis.verdict import with_ranges
from engine.problems import ResultsError
from engine.reporting import draw_scorecard, draw_verdict
from engine.reporting.visuals import style


@pytest.fixture
def scored(results, synthetic):
    return with_ranges(
        results, None, {"inside view": synthetic(500, seed=2), "closed": synthetic(400, seed=3)}
    )


def test_every_claim_has_a_cell_for_each_scenario(scored, words, collisions):
    figure = draw_scorecard(scored)
    cells = figure.axes[0].patches
    assert len(cells) == 5 * 3
    shown = words(figure)
    for name in ("central", "inside view", "closed", "Range over the"):
        assert name in shown.replace("\n", " ")
    assert collisions(figure) == []
    assert "under 2 other scenarios" in figure.get_label()


def test_the_shade_is_that_of_the_number(scored):
    told = json.loads(scored.attrs["over_scenarios"])
    told["inside view"] |= {"benefits": 0.01, "cost": 0.3, "payback": 0.7, "money": 0.99, "whole": 0.5}
    scored.attrs["over_scenarios"] = json.dumps(told)
    cells = draw_scorecard(scored).axes[0].patches[1::3]
    shades = ["#ffffff", style.PALE, style.BARS, style.CURVE, style.BARS]
    from matplotlib.colors import to_hex

    assert [to_hex(cell.get_facecolor()) for cell in cells] == [to_hex(shade) for shade in shades]


def test_many_scenarios_are_counted(results, synthetic, collisions, words):
    others = {f"a scenario of a long name {k}": synthetic(50, seed=k) for k in range(12)}
    figure = draw_scorecard(with_ranges(results, None, others))
    assert collisions(figure) == []
    assert "7 further scenarios have no room." in words(figure)


def test_the_verdict_shows_each_scenario_and_their_range(scored, words, collisions):
    figure = draw_verdict(scored)
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    filled = [line for line in dots if len(line.get_xdata()) == 2]
    assert (len(filled), len(dots)) == (5, 10)
    assert words(figure).count("scenarios ") == 5
    assert collisions(figure) == []
    assert "scenarios" not in words(draw_verdict(scored.assign_attrs(over_scenarios="{}")))


def test_no_claims(free):
    with pytest.raises(ResultsError, match="no claims"):
        draw_scorecard(free([1.0]))
