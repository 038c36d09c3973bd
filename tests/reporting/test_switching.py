"""Switching-value bars as data: ends, levels, order and words."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.reporting import draw_switching
from engine.reporting.tables.needed import reverse_parts, switching_table
from experiments.shared_services import PROGRAMME


@pytest.fixture(scope="module")
def found():
    programme = engine.load(PROGRAMME)
    return engine.switching_values(
        programme, "cost", ["drivers.*_cost", "drivers.synergy_cash"], iterations=300
    )


def test_bars_go_from_end_to_end(found, words, collisions):
    figure = draw_switching(found)
    axes = figure.axes[0]
    moving = found["chance_lowest"].values != found["chance_highest"].values
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    expected = 100 * np.stack([found["chance_lowest"].values, found["chance_highest"].values], axis=1)[moving]
    assert np.array(ends) == pytest.approx(expected)
    assert axes.get_yticklabels()[0].get_text() == "drivers.synergy_cost"
    assert "1 inputs that move it less" in words(figure).replace("\n", " ")
    assert collisions(figure) == []


def test_tables(found):
    table = switching_table(found)
    assert table.columns[0].cells[0].text == "drivers.synergy_cost"
    assert table.notes == ("1 more input without effect on it at either end.",)
    point = engine.reverse_stress(engine.load(PROGRAMME), "cost", 100)
    text = " ".join(part.text for part in reverse_parts(point) if hasattr(part, "text"))
    assert "standard deviations from the middle (beta)" in text
