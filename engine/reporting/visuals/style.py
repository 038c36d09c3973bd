"""The look of every chart: A4 width, fonts that come with Matplotlib, colours that also read in grey.

Sizes are in millimetres, measured from the bottom left of the figure. Colours differ in lightness (L* in
CIELAB, noted beside each), so that a grey print and a colour-blind reader see the same picture; no chart
relies on a red and green pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import RLock
from typing import Any

import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from engine.reporting.phrasing import MINUS
from engine.reporting.quiet import without_chatter
from engine.reporting.visuals.fonts import in_memory
from engine.reporting.visuals.letters import OURS, drawable
from engine.reporting.visuals.scale import plain_number

INK = "#1A1A1A"  # L* 9: text, base case
CURVE = "#12355B"  # L* 22: S-curve, median
CLAIM = "#C2410C"  # L* 46: the claim's bound
STEEL = "#4F83B6"  # L* 53: bars that must stand out, the path of one iteration
MUTED = "#5F5F5F"  # L* 40: secondary text
BARS = "#A9C6E3"  # L* 79: histogram bars, middle band
BAND = "#CFDFEF"  # L* 88: wide band, sampling error
PALE = "#E6EEF6"  # L* 94: widest band, empty part of a bar
GUIDE = "#B3B3B3"  # L* 73: guides and axis lines

TITLE, TEXT, SMALL, TINY = 10.5, 8.0, 7.2, 6.4
"""Font sizes in points: heading; sentences; axis labels, legends and notes; the source line."""

MM = 1 / 25.4
POINT = 25.4 / 72
"""Millimetres in a point."""

_FAMILIES = (
    "axes.", "figure.", "font.", "grid.", "hatch.", "image.", "legend.", "lines.", "markers.", "mathtext.",
    "patch.", "path.", "pdf.", "savefig.", "svg.", "text.", "xtick.", "ytick.",
)  # fmt: skip
_OURS: dict[str, Any] = {
    "axes.edgecolor": GUIDE,
    "axes.labelcolor": INK,
    "axes.labelsize": SMALL,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "white",
    "font.size": TEXT,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "savefig.dpi": 200,
    "svg.fonttype": "path",  # outlines: the same picture where the font is not installed
    "svg.hashsalt": "outturn",  # ids in the SVG follow from its content, not from chance
    "text.color": INK,
    "text.hinting": "none",  # outlines as the SVG has them, in three quarters of the time
    "text.parse_math": False,  # a programme in $m is no formula
    "xtick.color": GUIDE,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL,
    "xtick.major.width": 0.6,
    "ytick.color": GUIDE,
    "ytick.labelcolor": INK,
    "ytick.labelsize": SMALL,
    "ytick.major.width": 0.6,
}
# rc_context swaps the process-wide settings for a moment; one thread at a time may do so
_SETTINGS = RLock()
_FONTS: ContextVar[tuple[str, ...]] = ContextVar("fonts of the chart that is being drawn", default=(OURS,))


@contextmanager
def styled(fonts: Sequence[str] = (OURS,)) -> Iterator[None]:
    """Within it, Matplotlib has its own defaults and ours; after it, the user's settings again.

    Text is set in the first of `fonts` that has the letter (`letters.families_for`).
    """
    settings: dict[Any, Any] = {
        key: value for key, value in matplotlib.rcParamsDefault.items() if key.startswith(_FAMILIES)
    }
    ours = settings | _OURS | {"font.family": list(fonts)}
    with _SETTINGS, without_chatter(), matplotlib.rc_context(ours), in_memory():
        before = _FONTS.set(tuple(fonts))
        try:
            yield
        finally:
            _FONTS.reset(before)


def fit_to_draw(text: str) -> str:
    """Text letter for letter but for what cannot be drawn (`letters.drawable`), in the fonts of this chart."""
    return drawable(text, _FONTS.get())


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text in millimetres."""
    return _width(text, size, bold, _FONTS.get())


@cache
def _width(text: str, size: float, bold: bool, fonts: tuple[str, ...]) -> float:
    font = FontProperties(family=list(fonts), size=size, weight="bold" if bold else "normal")
    shown = drawable(text, fonts)
    return float(text_to_path.get_text_width_height_descent(shown, font, ismath=False)[0]) * POINT


def wrap(text: str, width: float, size: float, bold: bool = False, most: int | None = None) -> list[str]:
    """Lines fit to draw of at most `width` millimetres, broken at spaces; a longer word is broken where it must.

    Of more than `most` lines the last ends in an ellipsis.
    """
    lines: list[str] = []
    # words are measured one by one, and once; 0.98: pixels round their widths up
    room, space, used = 0.98 * width, text_width("n n", size, bold) - text_width("nn", size, bold), 0.0
    for word in _words(fit_to_draw(text), room, size, bold):
        extent = text_width(word, size, bold)
        if lines and used + space + extent <= room:
            lines[-1] += f" {word}"
            used += space + extent
        else:
            lines.append(word)
            used = extent
    return (
        lines
        if most is None or len(lines) <= most
        else [*lines[: most - 1], shorten(lines[most - 1] + "…", room, size)]
    )


def _words(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """The words of a text, those that are wider than a line in pieces."""
    for word in text.split():
        while len(word) > 1 and text_width(word, size, bold) > room:
            least, most = 1, len(word)  # letters that fit, and that do not
            while most - least > 1:
                middle = (least + most) // 2
                fits = text_width(word[:middle], size, bold) <= room
                least, most = (middle, most) if fits else (least, middle)
            yield word[:least]
            word = word[least:]
        yield word


def shorten(text: str, width: float, size: float) -> str:
    """A line fit to draw of at most `width` millimetres, cut at an ellipsis if it is longer."""
    kept = text = fit_to_draw(text)
    while kept and text_width(kept if kept == text else f"{kept}…", size) > width:
        kept = kept[:-1].rstrip("…")
    return text if kept == text else f"{kept}…"


def line_height(size: float) -> float:
    """From one line of text to the next, in millimetres."""
    return 1.32 * size * POINT


def with_thousands(value: float, _position: int | None = None) -> str:
    """A number on an axis: `1,250`, `−0.5`; never with an exponent."""
    return f"{MINUS if value < 0 else ''}{plain_number(abs(value))}"


def spread(positions: list[float], gap: float, low: float, high: float) -> list[float]:
    """Positions moved as little as needed to lie at least `gap` apart, in order, within `low` to `high`.

    For labels beside a chart, which must not cover one another. If they do not fit, they overrun `high`.
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    moved = list(positions)
    floor = low
    for index in order:
        moved[index] = floor = max(moved[index], floor)
        floor += gap
    ceiling = max(high, low + gap * (len(order) - 1))
    for index in reversed(order):
        moved[index] = ceiling = min(moved[index], ceiling)
        ceiling -= gap
    return moved
