"""Histogram of one measure with its S-curve: where it may end up, and how likely the claim is to hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from engine.analysis.findings import Findings, findings_of
from engine.reporting import phrasing
from engine.reporting.outlook import (
    at_most,
    bounding_claims,
    heading,
    lead,
    marks,
    quantile,
    reading,
    value_at,
)
from engine.reporting.phrasing import capitalised
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, nice_ticks, with_thousands
from engine.reporting.visuals.page import WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_AXES = 68.0  # height of the axes in millimetres
_CURVE_POINTS = 400  # 0.3 mm apart


def of_run(findings: Findings) -> Iterator[tuple[str, Figure]]:
    """One picture each of total benefit and total cost, or of every measure where there is neither."""
    asked = [name for name in ("total_benefit", "total_cost") if name in findings.measures]
    for name in asked or findings.measures:
        yield f"histogram_{name}", draw_histogram(findings, name)


def draw_histogram(
    results: xr.Dataset | Findings, name: str = "total_benefit", exceedance: bool = False
) -> Figure:
    """Histogram (bars, left axis) and S-curve (line, right axis) of the measure `name`.

    The right axis is marked at P10, P50, P80, P90, and P20 where the careful side is low, with the value at
    each. Every claim on the measure is a solid line, the base case a dashed one. `exceedance` turns the curve
    into the chance of at least the value. The band round the curve holds the whole true curve with 95%
    confidence (Dvoretzky, Kiefer and Wolfowitz 1956, with the constant of Massart 1990).

    All shares are of all iterations; those without a number are counted in the text. Raises ValueError if the
    results hold no such measure.
    """
    findings = findings_of(results)
    found = findings.outlook(name)
    span = _axis_range(found)
    ticks, labels = _percentile_ticks(found, exceedance)
    legend = _legend_texts(found)
    title = axis_title(
        capitalised(found.attrs["long_name"]), found.attrs["units"], findings.results.attrs, 130
    )
    with style.styled():
        columns = 2 if max(style.text_width(text, style.SMALL) for text in legend) < 62 else 1
        foot = 8.5 + style.line_height(style.SMALL) * len(title)
        top = foot + _AXES
        body = top + 3 + 1.3 * style.line_height(style.SMALL) * -(-(1 + len(legend)) // columns)
        page = Page(findings.results, heading(found), lead(found), body, _notes(found, span))
        right = WIDTH - 14 - max(style.text_width(label, style.SMALL) for label in labels)
        bars = page.axes(15, right, foot, top)
        _draw_bars(bars, found, span)
        bars.set_xlabel("\n".join(title))
        curve = bars.twinx()
        _draw_curve(curve, found, exceedance)
        _mark_percentiles(curve, found, ticks[1:-1])
        _mark_claims_and_base(curve, found)
        curve.set_yticks(ticks, labels)
        curve.set_ylabel(f"Line: chance of {_sense(exceedance)} the value")
        curve.yaxis.set_label_coords(1 + (WIDTH - 6 - right) / (right - 15), 0.5)
        curve.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=columns, borderaxespad=0.2, columnspacing=2.5
        )
        return page.figure


def _sense(exceedance: bool) -> str:
    return "at least" if exceedance else "at most"


def _axis_range(found: xr.Dataset) -> tuple[float, float]:
    finite, kept = found["finite"].values, marks(found)
    if not len(finite):
        low, high = min([*kept, 0.0]), max([*kept, 1.0])
    else:
        inner_low, inner_high = quantile(found, 0.005), quantile(found, 0.995)
        slack = 0.25 * (inner_high - inner_low)
        # a tail that runs far beyond the central 99 % would squeeze everything else
        low = min([*kept, max(float(finite[0]), inner_low - slack)])
        high = max([*kept, min(float(finite[-1]), inner_high + slack)])
    if high > low:
        return low, high
    half = max(0.05 * abs(low), 0.5)
    return low - half, high + half


def _draw_bars(axes: Axes, found: xr.Dataset, span: tuple[float, float]) -> None:
    low, high = span
    finite = found["finite"].values
    within = (finite >= low) & (finite <= high)
    inside, weights = finite[within], found["weight"].values[within]
    edges = _edges(inside, weights, span)
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
    axes.xaxis.set_major_locator(nice_ticks(8, integer=found.attrs["units"] == "year"))
    if found.attrs["units"] != "year":
        with_thousands(axes.xaxis)


def _edges(inside: Values, weights: NDArray[np.int64], span: tuple[float, float]) -> Values:
    """Bars of whole numbers where the values are whole (years), else by Freedman and Diaconis (1981)."""
    if not len(inside) or inside[0] == inside[-1]:
        centre = float(inside[0]) if len(inside) else sum(span) / 2
        half = 0.02 * (span[1] - span[0])
        return np.array([centre - half, centre + half])
    width = float(inside[-1] - inside[0])
    if width <= 60 and np.array_equal(inside, np.round(inside)):
        return np.arange(inside[0] - 0.5, inside[-1] + 1)
    last = np.cumsum(weights)
    quarter, three_quarters = inside[np.searchsorted(last, [last[-1] // 4 + 1, 3 * last[-1] // 4 + 1])]
    bar = 2 * float(three_quarters - quarter) / float(last[-1]) ** (1 / 3)
    bars = int(np.clip(np.ceil(width / bar), 10, 60)) if bar > 0 else 60
    return np.linspace(inside[0], inside[-1], bars + 1)


def _draw_curve(curve: Axes, found: xr.Dataset, exceedance: bool) -> None:
    x = np.linspace(*curve.get_xlim(), _CURVE_POINTS)
    steps = np.unique(found["finite"].values)
    in_steps = len(steps) <= _CURVE_POINTS
    if in_steps:  # few different values: the curve is a staircase and must turn at them
        x = np.unique(np.concatenate([x, steps]))
    below_all = found.attrs["missing"] if found.attrs["cautious"] == "low" else 0
    share = (at_most(found, x) + below_all) / found.attrs["iterations"]
    if exceedance:
        share = 1 - share
    margin = np.sqrt(np.log(2 / 0.05) / (2 * found.attrs["iterations"]))
    curve.fill_between(
        x,
        np.clip(share - margin, 0, 1),
        np.clip(share + margin, 0, 1),
        step="post" if in_steps else None,
        color=style.BAND,
        alpha=0.8,
        linewidth=0,
        zorder=1.5,
    )
    curve.plot(
        x,
        share,
        drawstyle="steps-post" if in_steps else "default",
        color=style.CURVE,
        linewidth=1.6,
        label=f"S-curve: chance of {_sense(exceedance)} this",
    )
    curve.set_ylim(0, 1)
    curve.spines["right"].set_visible(True)


def _percentile_ticks(found: xr.Dataset, exceedance: bool) -> tuple[list[float], list[str]]:
    """Marks of the right axis: 0%, each percentile with its value, 100%."""
    ticks, labels = [0.0], ["0%"]
    for percentage in found["percentile"].values.tolist():
        level = 1 - percentage / 100 if exceedance else percentage / 100
        label = phrasing.percentile_label(percentage)
        value = phrasing.quantity(value_at(found, percentage), found.attrs["units"])
        ticks.append(level)
        labels.append(f"{level:.0%}  {value} ({label})" if exceedance else f"{label}  {value}")
    return [*ticks, 1.0], [*labels, "100%"]


def _mark_percentiles(curve: Axes, found: xr.Dataset, levels: list[float]) -> None:
    right = curve.get_xlim()[1]
    for level, value in zip(levels, found["value"].values.tolist(), strict=True):
        if np.isfinite(value):
            curve.plot([value, right], [level, level], color=style.GUIDE, linewidth=0.7, zorder=1.8)
            curve.plot([value], [level], "o", color=style.CURVE, markersize=3.2, zorder=3)


def _mark_claims_and_base(curve: Axes, found: xr.Dataset) -> None:
    texts = _legend_texts(found)
    for claim, text in zip(bounding_claims(found), texts, strict=False):
        label = text
        for mark in (claim.at_least, claim.at_most):
            if not np.isnan(mark):
                curve.axvline(mark, color=style.CLAIM, linewidth=2.6, zorder=2.2, label=label)
                label = "_the same claim's other bound"
    if np.isfinite(found.attrs["base"]):
        curve.axvline(
            found.attrs["base"], color=style.INK, linewidth=1.1, dashes=(4, 3), zorder=2.4, label=texts[-1]
        )


def _legend_texts(found: xr.Dataset) -> list[str]:
    """What the legend says of each claim, and of the base case last (nothing if there is none)."""
    texts = []
    for claim in bounding_claims(found):
        limit = phrasing.bound(found.attrs["units"], claim.at_least, claim.at_most)
        chance = phrasing.short_chance(claim.probability, claim.low, claim.high)
        texts.append(f"Claim: {limit}; chance {chance}")
    base = (
        f"Base case: {phrasing.quantity(found.attrs['base'], found.attrs['units'])}"
        if np.isfinite(found.attrs["base"])
        else ""
    )
    return [*texts, base]


def _notes(found: xr.Dataset, span: tuple[float, float]) -> list[str]:
    notes = [
        reading(found),
        "Light band and ranges in brackets: sampling error of the run, 95% confidence.",
    ]
    finite = found["finite"].values
    outside = int(found["weight"].values[(finite < span[0]) | (finite > span[1])].sum())
    if outside:
        lowest, highest = (phrasing.quantity(float(finite[i]), found.attrs["units"]) for i in (0, -1))
        notes.append(
            f"{phrasing.probability(outside / found.attrs['iterations'])} of iterations lie off the axis: "
            f"the lowest is {lowest}, the highest {highest}."
        )
    return [note for note in notes if note]
