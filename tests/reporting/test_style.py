from itertools import combinations

import matplotlib
import pytest

from engine.reporting.visuals import style
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.source import source_line


def lightness(colour: str) -> float:
    """L* of CIELAB: what remains of a colour in a grey print."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16


def test_what_meets_in_one_chart_differs_in_grey():
    histogram = (style.INK, style.CURVE, style.CLAIM, style.BARS)
    fan = (style.CURVE, style.STEEL, style.BARS, style.PALE)
    for chart in (histogram, fan):
        for one, other in combinations(chart, 2):
            assert abs(lightness(one) - lightness(other)) > 12, (one, other)
    for inner, outer in ((style.BARS, style.BAND), (style.BAND, style.PALE)):
        assert lightness(outer) - lightness(inner) > 5  # bands that touch and nest


def test_text_is_dark_enough_to_read():
    # a contrast of 4.5 with white (WCAG 2.2, AA) is a lightness of at most 49.6
    assert all(lightness(colour) < 49.6 for colour in (style.INK, style.MUTED, style.CLAIM, style.CURVE))


def test_settings_of_the_user_come_back(results):
    from engine.reporting import draw_histogram

    with matplotlib.rc_context({"font.size": 31.0, "axes.facecolor": "black"}):
        before = dict(matplotlib.rcParams)
        draw_histogram(results)
        assert dict(matplotlib.rcParams) == before


def test_wrap():
    words = "one two three four five six seven"
    lines = style.wrap(words, 25, style.TEXT)
    assert " ".join(lines) == words
    assert all(style.text_width(line, style.TEXT) <= 25 for line in lines)
    assert len(lines) > 1
    pieces = style.wrap("unbreakable-and-far-too-long word", 12, style.TEXT)
    assert "".join(pieces) == "unbreakable-and-far-too-longword"
    assert len(pieces) > 3
    assert all(style.text_width(piece, style.TEXT) <= 12 for piece in pieces)
    few = style.wrap(words, 25, style.TEXT, most=1)
    assert few[0].endswith("…")
    assert words.startswith(few[0][:-1])
    assert style.text_width(few[0], style.TEXT) <= 25
    assert style.wrap("", 5, style.TEXT) == []


def test_spread_keeps_order_distance_and_range():
    assert style.spread([5.0, 1.0], 1.0, 0.0, 10.0) == [5.0, 1.0]
    moved = style.spread([9.9, 9.8, 9.7], 1.0, 0.0, 10.0)
    assert moved == pytest.approx([10.0, 9.0, 8.0])
    assert style.spread([1.0, 1.0], 1.0, 0.0, 0.5) == pytest.approx([0.0, 1.0])


def test_thousands():
    assert [style.with_thousands(v) for v in (1250.0, -0.5, 0.0)] == ["1,250", "−0.5", "0"]


def test_page_is_as_wide_as_a4_allows_and_grows_with_its_text(results):
    short = Page(results, "Heading", "", 50)
    long = Page(results, "Heading", "A sentence of the lead. " * 30, 50)
    for page in (short, long):
        assert page.figure.get_figwidth() * 25.4 == pytest.approx(WIDTH)
        assert page.figure.get_figheight() * 25.4 == pytest.approx(page.height)
    assert long.height > short.height + 10


def test_source_line(results, free):
    assert source_line(results) == (
        "Source: Shared services strategy; scenario: central; 2,000 iterations, seed 7; "
        "programme 01234567; outturn 0.1.0."
    )
    assert source_line(free([1.0])) == "Source: A formula; 1 iteration, seed 1."


def test_a_currency_sign_is_no_formula(free, collisions, words):
    from engine.reporting import draw_histogram

    figure = draw_histogram(free([1.0, 2.0], "x", units="US$m", long_name="Cost in US$ not A$"), "x")
    assert "Cost in US$ not A$" in words(figure)
    assert not any(text.get_parse_math() for text in figure.texts)
