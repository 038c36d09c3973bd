"""A budget by year: bars for each year's percentiles, a line for years that add up, a dashed one for the base case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from engine.reporting import phrasing
from engine.reporting.phrasing import percentile_label
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import numbered

if TYPE_CHECKING:
    import xarray as xr


def draw_budget_years(axes: Axes, found: xr.Dataset, width: float) -> None:
    """Draw what `budget_by_year` found on axes of `width` millimetres; its attribute `percentage` is the assured."""
    start = str(found.attrs.get("start", ""))
    years = [phrasing.year_label(int(year), start) for year in found["year"].values]
    places = np.arange(len(years))
    assured = float(found.attrs["percentage"])
    shades = (style.BARS, style.STEEL)
    levels = found["percentile"].values.tolist()
    for k, level in enumerate(levels):
        heights = found["budget"].sel(percentile=level).values
        shift = (k - (len(levels) - 1) / 2) * 0.38
        label = f"{percentile_label(level)} of the year"
        axes.bar(places + shift, heights, width=0.36, color=shades[k % 2], label=label)
    path, label = (
        found["path"].sel(percentile=assured).values,
        f"Path near {percentile_label(assured)} of all years",
    )
    axes.plot(places, path, color=style.CLAIM, linewidth=1.4, marker="o", markersize=2.6, label=label)
    axes.plot(
        places, found["year_base"].values, color=style.INK, linewidth=1.1, dashes=(4, 3), label="Base case"
    )
    axes.axhline(0, color=style.GUIDE, linewidth=0.8)
    every = max(int(np.ceil((style.text_width(years[0], style.SMALL) + 2) * len(years) / width)), 1)
    axes.set_xticks(places[::every], years[::every])
    numbered(axes.yaxis, 6)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=4, borderaxespad=0.2, columnspacing=1.4)
