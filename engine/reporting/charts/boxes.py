"""A box of inputs in a picture: iterations by its two surest limits, marked where it happens, and the box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from engine.problems import ResultsError
from engine.reporting import phrasing
from engine.reporting.boxes import restrictions_of, sentence, what_happens
from engine.reporting.tables.misses import NONE, heading
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]
_POINTS = 1500  # that are drawn, at most: more run into each other
_HEIGHT = 88.0
_FOOT, _HEAD, _LEFT = 12.0, 8.0, 22.0


def draw_boxes(found: xr.Dataset, table: xr.Dataset, happens: Values, box: int = 0) -> Figure:
    """Iterations of `table["value"]` `(iteration, input)` by the two surest limits of a box, or by the two inputs that
    matter most where there is none; `happens[iteration]` says which are marked.

    Raises `ResultsError` for a table or outcomes of another run.
    """
    if table.sizes["iteration"] != happens.size:
        raise ResultsError(f"inputs of {table.sizes['iteration']:,} iterations and {happens.size:,} outcomes")
    names, ends = _axes_of(found, box)
    with style.styled(fonts_of(found)):
        boxed = found.sizes["box"] > box
        page = Page(
            found,
            phrasing.capitalised(heading(found)),
            sentence(found, box) if boxed else NONE,
            _HEIGHT,
            _notes(found, box),
        )
        axes = page.axes(_LEFT, WIDTH - 6, _FOOT, _HEIGHT - _HEAD)
        columns = [np.asarray(table["value"].sel(input=name).values, np.float64) for name in names]
        _points(axes, columns, happens)
        spans = [_span(values) for values in columns]
        axes.set(xlim=spans[0], ylim=spans[1])
        if boxed:
            (x0, x1), (y0, y1) = (
                (max(e[0], s[0]), min(e[1], s[1])) for e, s in zip(ends, spans, strict=True)
            )
            axes.add_patch(
                Rectangle(
                    (x0, y0), x1 - x0, y1 - y0, fill=False, edgecolor=style.INK, linewidth=1.6, zorder=5
                )
            )
        axes.set_xlabel(style.shorten(names[0], WIDTH - 30, style.SMALL))
        axes.set_ylabel(style.shorten(names[1], _HEIGHT - 20, style.SMALL))
        numbered(axes.xaxis, 7, WIDTH - 30)
        numbered(axes.yaxis, 6)
        _legend(page, found, boxed)
        return page.finished()


def _axes_of(found: xr.Dataset, box: int) -> tuple[list[str], list[tuple[float, float]]]:
    """The inputs along the axes and the box's limits on them."""
    places = restrictions_of(found, box)[:2] if found.sizes["box"] > box else []
    names = [str(found["limited"].values[place]) for place in places]
    ends = [(float(found["low"].values[place]), float(found["high"].values[place])) for place in places]
    for place in np.argsort(-found["distance"].values, kind="stable"):
        if len(names) == 2:
            break
        name = str(found["input"].values[place])
        if name not in names:
            names.append(name)
            ends.append((-np.inf, np.inf))
    if len(names) < 2:  # a model of one input
        names, ends = names * 2, ends * 2
    return names, ends


def _points(axes: Axes, columns: list[Values], happens: Values) -> None:
    some = np.linspace(0, happens.size - 1, min(_POINTS, happens.size)).astype(int)
    marked = happens[some] > 0
    rng = np.random.default_rng(1)  # yes and no are spread a little, or all would lie on a line
    x, y = (
        values[some] + (rng.uniform(-0.12, 0.12, some.size) if np.unique(values[some]).size < 4 else 0.0)
        for values in columns
    )
    axes.scatter(x[~marked], y[~marked], 7, color=style.BARS, linewidth=0, zorder=2)
    axes.scatter(x[marked], y[marked], 9, color=style.CLAIM, linewidth=0, zorder=3, alpha=0.75)


def _span(values: Values) -> tuple[float, float]:
    if np.unique(values[:1000]).size < 4:
        return float(values.min()) - 0.25, float(values.max()) + 0.25
    low, high = np.quantile(values, [0.002, 0.995])
    room = 0.03 * (high - low)
    return float(low - room), float(high + room)


def _legend(page: Page, found: xr.Dataset, boxed: bool) -> None:
    does = what_happens(found) if int(found.attrs["yes_or_no"]) else "is in the worst fifth"
    label = style.shorten(f"The iteration {does}", 105, style.SMALL)
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=colour, label=words, linestyle="", marker="o", markersize=4)
        for colour, words in ((style.CLAIM, label), (style.BARS, "It does not"))
    ]
    if boxed:
        handles.append(Patch(fill=False, edgecolor=style.INK, linewidth=1.4, label="Box"))
    page.figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=((MARGIN - 1) / WIDTH, (page.bottom + _HEIGHT) / page.height),
        ncols=3,
        borderaxespad=0,
        columnspacing=1.2,
    )


def _notes(found: xr.Dataset, box: int) -> list[str]:
    if found.sizes["box"] <= box:
        return ["Axes: the two inputs that matter most by themselves."]
    more = len(restrictions_of(found, box)) - 2
    also = (
        f" It has {more} more limit{'s' if more > 1 else ''}, which the picture cannot show."
        if more > 0
        else ""
    )
    return [
        f"Axes: the box's surest limits, found in one half of the iterations and judged in the other.{also} At most "
        f"{_POINTS:,} iterations are drawn; far tails are cut."
    ]
