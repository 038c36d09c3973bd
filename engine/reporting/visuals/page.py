"""The page of a chart: heading, room for the axes, notes, and the line that says where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.analysis.measures import iterations_of
from engine.reporting.visuals.style import INK, MM, MUTED, POINT, SMALL, TEXT, TINY, TITLE, line_height, wrap

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
            (wrap(text, WIDTH - 2 * MARGIN, size, bold), size, colour, bold, after)
            for text, size, colour, bold, after in blocks
        ]
        heights = [len(lines) * line_height(size) + after for lines, size, _, _, after in laid]
        self.height = sum(heights) + body + 2 * MARGIN
        self.figure = Figure(figsize=(WIDTH * MM, self.height * MM))
        self.figure.set_label("\n".join([heading, lead, *notes, source_line(results)]))
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
        return self.figure.add_axes(place)

    def _write(self, line: str, top: float, size: float, colour: str, bold: bool) -> None:
        self.figure.text(
            MARGIN / WIDTH,
            (top - size * POINT) / self.height,
            line,
            fontsize=size,
            color=colour,
            fontweight="bold" if bold else "normal",
            verticalalignment="baseline",
        )


def source_line(results: xr.Dataset) -> str:
    """`Source: title; scenario: s; 10,000 iterations, seed 7; programme 0123abcd; outturn 0.1.0`."""
    attrs = results.attrs
    if "source" in attrs:  # what no programme gave says itself where it came from
        return f"Source: {attrs['source']}."
    parts = [str(attrs.get("title") or "untitled programme")]
    if attrs.get("scenario"):
        parts.append(f"scenario: {attrs['scenario']}")
    iterations = iterations_of(results)
    if iterations:  # an elicited or fitted law is drawn without being played
        run = f"{iterations:,} iteration{'s' if iterations != 1 else ''}"
        if attrs.get("interrupted"):
            run += f" (interrupted, {int(attrs['iterations_asked']):,} asked)"
        parts.append(run + (f", seed {int(attrs['seed'])}" if "seed" in attrs else ""))
    if attrs.get("programme_hash"):
        parts.append(f"programme {str(attrs['programme_hash'])[:8]}")
    if attrs.get("engine_version", "unknown") != "unknown":
        parts.append(f"outturn {attrs['engine_version']}")
    return "Source: " + "; ".join(parts) + "."
