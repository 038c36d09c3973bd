"""Horizontal bars under one another, each with its name at the left: the frame of tornado and share charts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from engine.reporting.visuals import style
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

_NAME = 58.0  # millimetres for a name
_LINES = 3
_PITCH = 3.4
_LEAST = 6.6  # height of a row
_FOOT = 8.5  # below the axes, for the ticks; the lines of their title come beside
_HEAD = 3.5
_LEGEND = 5.5
MOST = 20  # rows that are drawn; a table has the rest


class Rows(NamedTuple):
    """Names as they are written, and where their rows stand, in millimetres from the bottom of the body."""

    names: list[list[str]]
    heights: list[float]
    title: list[str]  # of the axis, its lines
    head: float

    @property
    def left(self) -> float:
        """Where the bars begin, in millimetres."""
        return (
            MARGIN
            + 2
            + max((style.text_width(line, style.SMALL) for lines in self.names for line in lines), default=0)
        )

    @property
    def foot(self) -> float:
        """Room below the bars."""
        return _FOOT + style.line_height(style.SMALL) * len(self.title)

    @property
    def body(self) -> float:
        """Height of the body with axis and head."""
        return sum(self.heights) + self.foot + self.head

    @property
    def edges(self) -> list[float]:
        """Top of each row in units of the axes, the first at 0, downwards."""
        return [0.0, *np.cumsum(self.heights).tolist()]

    @property
    def middles(self) -> list[float]:
        """Middle of each row."""
        edges = self.edges
        return [(above + below) / 2 for above, below in pairwise(edges)]


def rows_of(names: Sequence[str], title: list[str], bars: int = 1, legend: bool = False) -> Rows:
    """Room for each name, and for `bars` bars beside it, above an axis with a title, and below a legend."""
    written = [style.wrap(spaced(name), _NAME, style.SMALL, most=_LINES) for name in names]
    heights = [max(_LEAST * (1 + 0.45 * (bars - 1)), len(lines) * _PITCH + 1.6) for lines in written]
    return Rows(written, heights, title, _HEAD + (_LEGEND if legend else 0))


def spaced(name: str) -> str:
    """A dotted name as it is: it breaks at its dots where it must."""
    return name if style.text_width(name, style.SMALL) <= _NAME else name.replace(".", ". ")


def axes_of(page: Page, rows: Rows, span: tuple[float, float], right: float = 18.0) -> Axes:
    """Axes with the names at their left; `right` millimetres are left for what stands beside the bars."""
    axes = page.axes(rows.left, WIDTH - MARGIN - right, rows.foot, rows.body - rows.head)
    axes.set_xlim(span)
    axes.set_ylim(rows.edges[-1], 0)
    axes.set_yticks(rows.middles, ["\n".join(_joined(lines)) for lines in rows.names], fontsize=style.SMALL)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("\n".join(rows.title))
    return axes


def _joined(lines: list[str]) -> list[str]:
    return [line.replace(". ", ".") for line in lines]
