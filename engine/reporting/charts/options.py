"""Options side by side: the range of each measure under each option, and how far it is from the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from engine.reporting import phrasing
from engine.reporting.differences import difference
from engine.reporting.phrasing import capitalised
from engine.reporting.units import scale_for
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.scale import scale_of

if TYPE_CHECKING:
    import xarray as xr

_ROW = 8.0  # millimetres
_NAMES, _SAID = 36.0, 46.0
_HEAD, _LEGEND, _BETWEEN = 6.0, 6.0, 3.0
_MOST = 12  # options


def draw_options(found: xr.Dataset) -> Figure:
    """What `engine.compare_options` found: a panel for each measure, a row for each option, the baseline on top.

    A bar spans P10 to P90, with the median, the mean and the base case; beside it stands the mean difference to the
    baseline, iteration by iteration, and the chance of being better. Of more than twelve options the first are shown.
    """
    names = _shown(found)
    with style.styled(fonts_of(found)):
        titles = [_title(found.sel(measure=name), found.attrs) for name in found["measure"].values]
        heights = [
            _HEAD + _ROW * len(names) + 8 + style.line_height(style.SMALL) * len(t) + _BETWEEN for t in titles
        ]
        body = sum(heights) + _LEGEND
        page = Page(found, _heading(found), _lead(found), body, _notes(found, names))
        top = body - _LEGEND
        for measure, title, tall in zip(found["measure"].values, titles, heights, strict=True):
            _draw(page, found.sel(measure=measure), names, title, top - _HEAD, top - tall + _BETWEEN)
            top -= tall
        _legend(page, body)
        return page.finished()


def _shown(found: xr.Dataset) -> list[str]:
    """The options that are drawn, the baseline first."""
    baseline = str(found.attrs["baseline"])
    names = [str(name) for name in found["option"].values if name != baseline]
    return [baseline, *names][:_MOST]


def _title(one: xr.Dataset, attrs: dict[Any, Any]) -> list[str]:
    scale = scale_of(_amounts(one), str(one["units"].values))
    money = scale.units if str(one["units"].values) == attrs.get("unit") else None
    width = WIDTH - MARGIN - _NAMES - _SAID
    return axis_title(capitalised(str(one["long_name"].values)), scale.units, attrs, width, money)


def _amounts(one: xr.Dataset) -> list[float]:
    return [
        float(v) for key in ("value", "base", "mean") for v in np.ravel(one[key].values) if np.isfinite(v)
    ]


def _draw(page: Page, one: xr.Dataset, names: list[str], title: list[str], top: float, bottom: float) -> None:
    foot = bottom + 8 + style.line_height(style.SMALL) * len(title)
    axes = page.axes(MARGIN + _NAMES, WIDTH - MARGIN - _SAID, foot, top)
    units = str(one["units"].values)
    factor = scale_of(_amounts(one), units).factor
    some = one.sel(option=names)
    low, middle, high = (some["value"].sel(percentile=level).values * factor for level in (10, 50, 90))
    rows = np.arange(len(names))
    known = np.isfinite(low) & np.isfinite(high)
    axes.barh(rows[known], (high - low)[known], left=low[known], height=0.4, color=style.BARS, zorder=2)
    axes.vlines(middle[np.isfinite(middle)], rows[np.isfinite(middle)] - 0.26, rows[np.isfinite(middle)] + 0.26,
                color=style.CURVE, linewidth=2.2, zorder=3)  # fmt: skip
    axes.plot(some["mean"].values * factor, rows, "o", color=style.CURVE, markeredgecolor="white", markersize=4.4,
              linestyle="", zorder=4)  # fmt: skip
    axes.plot(some["base"].values * factor, rows, "D", color="white", markeredgecolor=style.INK, markersize=4.6,
              linestyle="", zorder=3.5)  # fmt: skip
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.set_yticks(rows, [style.shorten(name.replace("_", " "), _NAMES - 2, style.SMALL) for name in names])
    axes.tick_params(axis="y", length=0)
    ends = [value * factor for value in _amounts(some)] or [0.0, 1.0]
    room = 0.05 * (max(ends) - min(ends)) or 0.05 * abs(ends[0]) or 1.0
    axes.set_xlim(min(ends) - room, max(ends) + room)
    if min(ends) < 0 < max(ends):
        axes.axvline(0, color=style.GUIDE, linewidth=0.8, zorder=0.5)
    axes.set_xlabel("\n".join(title))
    numbered(axes.xaxis, 6, WIDTH - MARGIN - _NAMES - _SAID)
    for row, name in enumerate(names):
        _say(axes, some.sel(option=name), row, units, is_baseline=row == 0)


def _say(axes: Axes, one: xr.Dataset, row: int, units: str, is_baseline: bool) -> None:
    """Beside a row: the difference to the baseline over the chance of being better."""
    lines = ["baseline"]
    if not is_baseline:
        gap, low, high = (float(one[f"difference{end}"]) for end in ("", "_low", "_high"))
        share = [float(one[f"better{end}"]) for end in ("", "_low", "_high")]
        told = (
            difference(gap, low, high, units, scale_for(units, gap))
            if np.isfinite(gap)
            else "no mean difference"
        )
        lines = [told, f"better in {phrasing.short_chance(*share)}"]
    for place, line in enumerate(lines):
        axes.annotate(
            style.shorten(line, _SAID - 4, style.TINY), (1.0, row), xycoords=("axes fraction", "data"),
            xytext=(6, (3.6 if place == 0 else -3.6) if len(lines) > 1 else 0), textcoords="offset points",
            fontsize=style.TINY, color=style.INK if place == 0 else style.MUTED, verticalalignment="center",
        )  # fmt: skip


def _legend(page: Page, body: float) -> None:
    page.figure.legend(
        handles=[
            Patch(color=style.BARS, label="P10 to P90"),
            Line2D([], [], color=style.CURVE, linewidth=2.2, label="Median"),
            Line2D([], [], color=style.CURVE, marker="o", linestyle="", markersize=4.4, label="Mean"),
            Line2D([], [], color="white", marker="D", linestyle="", markeredgecolor=style.INK, markersize=4.6,
                   label="Base case"),
        ],
        loc="upper left", bbox_to_anchor=((MARGIN - 1) / WIDTH, (page.bottom + body) / page.height), ncols=4,
        borderaxespad=0, columnspacing=1.8,
    )  # fmt: skip


def _heading(found: xr.Dataset) -> str:
    """Which option is most often better than the baseline in the last measure, the most telling of them."""
    last = found.isel(measure=-1)
    others = last.sel(option=[name for name in last["option"].values if name != found.attrs["baseline"]])
    best = others.isel(option=int(np.nanargmax(others["better"].values)))
    share = [float(best[f"better{end}"]) for end in ("", "_low", "_high")]
    name, measure = str(best["option"].item()).replace("_", " "), str(best["long_name"].item())
    baseline = str(found.attrs["baseline"]).replace("_", " ")
    return f"{capitalised(measure)}: “{name}” is better than “{baseline}” with a chance of {phrasing.chance(*share)}"


def _lead(found: xr.Dataset) -> str:
    """For each measure the option with the best mean."""
    told = []
    for measure in found["measure"].values:
        one = found.sel(measure=measure)
        means = one["mean"].values
        if np.isfinite(means).all():
            best = int(np.argmin(means) if str(one["cautious"].values) == "high" else np.argmax(means))
            value = phrasing.quantity(float(means[best]), str(one["units"].values))
            name = str(one["long_name"].values)
            told.append(
                f"{name[:1].lower()}{name[1:]} “{str(one['option'].values[best]).replace('_', ' ')}” ({value})"
            )
    return (
        f"Best on average: {'; '.join(told)}."
        if told
        else "Some iterations give no number, so there are no means."
    )


def _notes(found: xr.Dataset, names: list[str]) -> list[str]:
    notes = [
        "Every option is played on the same draws; differences are taken iteration by iteration, ± their 95% interval. "
        "Better: a lower cost, a higher benefit or value in the same iteration."
    ]
    if "discounting" in found.attrs:
        notes.append(f"Discounting: {found.attrs['discounting']}.")
    hidden = found.sizes["option"] - len(names)
    if hidden:
        notes.append(f"{hidden} further option{'s are' if hidden > 1 else ' is'} not shown.")
    return notes
