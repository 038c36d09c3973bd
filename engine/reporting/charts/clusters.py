"""Benefits and costs of each cluster: range, median, mean and base case, cash and efficiency apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from engine.analysis.figures import rank_of_missing
from engine.analysis.percentiles import percentiles
from engine.reporting import phrasing
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.style import (
    BARS,
    CURVE,
    GUIDE,
    INK,
    SMALL,
    TEXT,
    TINY,
    line_height,
    styled,
    text_width,
    with_thousands,
    wrap,
)

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_ROW = 12.0  # millimetres
_PANELS = {
    "Cash benefit": ("cash_benefit",),
    "Efficiency benefit": ("efficiency_benefit",),
    "Cost": ("one_off_cost", "running_cost", "legacy_cost"),
}


def draw_clusters(results: xr.Dataset) -> Figure:
    """P10 to P90, median, mean and base case of each cluster's cash benefit, efficiency benefit and cost.

    Cost is one-off, running and legacy cost together, and the chart says so; cash and efficiency are never
    added. All panels have the same scale. Raises ValueError if the results have no clusters.
    """
    if "cluster" not in results.dims:
        raise ValueError("a chart by cluster needs the dimension 'cluster', which these results lack")
    needed = [part for parts in _PANELS.values() for part in parts]
    absent = [name for name in needed if name not in results.data_vars]
    if absent:
        raise ValueError(f"a chart by cluster needs {needed}; these results lack {absent}")
    names = [_shown(str(name)) for name in results["cluster"].values]
    panels = [_panel(results, title, parts) for title, parts in _PANELS.items()]
    units = str(results["cash_benefit"].attrs.get("units", ""))
    with styled():
        title = _axis_title(results, units)
        foot = 9 + line_height(SMALL) * len(title)
        body = foot + 14 + _ROW * len(names)
        page = Page(results, "Benefits and costs by cluster", _lead(panels), body, _NOTES)
        left = MARGIN + 3 + min(max(text_width(name, TEXT) for name in names), 40)
        width = (WIDTH - 6 - left - 2 * 5) / len(panels)
        span = _span(panels)
        for index, panel in enumerate(panels):
            start = left + index * (width + 5)
            axes = page.axes(start, start + width, foot, body - 13)
            _draw_panel(axes, panel, span, units)
            if index == 0:
                lines = ["\n".join(wrap(name, 40, TEXT)) for name in names]
                axes.set_yticks(np.arange(len(names)), lines, fontsize=TEXT)
        page.figure.text(
            (left + WIDTH - 6) / 2 / WIDTH,
            (page.bottom + 3) / page.height,
            "\n".join(title),
            fontsize=SMALL,
            horizontalalignment="center",
        )
        _legend(page, body)
        return page.figure


def _axis_title(results: xr.Dataset, units: str) -> list[str]:
    price_base = str(results.attrs.get("price_base", ""))
    return wrap(phrasing.axis_title("Whole programme horizon", units, units, price_base), 130, SMALL)


def _shown(cluster: str) -> str:
    return (cluster[:1].upper() + cluster[1:]).replace("_", " ")


@dataclass(frozen=True)
class _Panel:
    title: str
    low: Values  # P10 of each cluster
    median: Values
    high: Values  # P90
    mean: Values
    base: Values


_NOTES = (
    "Cash releases budget, efficiency frees time or quality: they are shown apart, not as one sum. "
    "Cost is one-off, running and legacy cost together; undiscounted.",
    "Percentiles of clusters do not add up to those of the programme. One scale for all three panels.",
)


def _panel(results: xr.Dataset, title: str, parts: tuple[str, ...]) -> _Panel:
    values: Values = np.sum(
        [results[part].transpose("cluster", "iteration").values.astype(np.float64) for part in parts], axis=0
    )
    clusters = len(values)
    bases = [np.asarray(results[part].attrs.get("base", np.nan), dtype=np.float64) for part in parts]
    base = np.sum([np.broadcast_to(part, clusters) for part in bases], axis=0)
    cautious = str(results[parts[0]].attrs.get("cautious", ""))
    ranked = percentiles(values, (10, 50, 90), missing=rank_of_missing(cautious)).value
    low, median, high = np.where(np.isfinite(ranked), ranked, np.nan).T
    return _Panel(title, low, median, high, values.mean(axis=1), base)


def _span(panels: list[_Panel]) -> tuple[float, float]:
    ends = np.concatenate([part for p in panels for part in (p.low, p.high, p.mean, p.base)])
    ends = ends[np.isfinite(ends)]
    low, high = min(0.0, float(ends.min(initial=0))), max(0.0, float(ends.max(initial=0)))
    room = 0.06 * (high - low) or 1.0
    return low - (room if low < 0 else room / 2), high + room


def _draw_panel(axes: Axes, panel: _Panel, span: tuple[float, float], units: str) -> None:
    rows = np.arange(len(panel.median))
    axes.barh(rows, panel.high - panel.low, left=panel.low, height=0.34, color=BARS)
    axes.vlines(panel.median, rows - 0.2, rows + 0.2, color=CURVE, linewidth=2.2)
    axes.plot(
        panel.mean, rows, "o", color=CURVE, markersize=3.4, markeredgecolor="white", markeredgewidth=0.6
    )
    axes.plot(panel.base, rows, "D", color="white", markeredgecolor=INK, markersize=4.6, markeredgewidth=1.0)
    for row, (median, base) in enumerate(zip(panel.median, panel.base, strict=True)):
        axes.annotate(
            f"median {phrasing.quantity(float(median), units)}, base {phrasing.quantity(float(base), units)}",
            (0, row - 0.24),
            fontsize=TINY,
            color=CURVE,
            verticalalignment="bottom",
        )
    axes.set_title(panel.title, fontsize=TEXT, fontweight="bold", loc="left", pad=3)
    axes.set_xlim(span)
    axes.set_ylim(len(rows) - 0.4, -0.75)  # the first cluster on top
    axes.axvline(0, color=GUIDE, linewidth=0.8, zorder=0.5)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(with_thousands))


def _legend(page: Page, body: float) -> None:
    page.figure.legend(
        handles=[
            Patch(color=BARS, label="P10 to P90"),
            Line2D([], [], color=CURVE, linewidth=2.2, label="Median"),
            Line2D([], [], color=CURVE, marker="o", linestyle="", markersize=4, label="Mean"),
            Line2D(
                [],
                [],
                color="white",
                marker="D",
                linestyle="",
                markeredgecolor=INK,
                markersize=4.6,
                label="Base case",
            ),
        ],
        loc="upper left",
        bbox_to_anchor=((MARGIN - 1) / WIDTH, (page.bottom + body) / page.height),
        ncols=4,
        borderaxespad=0,
        columnspacing=1.8,
    )


def _lead(panels: list[_Panel]) -> str:
    cash, efficiency, cost = panels
    count = len(cost.base)
    if any(np.isnan(panel.base).any() for panel in panels):
        return ""  # without a base case there is nothing to fall short of
    return (
        f"Clusters whose median falls short of the base case: {np.sum(cash.median < cash.base)} of {count} "
        f"for cash benefit, {np.sum(efficiency.median < efficiency.base)} for efficiency benefit. "
        f"Clusters whose median cost exceeds it: {np.sum(cost.median > cost.base)}."
    )
