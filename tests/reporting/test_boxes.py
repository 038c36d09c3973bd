"""Pictures of boxes: the axes are the surest limits, the frame stands at them; without a box that is said."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.reporting import draw_boxes
from engine.reporting.tables.misses import NONE, miss_parts
from tests.analysis.test_misses import SIZE, datasets, table


def test_noise_is_said_in_words(words):
    columns = table(9)
    noise = (np.random.default_rng(0).uniform(size=SIZE) < 0.12).astype(float)
    results, inputs = datasets(columns, noise)
    found = engine.misses(results, inputs, measure="y", at_most=0.5)
    assert found.sizes["box"] == found.sizes["restriction"] == 0
    assert miss_parts(found)[1].text == NONE
    assert "No box" in words(draw_boxes(found, inputs, noise)).replace("\n", " ")


@pytest.mark.parametrize("aim", ["miss", "hold"])
def test_picture_of_a_box(aim, words, collisions):
    columns = table(2)
    planted = ((columns[0] < 0.3) & (columns[1] > 0.6)).astype(float)
    results, inputs = datasets(columns, planted if aim == "miss" else 1 - planted)
    found = engine.misses(results, inputs, measure="y", at_most=0.5, aim=aim)
    figure = draw_boxes(found, inputs, planted)
    axes = figure.axes[0]
    assert {axes.get_xlabel(), axes.get_ylabel()} == {"x1", "x2"}
    (frame,) = axes.patches
    at = {
        axes.get_xlabel(): (frame.get_x(), frame.get_width()),
        axes.get_ylabel(): (frame.get_y(), frame.get_height()),
    }
    assert sum(at["x1"]) == pytest.approx(0.3, abs=0.02)
    assert at["x2"][0] == pytest.approx(0.6, abs=0.02)
    assert sum(len(points.get_offsets()) for points in axes.collections) == 1500
    assert collisions(figure) == []
    assert "Box" in words(figure)
