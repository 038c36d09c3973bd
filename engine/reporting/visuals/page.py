"""The page of a chart: heading, room for the axes, notes, and the line that says where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.reporting.visuals import style
from engine.reporting.visuals.source import source_line
from engine.reporting.visuals.style import INK, MM, MUTED, SMALL, TEXT, TINY, TITLE, line_height
from engine.visible import visible

if TYPE_CHECKING:
    import xarray as xr

WIDTH = 170.0
"""Width of every figure in millimetres: A4 less its margins."""
MARGIN = 3.0


class Page:
    """A figure of `WIDTH` by as much as its text and a body of `body` millimetres need.

    `heading` says what the chart shows, `lead` puts it in a sentence or two, `notes` say how to read it. All
    three and the source line become the figure's text alternative (its label), which `save_figure` writes
    into the files.
    """

    def __init__(
        self, results: xr.Dataset, heading: str, lead: str, body: float, notes: Sequence[str] = ()
    ) -> None:
        blocks = [
            (heading, TITLE, INK, True, 1.0),
            (lead, TEXT, INK, False, 3.0),
            *((note, SMALL, MUTED, False, 1.0) for note in notes),
            (source_line(results), TINY, MUTED, False, 0.0),
        ]
        laid = [
            (style.wrap(text, WIDTH - 2 * MARGIN, size, bold), size, colour, bold, after)
            for text, size, colour, bold, after in blocks
        ]
        heights = [len(lines) * line_height(size) + after for lines, size, _, _, after in laid]
        self.height = sum(heights) + body + 2 * MARGIN
        self.figure = Figure(figsize=(WIDTH * MM, self.height * MM))
        told = [visible(text) for text in (heading, lead, *notes, source_line(results))]
        self.figure.set_label("\n".join(told))
        top = self.height - MARGIN
        for index, (lines, size, colour, bold, after) in enumerate(laid):
            if index == 2:
                top -= body
                self.bottom = top
            for line in lines:
                self._write(line, top, size, colour, bold)
                top -= line_height(size)
            top -= after

    def axes(self, left: float, right: float, bottom: float, top: float) -> Axes:
        """Axes in the body, by their distances in millimetres from the page's left and the body's bottom."""
        place = (
            left / WIDTH,
            (self.bottom + bottom) / self.height,
            (right - left) / WIDTH,
            (top - bottom) / self.height,
        )
        axes = self.figure.add_axes(place)
        # ticks are made when they are drawn, which may be under another's settings
        axes.tick_params(color=style.GUIDE, width=0.6, labelcolor=INK, labelsize=SMALL)
        return axes

    def finished(self) -> Figure:
        """The figure, every text in it fit to draw; labels of ticks, made later, must be so when they are given."""
        texts = [*self.figure.texts, *(text for legend in self.figure.legends for text in legend.get_texts())]
        for axes in self.figure.axes:
            legend = axes.get_legend()
            texts += [
                *axes.texts,
                axes.xaxis.label,
                axes.yaxis.label,
                *(legend.get_texts() if legend else ()),
            ]
            texts += [getattr(axes, f"{side}title") for side in ("", "_left_", "_right_")]
        for text in texts:
            text.set_text(_fit(text.get_text()))
        return self.figure

    def _write(self, line: str, top: float, size: float, colour: str, bold: bool) -> None:
        self.figure.text(
            MARGIN / WIDTH,
            (top - size * style.POINT) / self.height,
            line,
            fontsize=size,
            color=colour,
            fontweight="bold" if bold else "normal",
            verticalalignment="baseline",
        )


def _fit(lines: str) -> str:
    return "\n".join(style.fit_to_draw(line) for line in lines.split("\n"))
