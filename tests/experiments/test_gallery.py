"""The gallery shows every chart, each picture of it is there and small, and words go with it."""

from __future__ import annotations

import re

import pytest
from matplotlib.figure import Figure

from engine.reporting import chart_names
from experiments.gallery import FOLDER, MOST_SIZE, PAGE, Drawn, check, page, picture

PICTURE = re.compile(r"!\[([^\]]+)\]\((gallery/[^)]+\.png)\)")


def test_every_chart_is_in_the_gallery_with_a_small_picture_and_words():
    text = PAGE.read_text(encoding="utf-8")
    shown = dict(map(reversed, PICTURE.findall(text)))
    for name in chart_names():
        assert any(re.fullmatch(rf"gallery/{name}(_[a-z_]+)?\.png", file) for file in shown), name
        assert f"draw_{name}(" in text
    for file, title in shown.items():
        assert (FOLDER / file).stat().st_size < MOST_SIZE, file
        assert len(title) > 15
    assert {path.name for path in (FOLDER / "gallery").iterdir()} == {
        file.partition("/")[2] for file in shown
    }
    assert text.count("Source: ") == len(shown)


def test_a_chart_that_is_left_out_is_found():
    figure = Figure()
    figure.set_label("A heading\nWhat it shows.")
    drawn = [Drawn(f"{name}:variant", f"draw_{name}(results)", figure) for name in chart_names()]
    check(drawn)
    with pytest.raises(AssertionError):
        check(drawn[1:])
    assert (
        "## A heading\n\n`draw_assumption_map(results)`\n\n![A heading](gallery/assumption_map_variant.png)"
        in page(drawn)
    )


def test_the_same_picture_has_the_same_bytes():
    figure = Figure()
    figure.text(0.5, 0.5, "word")
    assert picture(figure) == picture(figure)
    assert picture(figure).startswith(b"\x89PNG")
