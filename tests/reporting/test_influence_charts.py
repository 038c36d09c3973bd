"""Tornado and share charts: names, order, values at the ends, what their bars mean, and nothing over anything else."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from distributions import Normal
from engine.problems import ResultsError
from engine.reporting import draw_shares, draw_tornado
from engine.reporting.influence import strongest
from engine.reporting.tables.drivers import driver_parts, gap_parts
from engine.reporting.tables.shares import share_parts
from tests.analysis import reference_cases as cases

PLAYED = 5000


@pytest.fixture(scope="module")
def model():
    plain = cases.linear((1, 1, 1), (1, 3, 2))
    return engine.Model(
        plain.inputs,
        plain.formula,
        units={"y": "£m"},
        claims={"low": {"metric": "y", "at_most": 1, "statement": "Low"}},
    )


@pytest.fixture(scope="module")
def sample(model):
    return engine.drivers(engine.simulate(model, PLAYED), engine.draw(model, PLAYED))


def names_of(figure):
    figure.draw_without_rendering()
    return [label.get_text() for label in figure.axes[0].get_yticklabels()]


def test_the_longest_bar_is_on_top_with_its_ends(sample, words, collisions):
    figure = draw_tornado(sample)
    assert names_of(figure) == ["b", "c", "a"]
    bars = figure.axes[0].patches
    assert [bar.get_x() for bar in bars] == pytest.approx(sample["at_low"].values[[1, 2, 0]])
    assert [bar.get_width() for bar in bars] == pytest.approx(sample["swing"].values[[1, 2, 0]])
    shown = words(figure).replace("\n", " ")
    assert "What moves the mean of y" in shown
    assert "Swing: mean where the input is in its highest tenth" in shown
    assert collisions(figure) == []
    assert "b moves it most: swing" in figure.get_label()


def test_of_a_claim_the_axis_is_a_chance(model, words):
    found = engine.drivers(engine.simulate(model, PLAYED), engine.draw(model, PLAYED), claim="low")
    figure = draw_tornado(found)
    assert figure.axes[0].get_xlabel() == "Chance that the claim holds, %"
    assert [bar.get_width() for bar in figure.axes[0].patches] == pytest.approx(
        100 * found["swing"].values[[1, 2, 0]]
    )
    assert "Low" in words(figure)


def test_gaps_end_at_the_percentile_of_the_whole(model, collisions, words):
    found = engine.gaps(model, iterations=PLAYED)
    figure = draw_tornado(found)
    ends = [bar.get_x() + bar.get_width() for bar in figure.axes[0].patches]
    assert ends == pytest.approx([found.attrs["value"]] * 3)
    assert "80% chance of at most" in words(figure).replace("\n", " ")
    assert "P80 of the whole run" in words(figure)
    assert collisions(figure) == []
    table = gap_parts(found)[0]
    assert [cell.text for cell in table.columns[0].cells] == ["b", "c", "a"]
    assert table.columns[2].cells[0].value == float(found["gap"][1])


def test_shares_with_their_intervals(model, words, collisions):
    found = engine.shapley(model, iterations=PLAYED)
    figure = draw_shares(found, "y")
    assert names_of(figure) == ["b", "c", "a"]
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    assert widths == pytest.approx(100 * found["share"].sel(output="y").values[[1, 2, 0]])
    assert "Shares add up to 100%" in words(figure).replace("\n", " ")
    assert collisions(figure) == []
    with pytest.raises(ResultsError, match="no output 'z'"):
        draw_shares(found, "z")


def test_sobol_has_two_bars_each(collisions):
    found = engine.sobol(cases.ishigami(), iterations=PLAYED)
    figure = draw_shares(found)
    assert len(figure.axes[0].patches) == 6
    assert {text.get_text() for text in figure.legends[0].get_texts()} == {
        "First order",
        "Total",
        "95% interval",
    }
    assert collisions(figure) == []
    headings = [column.heading for column in share_parts(found)[0].columns]
    assert headings == ["Player", "Inputs", "First order", "95% interval", "Total", "95% interval"]


def test_many_inputs_with_long_names_are_cut_and_counted(collisions, words):
    names = [f"a_cluster_with_a_name.an_activity_that_is_named_at_length_{k}.duration" for k in range(30)]
    rng = np.random.default_rng(1)
    model = engine.Model({"a": Normal(0, 1)}, lambda a: a)
    drawn = engine.draw(model, 500).isel(input=[0] * 30)
    drawn = drawn.assign_coords(input=names).copy(deep=True)
    drawn["value"] = drawn["value"] + rng.normal(size=drawn["value"].shape)
    found = engine.drivers(engine.simulate(model, 500), drawn)
    figure = draw_tornado(found)
    assert len(figure.axes[0].patches) == 20
    assert "Not drawn: 10 more inputs" in words(figure)
    assert collisions(figure) == []
    assert any("And 5 more inputs" in note for note in driver_parts(found)[0].notes)


def test_what_is_missing_or_never_varies_is_said(sample, words):
    flat = sample.copy(deep=True)
    for name in flat.data_vars:
        flat[name][:] = 0.0
    flat = flat.assign_attrs(varies=0)
    assert "is the same in every iteration" in words(draw_tornado(flat)).replace("\n", " ")
    gone = sample.assign_attrs(missing=7, first_missing=3)
    assert "7 of 5,000 iterations gave no number" in driver_parts(gone)[1].text
    assert "iteration 3" in driver_parts(gone)[1].text


def test_other_datasets_are_refused(model):
    with pytest.raises(ResultsError, match=r"engine\.drivers or engine\.gaps"):
        draw_tornado(engine.draw(model, 10))


def test_what_was_seen_but_once_or_twice_does_not_lead():
    values = np.array([90.0, 40.0, -45.0, 60.0, 0.0, 3.0])
    low = np.array([-np.inf, 39.0, -46.0, -20.0, 0.0, -1.0])
    high = np.array([np.inf, 41.0, -44.0, 140.0, 0.0, 7.0])
    assert strongest(values, None, low, high).tolist() == [2, 1, 3, 5, 0]
    assert strongest(values, 2, low, high).tolist() == [2, 1]
    unknown = np.full(6, np.nan)
    assert strongest(values, None, unknown, unknown).tolist() == strongest(values).tolist() == [0, 3, 2, 1, 5]
