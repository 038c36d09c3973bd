"""A contingency: from the base case to the assured amount by who needs it, and the budget by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.phrasing import capitalised, percentile_label
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import CUT, axis_title, begins_at, numbered
from engine.reporting.visuals.budget_years import draw_budget_years
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.scale import rescaled, scale_of, shown_values

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_NAME = 46.0  # millimetres for the name of a part
_ROW = 6.2
_MOST = 10  # parts that are drawn; the rest as one
_YEARS = 52.0  # millimetres of the axes of the budget
_AMOUNTS = (
    "base", "mean", "value", "value_low", "value_high", "over_base", "over_mean", "part_over_base", "year_base",
    "budget", "path", "whole", "sum_of_budgets",
)  # fmt: skip


def draw_contingency(found: xr.Dataset) -> Figure:
    """What `engine.contingency` found: steps from the base case to the percentile, and each year's percentiles.

    The steps are of clusters, or of lines where there is but one cluster, or of risks where there are neither; where
    the measure is told by none of them there is one step. Below, if the measure is of money that falls into years,
    each year's P50 and assured percentile, and the path that adds up to that of the whole.
    """
    scale = scale_of(shown_values(found, _AMOUNTS), str(found.attrs["units"]))
    found = rescaled(found, _AMOUNTS, scale).assign_attrs(units=scale.units)
    names, steps = _steps(found)
    by_year = "year" in found.dims
    with style.styled(fonts_of(found)):
        upper = _ROW * (len(names) + 2)
        body = upper + 14 + (_YEARS + 20 if by_year else 0)
        page = Page(
            found,
            _heading(found),
            _lead(found),
            body,
            _notes(
                found,
                by_year,
                begins_at(float(found["base"]) + np.concatenate([[0.0], np.cumsum(steps)])) > 0,
            ),
        )
        left = (
            MARGIN
            + 2
            + min(max(style.text_width(name, style.SMALL) for name in ("Base case", *names)), _NAME)
        )
        axes = page.axes(left, WIDTH - 8, body - upper - 1, body - 1)
        _draw_steps(axes, found, names, steps, WIDTH - 8 - left)
        title = axis_title(str(found.attrs["long_name"]), scale.units, found.attrs, 130, money=scale.units)
        axes.set_xlabel("\n".join(title))
        if by_year:
            title = axis_title("In the year", scale.units, found.attrs, _YEARS, money=scale.units)
            years = page.axes(16 + style.line_height(style.SMALL) * len(title), WIDTH - 8, 10, 10 + _YEARS)
            draw_budget_years(years, found, WIDTH - 28)
            years.set_ylabel("\n".join(title))
        return page.finished()


def _steps(found: xr.Dataset) -> tuple[list[str], Values]:
    """Names and sizes of the steps, the greatest first, many small ones as one."""
    names, sizes = ["Contingency"], np.array([float(found["over_base"])])
    for level in ("cluster", "line", "risk") if "part" in found.dims else ():
        places = np.flatnonzero(found["level"].values == level)
        if len(places) > 1:
            names = [str(name) for name in found["name"].values[places]]
            names = [capitalised(name) for name in names] if level == "cluster" else names
            sizes = np.asarray(found["part_over_base"].values[places])
            break
    order = np.argsort(-np.abs(sizes), kind="stable")
    shown, rest = (order, order[:0]) if len(order) <= _MOST + 1 else (order[:_MOST], order[_MOST:])
    told = [names[place] for place in shown] + ([f"{len(rest)} others"] if len(rest) else [])
    return told, np.append(sizes[shown], [sizes[rest].sum()] if len(rest) else [])


def _draw_steps(axes: Axes, found: xr.Dataset, names: list[str], steps: Values, width: float) -> None:
    """A bar for the base case, one for each step from where the one before ends, one for the percentile."""
    base, value, units = float(found["base"]), float(found["value"]), str(found.attrs["units"])
    ends = base + np.concatenate([[0.0], np.cumsum(steps)])
    rows, first = np.arange(len(steps) + 2), begins_at(ends)
    label = percentile_label(float(found.attrs["percentage"]))
    axes.barh(rows[0], base - first, left=first, height=0.62, color=style.BAND)
    axes.barh(rows[1:-1], steps, left=ends[:-1], height=0.62, color=style.STEEL)
    axes.barh(rows[-1], value - first, left=first, height=0.62, color=style.CURVE)
    spread = [float(found["value_low"]), float(found["value_high"])]
    if np.isfinite(spread).all():
        axes.plot(spread, [rows[-1]] * 2, color=style.CLAIM, linewidth=1.6)
    axes.vlines(ends, rows[:-1] - 0.31, rows[1:] + 0.31, color=style.GUIDE, linewidth=0.6)
    axes.axvline(float(found["mean"]), color=style.INK, linewidth=0.9, dashes=(4, 3))
    low, high = (
        min(first, *ends, value),
        max(first, *ends, value, *[one for one in spread if np.isfinite(one)]),
    )
    room = 0.17 * (high - low) or 1.0
    axes.set_xlim(low - (room if low < first else 0), high + room)
    signed = [("+" if step >= 0 else "") + phrasing.quantity(float(step), units) for step in steps]
    texts = [phrasing.quantity(base, units), *signed, phrasing.quantity(value, units)]
    tips = [
        base,
        *np.maximum(ends[:-1], ends[1:]),
        max(value, *spread) if np.isfinite(spread).all() else value,
    ]
    for row, tip, text in zip(rows, tips, texts, strict=True):
        axes.annotate(
            text, (max(tip, first), row), xytext=(3, 0), textcoords="offset points", fontsize=style.TINY,
            verticalalignment="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        )  # fmt: skip
    axes.annotate(
        f"mean {phrasing.quantity(float(found['mean']), units)}", (float(found["mean"]), -0.62),
        fontsize=style.TINY, horizontalalignment="center", verticalalignment="bottom", color=style.MUTED,
        annotation_clip=False,
    )  # fmt: skip
    shown = [style.shorten(name, _NAME, style.SMALL) for name in ("Base case", *names, label)]
    axes.set_yticks(rows, shown)
    axes.set_ylim(rows[-1] + 0.5, -0.55)
    axes.tick_params(axis="y", length=0)
    numbered(axes.xaxis, 7, width)


def _heading(found: xr.Dataset) -> str:
    attrs = found.attrs
    sure = phrasing.assurance(
        float(found["value"]), str(attrs["units"]), str(attrs["cautious"]), float(attrs["percentage"])
    )
    return f"{attrs['long_name']}: {sure}"


def _lead(found: xr.Dataset) -> str:
    units, label = str(found.attrs["units"]), percentile_label(float(found.attrs["percentage"]))
    over = [phrasing.quantity(float(found[key]), units) for key in ("over_base", "over_mean")]
    if found.attrs["cautious"] == "low":
        return f"{label} less the base case is {over[0]}, less the mean {over[1]}."
    return f"Contingency over the base case {over[0]}, over the mean {over[1]}."


def _notes(found: xr.Dataset, by_year: bool, is_cut: bool) -> list[str]:
    label, units = percentile_label(float(found.attrs["percentage"])), str(found.attrs["units"])
    notes = [
        f"Steps are the means of the parts in the iterations in which the whole is at its {label}, less their base: "
        f"they add up. Orange: the 95% interval of {label}."
        + (" Undiscounted." if found.attrs["undiscounted"] else "")
        + (CUT if is_cut else "")
    ]
    if by_year:
        at = found.sel(percentile=float(found.attrs["percentage"]))
        sums, whole = (phrasing.quantity(float(at[key]), units) for key in ("sum_of_budgets", "whole"))
        notes.append(
            f"Percentiles of years do not add up: the years' {label}s come to {sums}, the {label} of all years is "
            f"{whole}. The path is the mean of each year in the iterations nearest to that, and adds up to it."
        )
    return notes
