"""Benefits and costs of each cluster: range, median, mean and base case, cash and efficiency apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from engine.analysis import clusters
from engine.analysis.findings import Findings, findings_of
from engine.analysis.parts import refusal
from engine.reporting import phrasing
from engine.reporting.phrasing import capitalised
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, numbered
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_ROW = 12.0  # millimetres
_PANELS = {
    "Cash benefit": "cash_benefit",
    "Efficiency benefit": "efficiency_benefit",
    "Cost": "cluster_cost",
}


def of_run(findings: Findings) -> Iterator[tuple[str, Figure]]:
    """One picture, of a run with clusters."""
    if not refusal(findings.results, list(clusters.MEASURES), "cluster"):
        yield "clusters", draw_clusters(findings)


def draw_clusters(results: xr.Dataset | Findings) -> Figure:
    """P10 to P90, median, mean and base case of each cluster's cash benefit, efficiency benefit and cost.

    Cost is one-off, running and legacy cost together, and the chart says so; cash and efficiency are never
    added. All panels have the same scale. Raises ValueError if the results have no clusters.
    """
    findings = findings_of(results)
    found = findings.clusters
    names = [capitalised(str(name)).replace("_", " ") for name in found["cluster"].values]
    panels = [_panel(found.sel(measure=measure), title) for title, measure in _PANELS.items()]
    units = str(found["units"].values[0])
    with style.styled():
        title = axis_title("Whole programme horizon", units, findings.results.attrs, 130, money=units)
        foot = 9 + style.line_height(style.SMALL) * len(title)
        body = foot + 14 + _ROW * len(names)
        page = Page(findings.results, "Benefits and costs by cluster", _lead(panels), body, _NOTES)
        left = MARGIN + 3 + min(max(style.text_width(name, style.TEXT) for name in names), 40)
        width = (WIDTH - 6 - left - 2 * 5) / len(panels)
        span = _span(panels)
        for index, panel in enumerate(panels):
            start = left + index * (width + 5)
            axes = page.axes(start, start + width, foot, body - 13)
            _draw_panel(axes, panel, span, units)
            if index == 0:
                lines = ["\n".join(style.wrap(name, 40, style.TEXT)) for name in names]
                axes.set_yticks(np.arange(len(names)), lines, fontsize=style.TEXT)
        page.figure.text(
            (left + WIDTH - 6) / 2 / WIDTH,
            (page.bottom + 3) / page.height,
            "\n".join(title),
            fontsize=style.SMALL,
            horizontalalignment="center",
        )
        _legend(page, body)
        return page.figure


class _Panel(NamedTuple):
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


def _panel(found: xr.Dataset, title: str) -> _Panel:
    ranked = found["value"].values
    low, median, high = np.where(np.isfinite(ranked), ranked, np.nan).T
    return _Panel(title, low, median, high, found["mean"].values, found["base"].values)


def _span(panels: list[_Panel]) -> tuple[float, float]:
    ends = np.concatenate([part for p in panels for part in (p.low, p.high, p.mean, p.base)])
    ends = ends[np.isfinite(ends)]
    low, high = min(0.0, float(ends.min(initial=0))), max(0.0, float(ends.max(initial=0)))
    room = 0.06 * (high - low) or 1.0
    return low - (room if low < 0 else room / 2), high + room


def _draw_panel(axes: Axes, panel: _Panel, span: tuple[float, float], units: str) -> None:
    rows = np.arange(len(panel.median))
    axes.barh(rows, panel.high - panel.low, left=panel.low, height=0.34, color=style.BARS)
    axes.vlines(panel.median, rows - 0.2, rows + 0.2, color=style.CURVE, linewidth=2.2)
    axes.plot(
        panel.mean, rows, "o", color=style.CURVE, markersize=3.4, markeredgecolor="white", markeredgewidth=0.6
    )
    axes.plot(
        panel.base, rows, "D", color="white", markeredgecolor=style.INK, markersize=4.6, markeredgewidth=1.0
    )
    for row, (median, base) in enumerate(zip(panel.median, panel.base, strict=True)):
        axes.annotate(
            f"median {phrasing.quantity(float(median), units)}, base {phrasing.quantity(float(base), units)}",
            (0, row - 0.24),
            fontsize=style.TINY,
            color=style.CURVE,
            verticalalignment="bottom",
        )
    axes.set_title(panel.title, fontsize=style.TEXT, fontweight="bold", loc="left", pad=3)
    axes.set_xlim(span)
    axes.set_ylim(len(rows) - 0.4, -0.75)  # the first cluster on top
    axes.axvline(0, color=style.GUIDE, linewidth=0.8, zorder=0.5)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_yticks([])
    numbered(axes.xaxis, 4)


def _legend(page: Page, body: float) -> None:
    page.figure.legend(
        handles=[
            Patch(color=style.BARS, label="P10 to P90"),
            Line2D([], [], color=style.CURVE, linewidth=2.2, label="Median"),
            Line2D([], [], color=style.CURVE, marker="o", linestyle="", markersize=4, label="Mean"),
            Line2D(
                [],
                [],
                color="white",
                marker="D",
                linestyle="",
                markeredgecolor=style.INK,
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
