"""Waterfall from the base case to what play gives: a bar for every cause, the greatest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.reporting import phrasing
from engine.reporting.counted import counted
from engine.reporting.differences import difference
from engine.reporting.tables.bridge import by_size, end_name, heading, how, joint_sentence, scale_of_bridge
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import CUT, axis_title, begins_at, numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.scale import scale_of

if TYPE_CHECKING:
    import xarray as xr

_ROW = 5.6  # millimetres
_NAMES, _VALUES = 48.0, 30.0  # for what is beside the bars
_MOST = 30  # causes with a bar of their own
_BAR = 0.62


class _Bar(NamedTuple):
    label: str
    begin: float
    end: float
    half: float  # of the interval
    text: str
    is_total: bool = False


def draw_bridge(found: xr.Dataset, end: str = "p50") -> Figure:
    """The steps of `engine.bridge` to one end ("p50", "mean" or "assured"), each from where the one before ended.

    Steps downwards are dark and upwards light; a whisker is the 95% interval of a step. Of more than 30 causes the
    smallest share a bar.
    """
    attrs = found.attrs
    with style.styled(fonts_of(found)):
        scale = scale_of([attrs["base"], *found["value"].values.tolist()], attrs["units"])
        bars = _bars(found, end)
        title = axis_title(
            str(attrs["long_name"]), scale.units, attrs, WIDTH - _NAMES - _VALUES,
            scale.units if attrs["units"] == attrs.get("unit") else None,
        )  # fmt: skip
        foot = 8 + style.line_height(style.SMALL) * len(title)
        body = foot + _ROW * len(bars) + 2
        page = Page(found, heading(found, end), _lead(found, end), body, _notes(found, bars))
        axes = page.axes(MARGIN + _NAMES, WIDTH - MARGIN - _VALUES, foot, body - 2)
        _draw(axes, bars, scale.factor)
        axes.set_xlabel("\n".join(title))
        return page.finished()


def _bars(found: xr.Dataset, end: str) -> list[_Bar]:
    attrs, scale = found.attrs, scale_of_bridge(found)
    units, at = attrs["units"], attrs["base"]
    bars = [_Bar("Base case", 0.0, at, 0.0, phrasing.quantity(at, units, None, scale), True)]
    names = by_size(found, end)
    acting = [name for name in names if float(found["step"].sel(end=end, cause=name))]
    most = len(acting) if len(acting) <= _MOST else _MOST - 1
    shown, rest, idle = acting[:most], acting[most:], len(names) - len(acting)
    for name in shown:
        one = found.sel(end=end, cause=name)
        step, low, high = (float(one[key]) for key in ("step", "low", "high"))
        bars.append(_Bar(name, at, at + step, (high - low) / 2, difference(step, low, high, units, scale)))
        at += step
    if rest:
        step = float(found["step"].sel(end=end, cause=rest).sum())
        bars.append(
            _Bar(
                f"{len(rest)} smaller causes", at, at + step, 0.0, phrasing.quantity(step, units, None, scale)
            )
        )
        at += step
    if idle:
        bars.append(_Bar(counted(idle, "other cause"), at, at, 0.0, "nought"))
    value = float(found["value"].sel(end=end))
    shown_value = phrasing.quantity(value, units, None, scale)
    return [*bars, _Bar(phrasing.capitalised(end_name(found, end)), 0.0, value, 0.0, shown_value, True)]


def _draw(axes: Axes, bars: list[_Bar], factor: float) -> None:
    rows = np.arange(len(bars))
    begin, end = (np.array([getattr(bar, key) for bar in bars]) * factor for key in ("begin", "end"))
    first = begins_at(end)
    begin = np.where([bar.is_total for bar in bars], first, begin)
    colours = [
        style.CURVE if bar.is_total else style.CLAIM if bar.end < bar.begin else style.BARS for bar in bars
    ]
    axes.barh(rows, end - begin, left=begin, height=_BAR, color=colours, zorder=2)
    for row, bar in enumerate(bars):
        if not bar.is_total and np.isfinite(bar.half) and bar.half > 0:
            ends = [(bar.end - bar.half) * factor, (bar.end + bar.half) * factor]
            axes.plot(ends, [row, row], "-", color=style.INK, linewidth=0.9, zorder=3)
        if row + 1 < len(bars):  # on which level the next one begins
            axes.plot(
                [end[row]] * 2,
                [row - _BAR / 2, row + 1 + _BAR / 2],
                color=style.GUIDE,
                linewidth=0.6,
                zorder=1,
            )
    finite = np.concatenate([begin, end])
    finite = finite[np.isfinite(finite)]
    low, high = float(finite.min(initial=first)), float(finite.max(initial=first))
    room = 0.03 * (high - low) or 1.0
    axes.set_xlim(low - (room if low < first else 0), high + room)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.axvline(first, color=style.GUIDE, linewidth=0.8, zorder=0.5)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_yticks(rows, [style.shorten(bar.label, _NAMES - 2, style.SMALL) for bar in bars])
    for row, bar in enumerate(bars):
        axes.annotate(
            style.shorten(bar.text, _VALUES, style.SMALL), (1.0, row), xycoords=("axes fraction", "data"),
            xytext=(3, 0), textcoords="offset points", fontsize=style.SMALL, verticalalignment="center",
            fontweight="bold" if bar.is_total else "normal",
        )  # fmt: skip
    numbered(axes.xaxis, 6, WIDTH - _NAMES - _VALUES)


def _lead(found: xr.Dataset, end: str) -> str:
    first = by_size(found, end)[:2]
    scale = scale_of_bridge(found)
    step, units = found["step"].sel(end=end), found.attrs["units"]
    steps = [
        f"{name} ({phrasing.quantity(float(step.sel(cause=name)), units, None, scale)})" for name in first
    ]
    which = "step is" if len(steps) == 1 else "steps are"
    return (
        f"The greatest {which} {' and '.join(steps)}. {joint_sentence(found)}"
        if steps
        else joint_sentence(found)
    )


def _notes(found: xr.Dataset, bars: list[_Bar]) -> list[str]:
    is_cut = begins_at(np.array([bar.end for bar in bars])) > 0
    return [
        "A bar is what a cause adds when it joins those that vary already, averaged over the orders in which causes "
        "can join: orange lowers, pale blue raises. The line over its end is the 95% interval. Bars add up to the "
        "whole way." + (CUT if is_cut else ""),
        how(found),
    ]
