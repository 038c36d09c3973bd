"""The S-curve over a histogram: its band, its percentiles, and the claims and base case that it is read at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from engine.reporting import phrasing
from engine.reporting.outlook import at_most, bounding_claims, value_at
from engine.reporting.visuals import style

if TYPE_CHECKING:
    import xarray as xr

_CURVE_POINTS = 400  # 0.3 mm apart
_WIDEST = 45.0  # of a percentile's value, in millimetres
_LEGEND = 140.0  # of a line of the legend


def sense(exceedance: bool) -> str:
    """In which direction a curve is read."""
    return "at least" if exceedance else "at most"


def amount(found: xr.Dataset, value: float) -> str:
    """A value of an outlook; one that is no number is "never" where the careful side is high."""
    if np.isinf(value) and found.attrs["cautious"] != "high":
        return "no number"
    return phrasing.quantity(value, found.attrs["units"])


def draw_curve(curve: Axes, found: xr.Dataset, exceedance: bool, end: float) -> None:
    """Draw the share of iterations at most (or at least) each value up to `end`, and its band."""
    if not len(found["finite"]):
        curve.set_ylim(0, 1)
        return  # a line of nothing
    x = np.linspace(curve.get_xlim()[0], end, _CURVE_POINTS)
    steps = np.unique(found["finite"].values)
    in_steps = len(steps) <= _CURVE_POINTS
    if in_steps:  # few different values: the curve is a staircase and must turn at them
        x = np.unique(np.concatenate([x, steps]))
    nan = found.attrs["missing"] - found.attrs["below"] - found.attrs["above"]
    below_all = found.attrs["below"] + (nan if found.attrs["cautious"] == "low" else 0)
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
        label=f"S-curve: chance of {sense(exceedance)} this",
    )
    curve.set_ylim(0, 1)
    curve.spines["right"].set_visible(True)


def percentile_ticks(found: xr.Dataset, exceedance: bool) -> tuple[list[float], list[str]]:
    """Marks of the right axis: 0%, each percentile with its value, 100%."""
    ticks, labels = [0.0], ["0%"]
    for percentage in found["percentile"].values.tolist():
        level = 1 - percentage / 100 if exceedance else percentage / 100
        label = phrasing.percentile_label(percentage)
        value = style.shorten(amount(found, value_at(found, percentage)), _WIDEST, style.SMALL)
        ticks.append(level)
        labels.append(f"{level:.0%}  {value} ({label})" if exceedance else f"{label}  {value}")
    return [*ticks, 1.0], [*labels, "100%"]


def mark_percentiles(curve: Axes, found: xr.Dataset, levels: list[float]) -> None:
    """Draw a dot on the curve at each percentile and a line from it to its label."""
    right = curve.get_xlim()[1]
    for level, value in zip(levels, found["value"].values.tolist(), strict=True):
        if np.isfinite(value):
            curve.plot([value, right], [level, level], color=style.GUIDE, linewidth=0.7, zorder=1.8)
            curve.plot([value], [level], "o", color=style.CURVE, markersize=3.2, zorder=3)


def mark_claims_and_base(curve: Axes, found: xr.Dataset) -> None:
    """Draw every claim's bounds and the base case as upright lines."""
    texts = legend_texts(found)
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


def legend_texts(found: xr.Dataset) -> list[str]:
    """What the legend says of each claim, and of the base case last (nothing if there is none)."""
    texts = []
    for claim in bounding_claims(found):
        limit = phrasing.bound(found.attrs["units"], claim.at_least, claim.at_most)
        chance = phrasing.short_chance(claim.probability, claim.low, claim.high)
        texts.append(style.shorten(f"Claim: {limit}; chance {chance}", _LEGEND, style.SMALL))
    known = np.isfinite(found.attrs["base"])
    base = f"Base case: {phrasing.quantity(found.attrs['base'], found.attrs['units'])}" if known else ""
    return [*texts, style.shorten(base, _LEGEND, style.SMALL)]
