"""Histogram of one measure with its S-curve: where it may end up, and how likely the claim is to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from engine.analysis.findings import Findings, findings_of
from engine.bounds import metrics_of
from engine.reporting import phrasing
from engine.reporting.outlook import heading, lead, reading
from engine.reporting.phrasing import capitalised
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title
from engine.reporting.visuals.bars import axis_range, draw_bars
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.readable import readable
from engine.reporting.visuals.s_curve import (
    draw_curve,
    legend_texts,
    mark_claims_and_base,
    mark_percentiles,
    percentile_ticks,
    sense,
)
from engine.reporting.visuals.stem import stem_of

if TYPE_CHECKING:
    import xarray as xr

_AXES = 68.0  # height of the axes in millimetres
_LEFT = 15.0


def of_run(findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """One picture each of total benefit, of total cost and of every measure that a claim is about.

    Where a careful reader asks for at least so much (benefits) its curve is of the chance of that. Without any of them,
    of every measure. Of what is nought in every iteration there is none but for a claim.
    """
    claimed = {metric for name in findings.claim_specs for metric in metrics_of(findings.claim_specs, name)}
    asked = [name for name in findings.measures if name in claimed | {"total_benefit", "total_cost"}]
    for name in asked or findings.measures:
        if name in claimed or not _nought(findings.outlook(name)):
            at_least = findings.outlook(name).attrs["cautious"] == "low"
            yield stem_of("histogram", name), partial(draw_histogram, findings, name, exceedance=at_least)


def draw_histogram(
    results: xr.Dataset | Findings, name: str = "total_benefit", exceedance: bool = False
) -> Figure:
    """Histogram (bars, left axis) and S-curve (line, right axis) of the measure `name`.

    The right axis is marked at P10, P50, P80, P90, and P20 where the careful side is low, with the value at
    each. Every claim on the measure is a solid line, the base case a dashed one. `exceedance` turns the curve
    into the chance of at least the value. The band round the curve holds the whole true curve with 95%
    confidence (Dvoretzky, Kiefer and Wolfowitz 1956, with the constant of Massart 1990).

    All shares are of all iterations; those without a number are counted in the text, and of a year have a bar of
    their own, "never". Amounts are in a unit fit to read (`visuals.scale`), which the axis says. Raises `ResultsError`
    if the results hold no such measure.
    """
    findings = findings_of(results)
    with style.styled(fonts_of(findings.results)):
        found, money = readable(findings, name)
        span = axis_range(found)
        ticks, labels = percentile_ticks(found, exceedance)
        legend = legend_texts(found)
        columns = 2 if max(style.text_width(text, style.SMALL) for text in legend) < 62 else 1
        right = WIDTH - 14 - max(style.text_width(label, style.SMALL) for label in labels)
        title = axis_title(
            capitalised(found.attrs["long_name"]),
            found.attrs["units"],
            findings.results.attrs,
            min(130, _LEFT + right - 2 * MARGIN),  # in the middle of the axes, and on the page
            money,
        )
        foot = 8.5 + style.line_height(style.SMALL) * len(title)
        top = foot + _AXES
        body = top + 3 + 1.3 * style.line_height(style.SMALL) * -(-(1 + len(legend)) // columns)
        page = Page(findings.results, heading(found), lead(found), body, _notes(found, span))
        bars = page.axes(_LEFT, right, foot, top)
        end = draw_bars(bars, found, span, right - _LEFT)
        bars.set_xlabel("\n".join(title))
        curve = bars.twinx()
        draw_curve(curve, found, exceedance, end)
        mark_percentiles(curve, found, ticks[1:-1])
        mark_claims_and_base(curve, found)
        curve.set_yticks(ticks, labels)
        curve.set_ylabel(f"Line: chance of {sense(exceedance)} the value")
        curve.yaxis.set_label_coords(1 + (WIDTH - 6 - right) / (right - _LEFT), 0.5)
        if curve.get_legend_handles_labels()[0]:
            curve.legend(
                loc="lower left",
                bbox_to_anchor=(-0.01, 1.0),
                ncols=columns,
                borderaxespad=0.2,
                columnspacing=2.5,
            )
        return page.finished()


def _nought(found: xr.Dataset) -> bool:
    """Whether there is no number but 0 to be shown."""
    base = found.attrs["base"]
    return not found["finite"].values.any() and not (np.isfinite(base) and base != 0)


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
