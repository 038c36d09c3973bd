"""Correlations as data: a row for each pair, the furthest off on top, its three marks where they are."""

import numpy as np
import pytest

import engine
from engine.reporting import draw_correlations
from engine.studies.doctor import diagnose
from experiments.shared_services import PROGRAMME

EVERY_KEY = "experiments/format_reference/examples/every_key.toml"


@pytest.fixture(scope="module")
def groups():
    return diagnose(engine.load(EVERY_KEY, repairs=True), 1000, 3)


def marks(figure, marker):
    return [float(line.get_xdata()[0]) for line in figure.axes[0].lines if line.get_marker() == marker]


def test_marks_are_target_possible_and_achieved(groups, words, collisions):
    found = groups["costs"]
    figure = draw_correlations(found)
    pairs = [(0, 1), (0, 2), (1, 2)]
    assert sorted(marks(figure, "D")) == pytest.approx(sorted(float(found["target"][p]) for p in pairs))
    assert sorted(marks(figure, "o")) == pytest.approx(sorted(float(found["achieved"][p]) for p in pairs))
    apart = [p for p in pairs if abs(float(found["target"][p] - found["repaired"][p])) >= 0.005]
    assert sorted(marks(figure, "|")) == pytest.approx(sorted(float(found["repaired"][p]) for p in apart))
    gaps = [abs(float(found["target"][p] - found["achieved"][p])) for p in pairs]
    assert abs(marks(figure, "D")[0] - marks(figure, "o")[0]) == pytest.approx(max(gaps))
    assert "cannot be had as written" in words(figure).replace("\n", " ")
    assert collisions(figure) == []


def test_what_is_achieved_is_said_to_be(groups, words, collisions):
    for name, measure in (
        ("realisation", "Rank correlation (Spearman)"),
        ("procurement", "Rank correlation (Kendall)"),
    ):
        figure = draw_correlations(groups[name])
        assert "are as asked for" in words(figure).replace("\n", " ")
        assert figure.axes[0].get_xlabel() == measure
        assert marks(figure, "|") == []
        assert collisions(figure) == []


def test_an_input_that_never_varies_achieves_nothing(groups, words, collisions):
    found = groups["costs"].copy(deep=True)
    found["achieved"][0, 1:] = np.nan
    found["achieved"][1:, 0] = np.nan
    figure = draw_correlations(found)
    assert "one of them never varies" in words(figure).replace("\n", " ")
    assert len(marks(figure, "o")) == 1
    assert collisions(figure) == []


def test_of_many_pairs_the_furthest_off_are_drawn(words, collisions):
    found = max(diagnose(engine.load(PROGRAMME), 400).values(), key=lambda one: one.sizes["input"])
    count = found.sizes["input"] * (found.sizes["input"] - 1) // 2
    figure = draw_correlations(found)
    assert len(marks(figure, "D")) == min(count, 30)
    if count > 30:
        assert f"{count - 30} pairs that are nearer" in words(figure).replace("\n", " ")
    assert collisions(figure) == []
