"""Joint confidence: iterations by date and cost, the limits as a cross-hair, quadrants, and a frontier each level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from engine.analysis.joint import values_of
from engine.reporting import phrasing
from engine.reporting.tables.joint import BALANCED, NO_TRADE, limit, missing, sentence
from engine.reporting.units import is_money
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, numbered, valued
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.scale import scale_of

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]
_POINTS = 2500
_HEIGHT = 100.0
_FOOT, _HEAD, _LEFT, _RIGHT = 14.0, 6.0, 20.0, 26.0


def draw_joint(found: xr.Dataset, results: xr.Dataset) -> Figure:
    """What `engine.joint` found in `results`: cost up, date across, a cross at the limits with the share of iterations
    in each quarter, and for each level the line of limits that are met together with this chance, its balanced point
    marked.

    Raises `AnalysisError` for results that do not hold the two measures.
    """
    values = {which: values_of(results, str(found.attrs[which]))[0] for which in ("first", "second")}
    scale = scale_of([float(np.nanmax(values["first"]))], str(found.attrs["first_units"]))
    cost, date = values["first"] * scale.factor, values["second"]
    with style.styled(fonts_of(found)):
        page = Page(
            found,
            _heading(found),
            sentence(found),
            _HEIGHT,
            [NO_TRADE, " ".join([BALANCED, *missing(found)])],
        )
        axes = page.axes(_LEFT, WIDTH - _RIGHT, _FOOT, _HEIGHT - _HEAD)
        some = np.linspace(0, cost.size - 1, min(_POINTS, cost.size)).astype(int)
        axes.scatter(date[some], cost[some], 5, color=style.BARS, linewidth=0, zorder=1)
        spans = [_span(part, at) for part, at in (
            (date, float(found.attrs["second_limit"])), (cost, float(found.attrs["first_limit"]) * scale.factor)
        )]  # fmt: skip
        axes.set(xlim=spans[0], ylim=spans[1])
        _frontiers(axes, found, scale.factor)
        _cross(axes, found, scale.factor)
        title = axis_title(str(found.attrs["first_long_name"]), scale.units, found.attrs, _HEIGHT - 25,
                           money=scale.units if is_money(scale.units) else None)  # fmt: skip
        axes.set_ylabel("\n".join(title))
        across = axis_title(
            str(found.attrs["second_long_name"]), str(found.attrs["second_units"]), found.attrs, 110
        )
        axes.set_xlabel("\n".join(across))
        valued(axes, str(found.attrs["second_units"]), 7, WIDTH - _LEFT - _RIGHT)
        numbered(axes.yaxis, 6)
        return page.finished()


def _heading(found: xr.Dataset) -> str:
    both = found.sel(quadrant="both")
    chance = phrasing.short_chance(*(float(both[f"share{end}"]) for end in ("", "_low", "_high")))
    names = [f"{found.attrs[f'{which}_long_name']} {limit(found, which)}" for which in ("first", "second")]
    return f"{chance} chance of {names[0]} and {names[1]} together"


def _span(values: Values, mark: float) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, [0.001, 0.995]) if finite.size else (0.0, 1.0)
    low, high = min(float(low), mark), max(float(high), mark)
    room = 0.05 * (high - low) or 0.5
    return low - room, high + room


def _frontiers(axes: Axes, found: xr.Dataset, factor: float) -> None:
    shades = np.linspace(0.9, 2.0, found.sizes["level"])
    ends = []
    for width, level in zip(shades, found["level"].values, strict=True):
        one = found.sel(level=level)
        x, y = one["frontier_second"].values, one["frontier_first"].values * factor
        axes.plot(x, y, color=style.CURVE, linewidth=width, zorder=3)
        axes.plot(float(one["second_value"]), float(one["first_value"]) * factor, "o", color=style.CURVE,
                  markersize=4.5, markeredgecolor="white", zorder=4)  # fmt: skip
        inside = np.isfinite(x) & (x <= axes.get_xlim()[1]) & (y <= axes.get_ylim()[1])
        if inside.any():
            last = int(np.flatnonzero(inside)[np.argmax(x[inside])])
            ends.append((float(y[last]), f"{level:g}% together"))
    low, high = axes.get_ylim()
    places = style.spread([y for y, _ in ends], 0.045 * (high - low), low, high)
    for place, (_, text) in zip(places, ends, strict=True):
        axes.annotate(
            text, (1.0, place), (4, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            fontsize=style.SMALL, color=style.CURVE, verticalalignment="center", annotation_clip=False,
        )  # fmt: skip


def _cross(axes: Axes, found: xr.Dataset, factor: float) -> None:
    x, y = float(found.attrs["second_limit"]), float(found.attrs["first_limit"]) * factor
    axes.axvline(x, color=style.CLAIM, linewidth=1.2, zorder=2)
    axes.axhline(y, color=style.CLAIM, linewidth=1.2, zorder=2)
    right = found.attrs["second_cautious"] == "low"  # the side on which the limit is met
    above = found.attrs["first_cautious"] == "low"
    for quadrant, first_met, second_met in (
        ("both", True, True), ("first_only", True, False), ("second_only", False, True), ("neither", False, False),
    ):  # fmt: skip
        one = found.sel(quadrant=quadrant)
        share = phrasing.short_chance(*(float(one[f"share{end}"]) for end in ("", "_low", "_high")))
        horizontal, vertical = (second_met == right), (first_met == above)
        axes.annotate(
            share, (0.99 if horizontal else 0.01, 0.98 if vertical else 0.02), xycoords="axes fraction",
            fontsize=style.TITLE, fontweight="bold", color=style.CLAIM, zorder=6,
            horizontalalignment="right" if horizontal else "left", verticalalignment="top" if vertical else "bottom",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.8},
        )  # fmt: skip
