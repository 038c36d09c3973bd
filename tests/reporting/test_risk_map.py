"""The heat map of risks as data: dots where the study says, arrows to what a response leaves, a list that adds."""

import numpy as np
import pytest

import engine
from engine.reporting import draw_risk_map
from experiments.shared_services import PROGRAMME


@pytest.fixture(scope="module")
def found():
    return engine.risk_map("experiments/format_reference/examples/every_key.toml", iterations=400)


def test_dots_are_the_risks(found, words, collisions):
    figure = draw_risk_map(found)
    axes = figure.axes[0]
    dots = next(line for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata()) > 1)
    before = found.sel(when="before")
    assert np.asarray(dots.get_xdata()) == pytest.approx(100 * before["chance"].values)
    assert np.asarray(dots.get_ydata()) == pytest.approx(np.nan_to_num(before["when_struck"].values))
    hollow = [line for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]
    assert len(hollow) == int(found["has_response"].sum()) == 2
    assert collisions(figure) == []
    shown = words(figure).replace("\n", " ")
    first = str(before["risk"].values[int(np.argmax(np.abs(before["contribution"].values)))]).replace(
        "_", " "
    )
    assert f"“{first}” contributes most" in shown
    assert "Together risks contribute" in figure.get_label()


def test_many_risks_are_listed_as_far_as_there_is_room(words, collisions):
    found = engine.risk_map(PROGRAMME, iterations=300)
    figure = draw_risk_map(found)
    assert collisions(figure) == []
    count = found.sizes["risk"] - 12
    assert f"The {count} risks that contribute least are dots without a number." in words(figure).replace(
        "\n", " "
    )
    assert "No risk has a response." in words(figure).replace("\n", " ")


def test_risks_that_do_nothing_are_drawn_all_the_same(found, collisions, words):
    nothing = found.copy(deep=True)
    for key in ("when_struck", "contribution"):
        nothing[key][:] = 0.0
    figure = draw_risk_map(nothing)
    assert collisions(figure) == []
    assert "nan" not in words(figure)
