"""Where a curve crosses a claim: one panel of an S-curve, and beside it what the crossing says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from engine.reporting.phrasing import short_chance
from engine.reporting.verdicts import floored, over
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import valued
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.s_curve import Curve, draw_band, draw_line, sense

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

LEFT, RIGHT = 16.0, 124.0  # millimetres, of the curve; what it says stands at its right
_LEVELS = (0.0, 0.2, 0.5, 0.8, 1.0)
_LINE = 3.4  # from one line of what it says to the next


class Crossing(NamedTuple):
    """A curve with its band, and the claim on it: all values in the unit that is shown."""

    curve: Curve
    low: Values  # the lower end of the band at each point of the curve
    high: Values
    bounds: tuple[float, ...]  # of the claim
    base: float  # NaN if not known
    span: tuple[float, float]
    exceedance: bool
    units: str
    title: list[str]  # of the axis, its lines
    said: list[str]  # the chance, then smaller what moves it


def said_of(claim: xr.Dataset, floor: float) -> list[str]:
    """The three numbers of a claim and its word: `17.9%`, `unlikely`, `beliefs 5% to 40%`, `scenarios 2% to 34%`."""
    share, low, high = (float(claim[key]) for key in ("probability", "low", "high"))
    lines = [floored(share, floor) or short_chance(share, low, high), str(claim["word"].values)]
    for what in ("belief", "scenario"):
        ends = (float(claim[f"{what}_low"]), float(claim[f"{what}_high"]))
        if not math.isnan(ends[0]):
            lines.append(f"{what}s {over(*ends, floor)}")
    return lines if len(lines) > 2 else [*lines, f"95% interval {over(low, high, floor)}"]


def height_below(crossing: Crossing) -> float:
    """Room below the axes for the ticks and the lines of their title."""
    return 8.5 + style.line_height(style.SMALL) * len(crossing.title)


def draw_crossing(page: Page, crossing: Crossing, bottom: float, top: float, chance: float) -> None:
    """The curve on axes from `bottom` to `top`, its claim as an upright line, a dot where they meet at `chance`."""
    axes = page.axes(LEFT, RIGHT, bottom, top)
    curve = crossing.curve
    axes.set_xlim(crossing.span)
    axes.set_ylim(0, 1)
    if len(curve.x):
        draw_band(axes, curve.x, crossing.low, crossing.high, curve.step)
        draw_line(axes, curve, "S-curve")
    for bound in crossing.bounds:
        axes.axvline(bound, color=style.CLAIM, linewidth=2.0, zorder=2.2)
    if math.isfinite(crossing.base):
        axes.axvline(crossing.base, color=style.INK, linewidth=1.1, dashes=(4, 3), zorder=2.4)
    if len(crossing.bounds) == 1:
        bound = crossing.bounds[0]
        axes.plot([bound, crossing.span[1]], [chance] * 2, color=style.CLAIM, linewidth=0.7, zorder=2)
        axes.plot(
            [bound],
            [chance],
            "o",
            color=style.CLAIM,
            markeredgecolor="white",
            markersize=5.5,
            zorder=5,
            clip_on=False,
        )
    for level in _LEVELS[1:-1]:
        axes.axhline(level, color=style.GUIDE, linewidth=0.5, zorder=0.5)
    axes.set_yticks(_LEVELS, [f"{level:.0%}" for level in _LEVELS])
    axes.set_ylabel(f"Chance of {sense(crossing.exceedance)} this")
    axes.set_xlabel("\n".join(crossing.title))
    valued(axes, crossing.units, 7, RIGHT - LEFT)
    _say(axes, crossing.said, chance, top - bottom)


def _say(axes: Axes, said: list[str], chance: float, height: float) -> None:
    """What the crossing says, at its height as far as there is room."""
    tall = _LINE * (len(said) + 0.6)
    first = (
        min(max(chance * height + tall / 2, tall), height) / height
    )  # top of the text, as a share of the axes
    for place, line in enumerate(said):
        axes.annotate(
            style.shorten(line, WIDTH - MARGIN - RIGHT - 4, style.TINY), (1.0, first),
            xytext=(8, -(place + (0.6 if place else 0)) * _LINE / style.POINT),
            xycoords="axes fraction", textcoords="offset points", verticalalignment="top", annotation_clip=False,
            fontsize=style.TINY if place else style.TEXT, fontweight="normal" if place else "bold",
            color=style.INK if place < 2 else style.MUTED,
        )  # fmt: skip
