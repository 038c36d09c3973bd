"""The S-curve over a histogram: its band, its percentiles, and the claims and base case that it is read at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.outlook import at_most, bounding_claims, value_at
from engine.reporting.visuals import style

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_STEP: dict[str, Literal["pre", "post"]] = {"pre": "pre", "post": "post"}
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


class Curve(NamedTuple):
    """Shares of iterations by value; in steps where there are few different values."""

    x: Values
    share: Values
    step: str  # "post", "pre" or ""


def curve_of(found: xr.Dataset, low: float, high: float, exceedance: bool) -> Curve:
    """The share of iterations at most (or at least) each value from `low` to `high`."""
    x = np.linspace(low, high, _CURVE_POINTS)
    steps = np.unique(found["finite"].values)
    in_steps = len(steps) <= _CURVE_POINTS
    if in_steps:  # few different values: the curve is a staircase and must turn at them
        x = np.unique(np.concatenate([x, steps]))
    nan = found.attrs["missing"] - found.attrs["below"] - found.attrs["above"]
    below_all = found.attrs["below"] + (nan if found.attrs["cautious"] == "low" else 0)
    share = (at_most(found, x, but_not_equal=exceedance) + below_all) / found.attrs["iterations"]
    step = ("pre" if exceedance else "post") if in_steps else ""
    return Curve(x, 1 - share if exceedance else share, step)


def sampling_margin(found: xr.Dataset) -> float:
    """Half the width of the band that holds the whole true curve with 95% confidence (Massart 1990)."""
    return float(np.sqrt(np.log(2 / 0.05) / (2 * found.attrs["iterations"])))


def draw_band(axes: Axes, x: Values, low: Values, high: Values, step: str = "") -> None:
    """A pale band round a curve."""
    axes.fill_between(
        x, np.clip(low, 0, 1), np.clip(high, 0, 1), step=_STEP.get(step), color=style.BAND, alpha=0.8, linewidth=0,
        zorder=1.5,
    )  # fmt: skip


def draw_line(axes: Axes, curve: Curve, label: str) -> None:
    """The curve itself."""
    drawn = f"steps-{curve.step}" if curve.step else "default"
    axes.plot(curve.x, curve.share, drawstyle=drawn, color=style.CURVE, linewidth=1.6, label=label)


def draw_curve(axes: Axes, found: xr.Dataset, exceedance: bool, end: float) -> None:
    """Draw the share of iterations at most (or at least) each value up to `end`, and its band."""
    axes.set_ylim(0, 1)
    if not len(found["finite"]):
        return  # a line of nothing
    curve = curve_of(found, axes.get_xlim()[0], end, exceedance)
    margin = sampling_margin(found)
    draw_band(axes, curve.x, curve.share - margin, curve.share + margin, curve.step)
    draw_line(axes, curve, f"S-curve: chance of {sense(exceedance)} this")
    axes.spines["right"].set_visible(True)


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
