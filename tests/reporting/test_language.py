"""One visual language: what every chart of every kind has, looked at as data and never drawn."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure

from engine.reporting import chart_names
from engine.reporting.visuals import style
from engine.reporting.visuals.page import WIDTH
from engine.reporting.visuals.save import alternative_text
from tests.reporting.every_chart import every_chart

PALETTE = {
    name: getattr(style, name).lower()
    for name in ("INK", "CURVE", "CLAIM", "STEEL", "MUTED", "BARS", "BAND", "PALE", "GUIDE")
} | {"WHITE": "#ffffff"}
GROUNDS = {
    PALETTE[name] for name in ("BAND", "PALE", "GUIDE", "WHITE")
}  # what others lie upon, edged or alone
APART = 12.0  # in lightness (CIELAB), between what has to be told apart in a grey print


@pytest.fixture(scope="module")
def drawn() -> dict[str, Figure]:
    return every_chart()


def test_every_chart_of_the_folder_is_looked_at(drawn):
    assert {name.partition(":")[0] for name in drawn} == set(chart_names())


def test_every_chart_is_as_wide_as_a4_has_room_and_no_taller(drawn):
    for name, figure in drawn.items():
        assert figure.get_figwidth() * 25.4 == pytest.approx(WIDTH), name
        assert figure.get_figheight() * 25.4 < 270, name


def test_every_chart_is_told_in_words_with_its_source(drawn):
    for name, figure in drawn.items():
        title, description = alternative_text(figure)
        assert len(title) > 15, name
        assert len(description) > 60, name
        assert "Source: " in description, name
        assert not re.search(
            r"\bnan\b|\binf\b|None|\{|\d[eE][+-]\d", title + description.partition("Source:")[0]
        ), name


def test_words_are_those_of_the_results(drawn):
    told: dict[str, str] = {}
    for name, figure in drawn.items():
        kind = name.partition(":")[0]
        assert figure.get_label() not in told.values(), (name, kind)  # each its own
        told[name] = figure.get_label()


def test_every_colour_is_of_the_palette(drawn):
    for name, figure in drawn.items():
        assert colours(figure) <= set(PALETTE.values()), (name, colours(figure) - set(PALETTE.values()))


def test_series_that_meet_differ_in_grey(drawn):
    for name, figure in drawn.items():
        for axes in figure.axes:
            series = fills(axes) - GROUNDS
            for one, other in combinations(sorted(series), 2):
                assert abs(lightness(one) - lightness(other)) > APART, (name, one, other)


def test_two_bars_that_look_alike_in_grey_would_be_seen():
    figure = Figure()
    axes = figure.add_subplot()
    axes.bar([0, 1], [1, 1], color=[style.CLAIM, style.STEEL])
    one, other = sorted(fills(axes) - GROUNDS)
    assert abs(lightness(one) - lightness(other)) < APART


def test_money_has_its_unit_and_price_base(drawn):
    for name, figure in drawn.items():
        titles = [label for axes in figure.axes for label in (axes.get_xlabel(), axes.get_ylabel())]
        for title in (" ".join(one.split()) for one in titles):
            if re.search(r"(^|, )(£|US\$)", title):
                assert re.search(r"nominal|real", f"{title} {figure.get_label()}"), (name, title)


def lightness(colour: str) -> float:
    """L* of CIELAB."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16


def seen(colour: Any) -> list[str]:
    """Colours that are drawn: those that are not wholly clear."""
    many = colour if getattr(colour, "ndim", 1) == 2 else [colour]
    return [to_hex(one) for one in many if to_rgba(one)[3] > 0]


def fills(axes: Any) -> set[str]:
    """The colours of bars, areas and points, which are told apart by nothing else."""
    found: set[str] = set()
    for patch in axes.patches:
        if patch.get_visible() and not patch.get_hatch():
            found.update(seen(patch.get_facecolor()))
    for area in axes.collections:
        if not isinstance(area, LineCollection | PathCollection):
            found.update(seen(area.get_facecolor()))
    return found


def colours(figure: Figure) -> set[str]:
    """Every colour of a figure but those of frames."""
    found: set[str] = set()
    for axes in figure.axes:
        found |= fills(axes)
        for line in axes.lines:
            found.update(seen(line.get_color()) if line.get_linestyle() != "None" else [])
            if line.get_marker() not in ("None", "", None):
                found.update(seen(line.get_markeredgecolor()))
        for text in axes.texts:
            found.update(seen(text.get_color()))
    for text in figure.texts:
        found.update(seen(text.get_color()))
    return found
