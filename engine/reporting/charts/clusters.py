"""Benefits and costs of each cluster: range, median, mean and base case, cash and efficiency apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

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
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.scale import rescaled, scale_of, shown_values

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_ROW = 12.0  # millimetres, at least
_NAME = 40.0  # for the name of a cluster
_MOST_LINES = 6
_BETWEEN = 5.0  # panels
_PANELS = {
    "Cash benefit": "cash_benefit",
    "Efficiency benefit": "efficiency_benefit",
    "Societal benefit": "societal_benefit",
    "Carbon benefit": "carbon_benefit",
    "Cost": "cluster_cost",
}
_CLASSES = {"cash_benefit", "efficiency_benefit", "societal_benefit", "carbon_benefit"}


def of_run(findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """One picture, of a run with clusters that bring or cost anything."""
    if not refusal(findings.results, clusters.told(findings.results), "cluster") and not _nought(
        findings.clusters
    ):
        yield "clusters", partial(draw_clusters, findings)


def draw_clusters(results: xr.Dataset | Findings) -> Figure:
    """P10 to P90, median, mean and base case of each cluster's cash benefit, efficiency benefit and cost.

    Cost is one-off, running and legacy cost together, and the chart says so; cash and efficiency are never
    added. All panels have the same scale, and what no cluster has (efficiency benefits, say) has none. Clusters are
    called by their names. Raises `ResultsError` if the results have no clusters.
    """
    findings = findings_of(results)
    found = findings.clusters
    own = str(found["units"].values[0])
    scale = scale_of(shown_values(found, ("value", "mean", "base")), own)
    found = rescaled(found, ("value", "mean", "base"), scale)
    panels = {
        measure: _panel(found.sel(measure=measure), title)
        for title, measure in _PANELS.items()
        if measure in found["measure"]
        if _nought(found) or not _nought(found.sel(measure=measure))
    }
    with style.styled(fonts_of(findings.results)):
        names = [style.wrap(name, _NAME, style.TEXT, most=_MOST_LINES) for name in _names(found)]
        least = _ROW if len(panels) < len(_PANELS) else _ROW + style.line_height(style.TINY)
        row = max(least, max(map(len, names)) * style.line_height(style.TEXT) + 2)
        attrs = findings.results.attrs
        title = axis_title("Whole programme horizon", scale.units, attrs, 130, money=scale.units)
        foot = 9 + style.line_height(style.SMALL) * len(title)
        body = foot + 14 + row * len(names)
        page = Page(findings.results, "Benefits and costs by cluster", _lead(panels), body, _notes(panels))
        widest = max(style.text_width(line, style.TEXT) for lines in names for line in lines)
        left = MARGIN + 3 + min(widest, _NAME)
        width = (WIDTH - 6 - left - (len(panels) - 1) * _BETWEEN) / len(panels)
        span = _span(list(panels.values()))
        for index, panel in enumerate(panels.values()):
            start = left + index * (width + _BETWEEN)
            axes = page.axes(start, start + width, foot, body - 13)
            _draw_panel(axes, panel, span, scale.units, width)
            if index == 0:
                axes.set_yticks(
                    np.arange(len(names)), ["\n".join(lines) for lines in names], fontsize=style.TEXT
                )
        page.figure.text(
            (left + WIDTH - 6) / 2 / WIDTH,
            (page.bottom + 3) / page.height,
            "\n".join(title),
            fontsize=style.SMALL,
            horizontalalignment="center",
        )
        _legend(page, body)
        return page.finished()


class _Panel(NamedTuple):
    title: str
    low: Values  # P10 of each cluster
    median: Values
    high: Values  # P90
    mean: Values
    base: Values


def _nought(found: xr.Dataset) -> bool:
    """Whether there is no number but 0 to be shown."""
    return not any(shown_values(found, ("value", "mean", "base")))


def _names(found: xr.Dataset) -> list[str]:
    """What people call the clusters; without a name by their ids, as words."""
    ids = [str(one) for one in found["cluster"].values]
    names = [str(one) for one in found["cluster_name"].values] if "cluster_name" in found.coords else ids
    return [
        name if name.strip() and name != one else capitalised(one).replace("_", " ")
        for one, name in zip(ids, names, strict=True)
    ]


def _notes(panels: Mapping[str, _Panel]) -> list[str]:
    notes = []
    if len(panels.keys() & _CLASSES) > 1:
        worth = "; societal is worth to people outside the budget" if "societal_benefit" in panels else ""
        worth += "; carbon is tonnes at values of an appraisal" if "carbon_benefit" in panels else ""
        notes = [
            f"Cash releases budget, efficiency frees time or quality{worth}: they are shown apart, not as one sum."
        ]
    cost = (
        ["Cost is one-off, running and legacy cost together; undiscounted."]
        if "cluster_cost" in panels
        else []
    )
    count = {5: "all five", 4: "all four", 3: "all three", 2: "both"}.get(len(panels))
    scale = f" One scale for {count} panels." if count else ""
    return [
        " ".join([*notes, *(cost or ["Undiscounted."])]),
        f"Percentiles of clusters do not add up to those of the programme.{scale}",
    ]


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


def _draw_panel(axes: Axes, panel: _Panel, span: tuple[float, float], units: str, width: float) -> None:
    rows = np.arange(len(panel.median))
    parts = (panel.low, panel.median, panel.high, panel.mean, panel.base)
    nought = np.all([~(np.isfinite(part) & (part != 0)) for part in parts], axis=0)
    low, median, high, mean, base = (np.where(nought, np.nan, part) for part in parts)
    axes.barh(rows, high - low, left=low, height=0.34, color=style.BARS)
    axes.vlines(median, rows - 0.2, rows + 0.2, color=style.CURVE, linewidth=2.2)
    edge: dict[str, Any] = {"color": style.CURVE, "markeredgecolor": "white", "markeredgewidth": 0.6}
    axes.plot(mean, rows, "o", markersize=3.4, **edge)
    edge = {"color": "white", "markeredgecolor": style.INK, "markeredgewidth": 1.0}
    axes.plot(base, rows, "D", markersize=4.6, **edge)
    # from zero where that is at the left, else from the left end: beside zero there may be no room
    start = 0 if span[0] > -0.05 * (span[1] - span[0]) else span[0]
    for row, (middle, planned) in enumerate(zip(median, base, strict=True)):
        text = "none"
        if not nought[row]:
            text = f"median {phrasing.quantity(float(middle), units)}"
            if np.isfinite(planned):
                text += f", base {phrasing.quantity(float(planned), units)}"
        axes.annotate(
            _fitting(text, width + 2),
            (start, row - 0.24),
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
    numbered(axes.xaxis, 4, width + _BETWEEN)


def _fitting(text: str, width: float) -> str:
    """The median and the base case in a line, or each in its own where five panels leave less room."""
    lines = text.split(", ") if style.text_width(text, style.TINY) > width else [text]
    return "\n".join(style.shorten(line, width, style.TINY) for line in lines)


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


def _lead(panels: Mapping[str, _Panel]) -> str:
    count = len(next(iter(panels.values())).base)
    if any(np.isnan(panel.base).any() for panel in panels.values()):
        return ""  # without a base case there is nothing to fall short of
    short = {
        "cash_benefit": "for cash benefit",
        "efficiency_benefit": "for efficiency benefit",
        "societal_benefit": "for societal benefit",
        "carbon_benefit": "for carbon benefit",
    }
    told = [
        f"{np.sum(panels[name].median < panels[name].base)}{{}} {words}"
        for name, words in short.items()
        if name in panels
    ]
    sentences = []
    if told:
        told = [text.format("" if k else f" of {count}") for k, text in enumerate(told)]
        sentences.append(f"Clusters whose median falls short of the base case: {', '.join(told)}.")
    if "cluster_cost" in panels:
        cost = panels["cluster_cost"]
        start = (
            "Clusters whose median cost exceeds it"
            if told
            else "Clusters whose median cost exceeds the base case"
        )
        sentences.append(f"{start}: {np.sum(cost.median > cost.base)}{'' if told else f' of {count}'}.")
    return " ".join(sentences)
