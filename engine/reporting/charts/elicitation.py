"""What an elicited law implies, drawn for the expert to look at: its density, its S-curve, its ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.reporting import phrasing
from engine.reporting.elicitation import as_stated, heading, implications, shown, stated
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

_LEFT, _RIGHT = 17.0, WIDTH - 5
_DENSITY, _CUMULATIVE, _BETWEEN = 46.0, 56.0, 5.0  # in millimetres
_TALLEST = 1.4  # a density beside the chosen one is cut off above this part of its height
_MOST_ALTERNATIVES = 3  # of the laws that were not chosen, the next ones in the ranking
_COLOURS = (style.STEEL, style.CLAIM, style.MUTED)
_DASHES = ((), (5, 1.5), (1.5, 1.2), (6, 1.5, 1.2, 1.5))  # 3 colours and 4 dashes: 12 that differ
_MARKED = (10, 50, 90)  # percentiles of a pool that are labelled


class Line(NamedTuple):
    """A curve that is drawn beside the chosen one."""

    place: int
    colour: str
    dashes: tuple[float, ...]


def draw_elicitation(elicited: xr.Dataset) -> Figure:
    """Density and S-curve of the chosen law with the stated quantiles on them, and every law's range.

    `elicited` is what `to_dataset` of an elicitation or of a pool gives. Beside the chosen law stand the next in the
    ranking, or each expert's and the other way to pool. The outermost twentieths of the chosen law are dark.
    """
    sentences = implications(elicited)
    lines = _lines(elicited)
    with style.styled(fonts_of(elicited)):
        rows = [_row_lines(elicited, place) for place in (0, *(line.place for line in lines))]
        ranges = sum(len(text) * style.line_height(style.SMALL) + 4.2 for text in rows)
        title = axis_title("Value of the quantity", elicited.attrs["unit"], {}, _RIGHT - _LEFT)
        foot = 8.5 + style.line_height(style.SMALL) * len(title)
        labels = 1.6 * style.line_height(style.SMALL)
        body = foot + ranges + _CUMULATIVE + _DENSITY + 2 * _BETWEEN + labels + 2
        page = Page(elicited, _heading(elicited), " ".join(sentences[:2]), body, _notes(elicited, sentences))
        bottom = foot
        bars = page.axes(_LEFT, _RIGHT, bottom, bottom + ranges)
        bottom += ranges + _BETWEEN
        curve = page.axes(_LEFT, _RIGHT, bottom, bottom + _CUMULATIVE)
        bottom += _CUMULATIVE + _BETWEEN
        density = page.axes(_LEFT, _RIGHT, bottom, bottom + _DENSITY)
        for axes in (bars, curve, density):
            axes.set_xlim(float(elicited["value"][0]), float(elicited["value"][-1]))
            numbered(axes.xaxis, 8, _RIGHT - _LEFT)
        for axes in (curve, density):
            axes.tick_params(labelbottom=False)
        _draw_density(density, elicited, lines)
        _draw_cumulative(curve, elicited, lines)
        _draw_ranges(bars, elicited, lines, rows, ranges)
        bars.set_xlabel("\n".join(title))
        return page.finished()


def _lines(elicited: xr.Dataset) -> list[Line]:
    """The curves beside the chosen one, with their looks; the other pool is dashed like nothing else."""
    roles = elicited["role"].values.tolist()
    places = [place for place, role in enumerate(roles) if role != "chosen"]
    if "alternative" in roles:
        places = places[:_MOST_ALTERNATIVES]
    lines = [Line(place, _COLOURS[k % 3], _DASHES[k % 4]) for k, place in enumerate(places)]
    return [
        line._replace(colour=style.INK, dashes=(4, 3)) if roles[line.place] == "other pool" else line
        for line in lines
    ]


def _draw_density(axes: Axes, elicited: xr.Dataset, lines: list[Line]) -> None:
    x, chosen = elicited["value"].values, elicited["density"].values[0]
    at = _percentiles(elicited, 0)
    axes.fill_between(x, chosen, color=style.BAND, linewidth=0)
    for tail in (x <= at[5], x >= at[95]):
        axes.fill_between(x, chosen, where=tail.tolist(), color=style.STEEL, linewidth=0)
    for line in lines:
        _plot(axes, x, elicited["density"].values[line.place], line)
    axes.plot(x, chosen, color=style.CURVE, linewidth=1.8)
    shown_curves = elicited["density"].values[[line.place for line in lines]]
    axes.set_ylim(0, 1.08 * min(max(chosen.max(), shown_curves.max(initial=0)), _TALLEST * chosen.max()))
    axes.set_yticks([])
    axes.set_ylabel("How likely, relatively")
    axes.yaxis.set_label_coords(-8 / (_RIGHT - _LEFT), 0.5)
    for mark, (_, value) in zip(_mark_places(axes, elicited), _marks(elicited), strict=True):
        axes.axvline(value, color=style.INK, linewidth=0.7, dashes=(2, 2))
        _label_mark(axes, value, *mark)


def _marks(elicited: xr.Dataset) -> list[tuple[str, float]]:
    """Values that are labelled above the density: as stated, or of the pool."""
    if not elicited.attrs["method"]:
        return stated(elicited, 0)
    at = _percentiles(elicited, 0)
    return [(phrasing.percentile_label(p), at[p]) for p in _MARKED]


def _mark_places(axes: Axes, elicited: xr.Dataset) -> list[tuple[str, float]]:
    """The label of each mark and where its middle stands; without values where these have no room."""
    marks = _marks(elicited)
    low, high = axes.get_xlim()
    words = shown if elicited.attrs["method"] else as_stated
    for texts in (
        [f"{label} {words(value, elicited)}" for label, value in marks],
        [label for label, _ in marks],
    ):
        gap = 2 + max(style.text_width(text, style.SMALL) for text in texts)
        if gap * len(texts) < _RIGHT - _LEFT:
            break
    scale = (high - low) / (_RIGHT - _LEFT)
    places = style.spread(
        [value for _, value in marks], gap * scale, low + gap * scale / 2, high - gap * scale / 2
    )
    return list(zip(texts, places, strict=True))


def _label_mark(axes: Axes, value: float, text: str, place: float) -> None:
    axes.annotate(
        text,
        xy=(value, 1),
        xytext=(place, 1 + 0.55 * style.line_height(style.SMALL) / _DENSITY),
        xycoords=("data", "axes fraction"),
        textcoords=("data", "axes fraction"),
        horizontalalignment="center",
        verticalalignment="bottom",
        fontsize=style.SMALL,
        annotation_clip=False,
        arrowprops={"arrowstyle": "-", "color": style.GUIDE, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
    )


def _draw_cumulative(axes: Axes, elicited: xr.Dataset, lines: list[Line]) -> None:
    x = elicited["value"].values
    for level in (0.1, 0.5, 0.8, 0.9):
        axes.axhline(level, color=style.PALE, linewidth=0.9, zorder=0.5)
    for line in lines:
        _plot(axes, x, elicited["cumulative"].values[line.place], line)
        if str(elicited["role"].values[line.place]) == "expert":
            _points(axes, elicited, line.place, line.colour, 3.2)
    axes.plot(x, elicited["cumulative"].values[0], color=style.CURVE, linewidth=1.8, zorder=2.5)
    _points(axes, elicited, 0, style.INK, 5)
    at = _percentiles(elicited, 0)
    axes.plot([x[0], at[80], at[80]], [0.8, 0.8, 0], color=style.CURVE, linewidth=0.8, dashes=(2, 2))
    label = f"P80 {shown(at[80], elicited)}"
    beside = (x[-1] - x[0]) / (_RIGHT - _LEFT)
    fits = at[80] + beside * (3 + style.text_width(label, style.SMALL)) < x[-1]
    axes.text(
        at[80] + (beside if fits else -beside), 0.03, label, fontsize=style.SMALL, color=style.CURVE,
        horizontalalignment="left" if fits else "right", verticalalignment="bottom",
    )  # fmt: skip
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0, 0.1, 0.5, 0.8, 0.9, 1], ["0%", "10%", "50%", "80%", "90%", "100%"])
    axes.set_ylabel("Chance of at most the value")
    axes.yaxis.set_label_coords(-13 / (_RIGHT - _LEFT), 0.5)


def _points(axes: Axes, elicited: xr.Dataset, place: int, colour: str, size: float) -> None:
    """The stated quantiles of a curve."""
    row = elicited.isel(curve=place)
    axes.plot(
        row["stated_value"].values, row["stated_probability"].values, "o", color=colour, markersize=size,
        markerfacecolor="white", markeredgewidth=1.1, zorder=3,
    )  # fmt: skip


def _draw_ranges(
    axes: Axes, elicited: xr.Dataset, lines: list[Line], rows: list[list[str]], height: float
) -> None:
    """For each law its name and, below it, a bar from P10 to P90, a line from P5 to P95, a mark at P50."""
    axes.set_ylim(0, height)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    top = height
    low, high = axes.get_xlim()
    for line, text in zip([Line(0, style.CURVE, ()), *lines], rows, strict=True):
        for words in text:
            axes.text(
                low, top, words, verticalalignment="top", fontsize=style.SMALL, color=style.INK,
                fontweight="bold" if line.place == 0 else "normal",
            )  # fmt: skip
            top -= style.line_height(style.SMALL)
        middle, at = top - 1.5, _percentiles(elicited, line.place)
        ends = np.clip([at[5], at[10], at[50], at[90], at[95]], low, high)
        axes.plot(
            ends[[0, 4]],
            [middle, middle],
            color=line.colour,
            linewidth=1.0,
            dashes=line.dashes or (None, None),
        )
        axes.plot(ends[[1, 3]], [middle, middle], color=line.colour, linewidth=3.4, solid_capstyle="butt")
        axes.plot(ends[2], middle, "o", color=line.colour, markersize=4.2, markerfacecolor="white", zorder=3)
        top -= 4.2


def _row_lines(elicited: xr.Dataset, place: int) -> list[str]:
    """What stands above a bar: `Ann (weight 0.25): 80% chance of £8m to £20m, 1 in 20 above £27.2m`."""
    row = elicited.isel(curve=place)
    low, high, far = (shown(float(row["quantile"].sel(percentile=p)), elicited) for p in (10, 90, 95))
    role, name = str(row["role"].values), str(row["curve"].values)
    if role == "expert":
        name = f"{name} ({row['kind'].values} law, weight {float(row['weight']):.3g})"
    elif role == "alternative" or not elicited.attrs["method"]:
        held = "holds every quantile" if bool(row["exact"]) else f"misses by {100 * float(row['error']):.2g}%"
        name = f"{name} ({held})"
    return style.wrap(
        f"{name}: 80% chance of {low} to {high}, 1 in 20 above {far}", _RIGHT - _LEFT, style.SMALL, place == 0
    )


def _percentiles(elicited: xr.Dataset, place: int) -> dict[int, float]:
    levels = elicited["percentile"].values.tolist()
    return dict(zip(levels, elicited["quantile"].values[place].tolist(), strict=True))


def _plot(axes: Axes, x: np.ndarray, y: np.ndarray, line: Line) -> None:
    axes.plot(x, y, color=line.colour, linewidth=1.1, dashes=line.dashes or (None, None))


def _heading(elicited: xr.Dataset) -> str:
    chosen = "it" if elicited.attrs["method"] else f"the {elicited['curve'].values[0]} law"
    return f"{heading(elicited)}: what {chosen} implies"


def _notes(elicited: xr.Dataset, sentences: list[str]) -> list[str]:
    what = "the experts" if elicited.attrs["method"] else "the expert"
    return [
        " ".join(sentences[2:]),
        f"Circles: quantiles stated by {what}. Dark ends of the density: a chance of 1 in 20 each. Bars: from P10 to "
        "P90, thin to P5 and P95, circle at P50; the colour and dashes of each are those of its curves. Px is an x% "
        "chance of at most the value.",
    ]
