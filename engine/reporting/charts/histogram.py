"""Histogram of one measure with its S-curve: where it may end up, and how likely the claim is to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.outlook import Outlook, heading, lead, outlook, reading
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.style import (
    BAND,
    BARS,
    CLAIM,
    CURVE,
    GUIDE,
    INK,
    SMALL,
    line_height,
    styled,
    text_width,
    with_thousands,
    wrap,
)

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_AXES = 68.0  # height of the axes in millimetres
_CURVE_POINTS = 400  # 0.3 mm apart


def draw_histogram(results: xr.Dataset, name: str = "total_benefit", exceedance: bool = False) -> Figure:
    """Histogram (bars, left axis) and S-curve (line, right axis) of the measure `name`.

    The right axis is marked at P10, P50, P80, P90, and P20 where the careful side is low, with the value at
    each. Every claim on the measure is a solid line, the base case a dashed one. `exceedance` turns the curve
    into the chance of at least the value. The band round the curve holds the whole true curve with 95%
    confidence (Dvoretzky, Kiefer and Wolfowitz 1956, with the constant of Massart 1990).

    All shares are of all iterations; those without a number are counted in the text. Raises ValueError if the
    results hold no such measure.
    """
    found = outlook(results, name)
    span = _axis_range(found)
    ticks, labels = _percentile_ticks(found, exceedance)
    legend = _legend_texts(found)
    title = _axis_title(results, found)
    with styled():
        columns = 2 if max(text_width(text, SMALL) for text in legend) < 62 else 1
        foot = 8.5 + line_height(SMALL) * len(title)
        top = foot + _AXES
        body = top + 3 + 1.3 * line_height(SMALL) * -(-(1 + len(legend)) // columns)
        page = Page(results, heading(found), lead(found), body, _notes(found, span))
        right = WIDTH - 14 - max(text_width(label, SMALL) for label in labels)
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


def _axis_title(results: xr.Dataset, found: Outlook) -> list[str]:
    unit, price_base = (str(results.attrs.get(key, "")) for key in ("unit", "price_base"))
    return wrap(phrasing.axis_title(found.long_name, found.units, unit, price_base), 130, SMALL)


def _sense(exceedance: bool) -> str:
    return "at least" if exceedance else "at most"


def _axis_range(found: Outlook) -> tuple[float, float]:
    if not len(found.finite):
        low, high = min([*found.marks, 0.0]), max([*found.marks, 1.0])
    else:
        inner_low, inner_high = found.quantile(0.005), found.quantile(0.995)
        slack = 0.25 * (inner_high - inner_low)
        # a tail that runs far beyond the central 99 % would squeeze everything else
        low = min([*found.marks, max(float(found.finite[0]), inner_low - slack)])
        high = max([*found.marks, min(float(found.finite[-1]), inner_high + slack)])
    if high > low:
        return low, high
    half = max(0.05 * abs(low), 0.5)
    return low - half, high + half


def _draw_bars(axes: Axes, found: Outlook, span: tuple[float, float]) -> None:
    low, high = span
    within = (found.finite >= low) & (found.finite <= high)
    inside, weights = found.finite[within], found.weights[within]
    edges = _edges(inside, weights, span)
    counts, _ = np.histogram(inside, bins=edges, weights=weights)
    axes.bar(
        edges[:-1],
        100 * counts / found.iterations,
        width=np.diff(edges),
        align="edge",
        color=BARS,
        edgecolor="white",
        linewidth=0.4,
    )
    room = 0.02 * (high - low)
    axes.set_xlim(min(low, float(edges[0])) - room, max(high, float(edges[-1])) + room)
    axes.set_ylim(0, 108 * max(int(counts.max()), 1) / found.iterations)
    axes.set_ylabel("Bars: share of iterations, %")
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 2.5, 5, 10], integer=found.units == "year"))
    if found.units != "year":
        axes.xaxis.set_major_formatter(FuncFormatter(with_thousands))


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


def _draw_curve(curve: Axes, found: Outlook, exceedance: bool) -> None:
    x = np.linspace(*curve.get_xlim(), _CURVE_POINTS)
    steps = np.unique(found.finite)
    in_steps = len(steps) <= _CURVE_POINTS
    if in_steps:  # few different values: the curve is a staircase and must turn at them
        x = np.unique(np.concatenate([x, steps]))
    below_all = found.missing if found.cautious == "low" else 0
    share = (found.at_most(x) + below_all) / found.iterations
    if exceedance:
        share = 1 - share
    margin = np.sqrt(np.log(2 / 0.05) / (2 * found.iterations))
    curve.fill_between(
        x,
        np.clip(share - margin, 0, 1),
        np.clip(share + margin, 0, 1),
        step="post" if in_steps else None,
        color=BAND,
        alpha=0.8,
        linewidth=0,
        zorder=1.5,
    )
    curve.plot(
        x,
        share,
        drawstyle="steps-post" if in_steps else "default",
        color=CURVE,
        linewidth=1.6,
        label=f"S-curve: chance of {_sense(exceedance)} this",
    )
    curve.set_ylim(0, 1)
    curve.spines["right"].set_visible(True)


def _percentile_ticks(found: Outlook, exceedance: bool) -> tuple[list[float], list[str]]:
    """Marks of the right axis: 0%, each percentile with its value, 100%."""
    ticks, labels = [0.0], ["0%"]
    for percentage in found.ranked.percentages.tolist():
        level = 1 - percentage / 100 if exceedance else percentage / 100
        label = phrasing.percentile_label(percentage)
        value = phrasing.quantity(found.value_at(percentage), found.units)
        ticks.append(level)
        labels.append(f"{level:.0%}  {value} ({label})" if exceedance else f"{label}  {value}")
    return [*ticks, 1.0], [*labels, "100%"]


def _mark_percentiles(curve: Axes, found: Outlook, levels: list[float]) -> None:
    right = curve.get_xlim()[1]
    for level, value in zip(levels, found.ranked.value.tolist(), strict=True):
        if np.isfinite(value):
            curve.plot([value, right], [level, level], color=GUIDE, linewidth=0.7, zorder=1.8)
            curve.plot([value], [level], "o", color=CURVE, markersize=3.2, zorder=3)


def _mark_claims_and_base(curve: Axes, found: Outlook) -> None:
    texts = _legend_texts(found)
    for claim, text in zip(found.claims, texts, strict=False):
        label = text
        for mark in (claim.at_least, claim.at_most):
            if not np.isnan(mark):
                curve.axvline(mark, color=CLAIM, linewidth=2.6, zorder=2.2, label=label)
                label = "_the same claim's other bound"
    if np.isfinite(found.base):
        curve.axvline(found.base, color=INK, linewidth=1.1, dashes=(4, 3), zorder=2.4, label=texts[-1])


def _legend_texts(found: Outlook) -> list[str]:
    """What the legend says of each claim, and of the base case last (nothing if there is none)."""
    texts = []
    for claim in found.claims:
        limit = phrasing.bound(found.units, claim.at_least, claim.at_most)
        chance = phrasing.short_chance(claim.probability, claim.low, claim.high)
        texts.append(f"Claim: {limit}; chance {chance}")
    base = f"Base case: {phrasing.quantity(found.base, found.units)}" if np.isfinite(found.base) else ""
    return [*texts, base]


def _notes(found: Outlook, span: tuple[float, float]) -> list[str]:
    notes = [
        reading(found),
        "Light band and ranges in brackets: sampling error of the run, 95% confidence.",
    ]
    outside = int(found.weights[(found.finite < span[0]) | (found.finite > span[1])].sum())
    if outside:
        lowest, highest = (phrasing.quantity(float(found.finite[i]), found.units) for i in (0, -1))
        notes.append(
            f"{phrasing.probability(outside / found.iterations)} of iterations lie off the axis: "
            f"the lowest is {lowest}, the highest {highest}."
        )
    return [note for note in notes if note]
