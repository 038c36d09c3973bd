"""A fan over the years: bands of iterations, median, base case, and whole paths of single iterations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.phrasing import percentile_label
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import numbered
from engine.reporting.visuals.page import WIDTH

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

HEIGHT = 73.0  # of the axes, in millimetres
_NUMBERS = 11.0  # for the numbers beside them
_LOOKS = ((style.STEEL, "-", "o"), (style.MUTED, ":", "^"))  # of single iterations
_BANDS = ((5, 95, style.PALE, "90%"), (10, 90, style.BAND, "80%"), (25, 75, style.BARS, "50%"))


def _places(found: xr.Dataset) -> tuple[Values, NDArray[np.int64]]:
    """Where each year's values are drawn and which year's they are; one year alone is as wide as a bar."""
    year = np.arange(found.sizes["year"], dtype=np.int64)
    return (np.array([-0.2, 0.2]), np.repeat(year, 2)) if year.size == 1 else (year.astype(np.float64), year)


def ranked(found: xr.Dataset, level: int) -> Values:
    """A percentile at the end of each year."""
    return np.asarray(found["value"].sel(percentile=level).values)


def base_of(found: xr.Dataset) -> Values | None:
    """The base case at the end of each year, if it is known of all."""
    base = np.asarray(found["base"].values)
    return base if np.isfinite(base).all() else None


def draw_bands(axes: Axes, found: xr.Dataset) -> None:
    x, year = _places(found)
    for low, high, colour, share in _BANDS:
        axes.fill_between(
            x,
            _numbers(ranked(found, low))[year],
            _numbers(ranked(found, high))[year],
            color=colour,
            linewidth=0,
            label=f"{share} of iterations" if low == 25 else share,
        )


def _paths(found: xr.Dataset) -> list[tuple[str, int, float]]:
    """The whole paths that are known: variable, number of the iteration, percentile it ends near to."""
    if "path" not in found:
        return []
    assured = next(float(level) for level in found["percentile"].values if level in (20, 80))
    return [("path", found.attrs["typical"], 50), ("assured_path", found.attrs["assured"], assured)]


def draw_lines(axes: Axes, found: xr.Dataset) -> None:
    x, year = _places(found)
    axes.axhline(0, color=style.GUIDE, linewidth=0.9, zorder=1.5)
    axes.plot(x, _numbers(ranked(found, 50))[year], color=style.CURVE, linewidth=2.0, label="Median")
    for (name, number, level), (colour, line, marker) in zip(_paths(found), _LOOKS, strict=False):
        axes.plot(
            x, _numbers(found[name].values)[year], color=colour, linestyle=line, linewidth=1.1, marker=marker,
            markersize=2.6, label=f"Iteration {number:,}, near {percentile_label(level)}",
        )  # fmt: skip
    base = base_of(found)
    if base is not None:
        axes.plot(x, base[year], color=style.INK, linewidth=1.2, dashes=(4, 3), label="Base case")
    room = 0.02 * max(x[-1] - x[0], 1)
    axes.set_xlim(x[0] - room, x[-1] + room)
    axes.margins(y=0.06)
    numbered(axes.yaxis, 7)


def make_room(axes: Axes, right: float) -> float:
    """Move the left end of the axes to the right as far as long numbers beside it need; by how many millimetres."""
    ticks = axes.yaxis.get_major_locator().tick_values(*axes.get_ylim())
    widest = max(style.text_width(style.with_thousands(tick), style.SMALL) for tick in ticks)
    more = max(widest - _NUMBERS, 0.0)
    place = axes.get_position()
    if more:
        axes.set_position(
            (place.x0 + more / WIDTH, place.y0, right / WIDTH - place.x0 - more / WIDTH, place.height)
        )
    return more


def _numbers(values: Values) -> Values:
    return np.where(np.isfinite(values), values, np.nan)


def label_years(axes: Axes, years: list[str], width: float) -> None:
    needed = style.text_width(years[0] if len(years) > 1 else "2000-01", style.SMALL) + 2
    every = max(int(np.ceil(needed * max(len(years) - 1, 1) / width)), 1)
    ticks = np.arange(0, len(years), every)
    if "(" in years[-1]:  # what is said of the last year must be seen, on a line of its own
        whole, _, part = years[-1].partition(" ")
        wider = int(
            np.ceil((needed + style.text_width(part, style.SMALL)) / 2 * max(len(years) - 1, 1) / width)
        )
        ticks = np.array([*(tick for tick in ticks if tick <= len(years) - 1 - wider), len(years) - 1])
        years = [*years[:-1], f"{whole}\n{part}"]
    axes.set_xticks(ticks, [years[tick] for tick in ticks])


def end_labels(found: xr.Dataset) -> list[tuple[float, str]]:
    """Value and text of each label at the right, where the lines end."""
    ends = [(f"P{level}", float(ranked(found, level)[-1])) for level in (10, 50, 90)]
    base = base_of(found)
    if base is not None:
        ends.append(("Base", float(base[-1])))
    return [
        (end, f"{name}  {phrasing.quantity(end, found.attrs['units'])}")
        for name, end in ends
        if np.isfinite(end)
    ]


def label_ends(axes: Axes, labels: list[tuple[float, str]]) -> None:
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    gap = 1.25 * style.line_height(style.SMALL) / HEIGHT * (high - low)
    places = style.spread([end for end, _ in labels], gap, low + gap / 2, high - gap / 2)
    for (end, text), place in zip(labels, places, strict=True):
        axes.annotate(
            text,
            xy=(1, end),
            xytext=(1.03, place),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            verticalalignment="center",
            fontsize=style.SMALL,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": style.GUIDE,
                "linewidth": 0.7,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )
