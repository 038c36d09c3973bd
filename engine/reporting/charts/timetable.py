"""The whole programme as bars over time: planned and played, how unsure each end is, and what drives the go-lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from engine.reporting import phrasing
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import MONTH_BEGINS, named_months
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

_ROW = 5.0  # millimetres
_NAMES, _VALUES = 42.0, 16.0
_FOOT, _HEAD = 9.0, 15.0
_MOST = 44  # rows of activities
_OFTEN = 0.5  # criticality from which on a bar is dark


class _Row(NamedTuple):
    label: str
    place: int  # of the activity, or of the one whose finish is a cluster's go-live
    is_cluster: bool


def draw_timetable(found: xr.Dataset) -> Figure:
    """What `engine.timetable` found: for each cluster its go-live, then its activities, with their criticality.

    A pale bar is the base case, the bar over it runs from the median start to the median finish and is dark where the
    activity drives a go-live in half of the iterations or more; a line spans P10 to P90 of its finish. Of a cluster's
    go-live a diamond is the base case. Of more than 44 activities the most critical are shown, and the chart says so.
    """
    rows = _rows(found)
    with style.styled(fonts_of(found)):
        body = _FOOT + _HEAD + _ROW * len(rows)
        page = Page(found, _heading(found), _lead(found), body, _notes(found, rows))
        axes = page.axes(MARGIN + _NAMES, WIDTH - MARGIN - _VALUES, _FOOT, body - _HEAD + 3)
        for height, row in enumerate(rows):
            (_draw_go_live if row.is_cluster else _draw_activity)(
                axes, found.isel(activity=row.place), height
            )
        _draw_axes(axes, found, rows)
        _legend(page, body)
        return page.finished()


def _rows(found: xr.Dataset) -> list[_Row]:
    """A row for each cluster's go-live, below it those of its activities that are shown."""
    often = found["criticality"].values
    kept = set(np.argsort(-often, kind="stable")[:_MOST].tolist())
    rows: list[_Row] = []
    for cluster in dict.fromkeys(found["cluster"].values.tolist()):
        places = np.flatnonzero(found["cluster"].values == cluster).tolist()
        live = [place for place in places if bool(found["goes_live"][place])]
        name = str(found["cluster_name"].values[places[0]])
        rows += [_Row(name, place, True) for place in live]
        rows += [
            _Row(str(found["activity"].values[place]).partition(".")[2].replace("_", " "), place, False)
            for place in places
            if place in kept
        ]
    return rows


def _draw_activity(axes: Axes, one: xr.Dataset, height: int) -> None:
    base = float(one["base_start"]), float(one["base_finish"])
    start, finish = (float(one[end].sel(percentile=50)) for end in ("start", "finish"))
    axes.barh(height - 0.2, base[1] - base[0], left=base[0], height=0.26, color=style.BARS, zorder=2)
    colour = style.CURVE if float(one["criticality"]) >= _OFTEN else style.STEEL
    if np.isfinite(finish):
        axes.barh(height + 0.14, finish - start, left=start, height=0.38, color=colour, zorder=2)
    _draw_spread(axes, one, height + 0.42)
    axes.annotate(
        _critical(float(one["criticality"])), (1.0, height), xycoords=("axes fraction", "data"), xytext=(3, 0),
        textcoords="offset points", fontsize=style.SMALL, verticalalignment="center",
    )  # fmt: skip


def _draw_spread(axes: Axes, one: xr.Dataset, height: float) -> None:
    low, high = (float(one["finish"].sel(percentile=level)) for level in (10, 90))
    if np.isfinite([low, high]).all():
        axes.plot([low, high], [height] * 2, "-|", color=style.INK, linewidth=0.8, markersize=4, zorder=4)


def _draw_go_live(axes: Axes, one: xr.Dataset, height: int) -> None:
    low, middle, high = (float(one["finish"].sel(percentile=level)) for level in (10, 50, 90))
    axes.axhline(height - 0.5, color=style.GUIDE, linewidth=0.5, zorder=0.5)
    if np.isfinite([low, high]).all():
        axes.barh(height, high - low, left=low, height=0.3, color=style.BAND, zorder=2)
    if np.isfinite(middle):
        axes.plot([middle] * 2, [height - 0.3, height + 0.3], color=style.CURVE, linewidth=2.2, zorder=3)
    edge: dict[str, Any] = {"color": "white", "markeredgecolor": style.INK, "markeredgewidth": 1.0}
    axes.plot([float(one["base_finish"])], [height], "D", markersize=4.6, zorder=4, **edge)


def _draw_axes(axes: Axes, found: xr.Dataset, rows: list[_Row]) -> None:
    shown = found.isel(activity=[row.place for row in rows])
    ends = np.concatenate([shown["base_finish"].values, shown["finish"].values.ravel()])
    end = float(np.max(ends[np.isfinite(ends)], initial=1.0))
    axes.set_xlim(0, 1.02 * end)
    axes.set_ylim(len(rows) - 0.4, -0.7)
    horizon = float(found.attrs.get("horizon") or 0)
    if 0 < horizon <= 1.02 * end:
        axes.axvline(horizon, color=style.INK, linewidth=1.0, dashes=(4, 3), zorder=1)
    labels = [style.shorten(row.label, _NAMES - 2, style.SMALL) for row in rows]
    axes.set_yticks(np.arange(len(rows)), labels)
    for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if row.is_cluster else "normal")
    axes.tick_params(axis="y", length=0)
    start = str(found.attrs.get("start", ""))
    named_months(axes, start, WIDTH - 2 * MARGIN - _NAMES - _VALUES)
    axes.set_xlabel(MONTH_BEGINS if start else "Months from the start")
    axes.annotate(
        "critical", (1.0, 1.0), xycoords="axes fraction", xytext=(3, 2), textcoords="offset points",
        fontsize=style.TINY, color=style.MUTED, verticalalignment="bottom",
    )  # fmt: skip


def _critical(share: float) -> str:
    return "never" if share == 0 else phrasing.probability(share, 0 if share >= 0.01 else None)


def _legend(page: Page, body: float) -> None:
    edge: dict[str, Any] = {"color": "white", "markeredgecolor": style.INK}
    page.figure.legend(
        handles=[
            Patch(color=style.BARS, label="Base case"),
            Patch(color=style.STEEL, label="Played, median"),
            Patch(color=style.CURVE, label="Played, drives a go-live in half of iterations"),
            Line2D([], [], color=style.INK, marker="|", linewidth=1.0, label="Finish, P10 to P90"),
            Patch(color=style.BAND, label="Go-live, P10 to P90"),
            Line2D([], [], marker="D", linestyle="", markersize=4.6, label="Go-live, base case", **edge),
        ],
        loc="upper left", bbox_to_anchor=((MARGIN - 1) / WIDTH, (page.bottom + body) / page.height), ncols=3,
        borderaxespad=0, columnspacing=1.4, handlelength=1.6,
    )  # fmt: skip


def _last(found: xr.Dataset) -> xr.Dataset:
    """The cluster that is live last, by the percentile that is met with a chance of 80%."""
    live = found.isel(activity=np.flatnonzero(found["goes_live"].values))
    return live.isel(activity=int(np.argmax(live["finish"].sel(percentile=80).values)))


def _heading(found: xr.Dataset) -> str:
    one, title = _last(found), str(found.attrs.get("title") or "Programme")
    units = f"{phrasing.DATED}{found.attrs['start']}" if found.attrs.get("start") else "months"
    sure = phrasing.assurance(float(one["finish"].sel(percentile=80)), units, "high", 80)
    return f"{title}: {one['cluster_name'].item()} goes live last, {sure}"


def _lead(found: xr.Dataset) -> str:
    live = found.isel(activity=np.flatnonzero(found["goes_live"].values))
    late = live["finish"].sel(percentile=50).values - live["base_finish"].values
    told = [
        f"{name} {phrasing.quantity(abs(float(months)), 'months')} {'late' if months > 0 else 'early'}"
        if abs(months) >= 0.05
        else f"{name} on time"
        for name, months in zip(live["cluster_name"].values, late, strict=True)
        if np.isfinite(months)
    ]
    return f"Go-live in the median against the base case: {', '.join(told)}." if told else ""


def _notes(found: xr.Dataset, rows: list[_Row]) -> list[str]:
    notes = [
        "Critical: the share of iterations in which the activity drives a go-live. Start and finish are medians of "
        "their own, so that a bar's length is no iteration's duration."
    ]
    hidden = found.sizes["activity"] - sum(not row.is_cluster for row in rows)
    if hidden:
        notes.append(f"{hidden} less critical activit{'ies are' if hidden > 1 else 'y is'} not shown.")
    return notes
