"""The bars of a histogram: how many, over what range, and one for what never comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.outlook import marks, quantile
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import nice_ticks, valued

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_STEPS = 8  # between the ticks of values, at most


def axis_range(found: xr.Dataset) -> tuple[float, float]:
    """From where to where an outlook is drawn: its values but for far tails, its claims and its base case."""
    finite, kept = found["finite"].values, marks(found)
    if not len(finite):
        # a ratio or an amount is seen beside nought; a year is not
        beside = [] if kept and found.attrs["units"] in phrasing.YEARS else [0.0, 1.0]
        low, high = min([*kept, *beside]), max([*kept, *beside])
    else:
        inner_low, inner_high = quantile(found, 0.005), quantile(found, 0.995)
        slack = 0.25 * (inner_high - inner_low)
        # a tail that runs far beyond the central 99 % would squeeze everything else
        low = min([*kept, max(float(finite[0]), inner_low - slack)])
        high = max([*kept, min(float(finite[-1]), inner_high + slack)])
    if high > low:
        return low, high
    half = 0.5 if found.attrs["units"] in phrasing.YEARS else max(0.05 * abs(low), 0.5)
    return low - half, high + half


def draw_bars(axes: Axes, found: xr.Dataset, span: tuple[float, float], width: float) -> float:
    """Draw the bars on axes of `width` millimetres; where the numbers end, beyond which is what has none."""
    low, high = span
    finite = found["finite"].values
    within = (finite >= low) & (finite <= high)
    inside, weights = finite[within], found["weight"].values[within]
    edges = _edges(inside, weights, span, found.attrs["units"] in phrasing.YEARS)
    counts, _ = np.histogram(inside, bins=edges, weights=weights)
    axes.bar(
        edges[:-1],
        100 * counts / found.attrs["iterations"],
        width=np.diff(edges),
        align="edge",
        color=style.BARS,
        edgecolor="white",
        linewidth=0.4,
    )
    room = 0.02 * (high - low)
    axes.set_xlim(min(low, float(edges[0])) - room, max(high, float(edges[-1])) + room)
    axes.set_ylim(0, 108 * max(int(counts.max()), 1) / found.attrs["iterations"])
    axes.set_ylabel("Bars: share of iterations, %")
    axes.yaxis.set_major_locator(nice_ticks(6))
    end = axes.get_xlim()[1]
    if found.attrs["units"] in phrasing.YEARS:
        _label_years(axes, found, width)
    else:
        valued(axes, str(found.attrs["units"]), _STEPS, width)
        if not len(finite):
            _draw_none(axes, found, end + 0.25 * (end - low), 0.2 * (end - low), "no number")
    return end


def _label_years(axes: Axes, found: xr.Dataset, width: float) -> None:
    """Ticks at years as close as there is room, and a bar for the iterations that come to none."""
    low, high = axes.get_xlim()
    known = len(found["finite"]) or marks(found)
    years = np.arange(np.ceil(low), np.floor(high) + 1).tolist() if known else []
    never = [_draw_none(axes, found, (years[-1] if years else 0) + 2, 1.0)] if found.attrs["missing"] else []
    labels = {year: phrasing.quantity(year, found.attrs["units"]) for year in years}
    need = max([style.text_width(label, style.SMALL) for label in labels.values()], default=0) + 2
    low, high = axes.get_xlim()
    every = max(int(np.ceil(need * (high - low) / width)), 1)
    ticks = [year for year in years[::every] if not never or never[0] - year >= every]
    axes.set_xticks([*ticks, *never], [*(labels[year] for year in ticks), *(["never"] if never else [])])


def _draw_none(axes: Axes, found: xr.Dataset, place: float, width: float, label: str = "") -> float:
    """A bar for the iterations without a number, apart from those of numbers; the place of its middle."""
    share = 100 * found.attrs["missing"] / found.attrs["iterations"]
    axes.bar(place, share, width=width, color="white", edgecolor=style.MUTED, hatch="////", linewidth=0.8)
    axes.set_xlim(axes.get_xlim()[0], place + width)
    axes.set_ylim(0, max(axes.get_ylim()[1], 1.08 * share))
    if label:
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        axes.text(place, share / 2, label, fontsize=style.SMALL, horizontalalignment="center", bbox=ground)
    return place


def _edges(inside: Values, weights: NDArray[np.int64], span: tuple[float, float], years: bool) -> Values:
    """Bars of whole numbers where the values are whole (years), else by Freedman and Diaconis (1981)."""
    if not len(inside) or inside[0] == inside[-1]:
        centre = float(inside[0]) if len(inside) else sum(span) / 2
        half = 0.4 if years else 0.02 * (span[1] - span[0])
        return np.array([centre - half, centre + half])
    width = float(inside[-1] - inside[0])
    if width <= 60 and np.array_equal(inside, np.round(inside)):
        return np.arange(inside[0] - 0.5, inside[-1] + 1)
    last = np.cumsum(weights)
    quarter, three_quarters = inside[np.searchsorted(last, [last[-1] // 4 + 1, 3 * last[-1] // 4 + 1])]
    bar = 2 * float(three_quarters - quarter) / float(last[-1]) ** (1 / 3)
    bars = int(np.clip(np.ceil(width / bar), 10, 60)) if bar > 0 else 60
    return np.linspace(inside[0], inside[-1], bars + 1)
