"""How figures came to rest, as data."""

from __future__ import annotations

import pytest

import engine
from engine.reporting import draw_convergence
from experiments.shared_services import PROGRAMME


def test_curves_bands_and_words(words, collisions):
    found = engine.until(engine.load(PROGRAMME), ["p80(total_cost) ± 4%", "P(cost) ± 3pp"])
    figure = draw_convergence(found)
    first, second = figure.axes
    assert first.lines[0].get_ydata() == pytest.approx(found["estimate"][:, 0].values)
    assert second.lines[0].get_ydata() == pytest.approx(100 * found["estimate"][:, 1].values)
    assert first.get_xscale() == "log"
    shown = words(figure)
    assert "p80(total_cost) ± 4%" in shown
    assert "never ends at the first look" in shown.replace("\n", " ")
    assert collisions(figure) == []
