"""Fonts are read once, and what is drawn with them is what Matplotlib draws without that, byte for byte."""

from __future__ import annotations

from contextlib import nullcontext

import matplotlib
import pytest
from matplotlib import font_manager, ft2font

from engine.reporting import draw_verdict
from engine.reporting.visuals import fonts, style
from engine.reporting.visuals.save import FORMATS, chart_bytes

OWN = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf"


@pytest.fixture(autouse=True)
def no_font_is_open():
    """Fonts are opened anew in each test, and for the tests that follow."""
    font_manager._get_font.cache_clear()
    yield
    font_manager._get_font.cache_clear()


def test_the_same_bytes_as_from_files(results, monkeypatch):
    opened = []
    real = fonts._InMemory.__init__
    monkeypatch.setattr(
        fonts._InMemory, "__init__", lambda self, path: (opened.append(path), real(self, path))[1]
    )
    memory = [chart_bytes(draw_verdict(results), ending) for ending in FORMATS]
    assert OWN in opened
    font_manager._get_font.cache_clear()
    opened.clear()
    monkeypatch.setattr(style, "in_memory", nullcontext)
    style._width.cache_clear()
    assert [chart_bytes(draw_verdict(results), ending) for ending in FORMATS] == memory
    assert opened == []


def test_they_go_by_their_path_and_others_open_fonts_as_ever():
    with fonts.in_memory():
        assert str(font_manager.get_font(OWN).fname) == OWN
        assert font_manager.ft2font is not ft2font
    assert font_manager.ft2font is ft2font
    font_manager._get_font.cache_clear()
    assert font_manager.get_font(OWN).fname == OWN
