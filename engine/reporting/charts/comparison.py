"""S-curves of several runs over one another, and how far each is from the first of them, iteration by iteration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from engine.problems import ResultsError
from engine.reporting import phrasing
from engine.reporting.differences import difference
from engine.reporting.units import scale_for
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, valued
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.scale import Scale, scale_of

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

_HIGH = 58.0  # millimetres of a panel
_BETWEEN = 9.0
_LEFT = 16.0
_LOOKS: Sequence[tuple[str, str]] = (
    (style.CURVE, "-"),
    (style.CLAIM, "-"),
    (style.STEEL, "--"),
    (style.MUTED, "-."),
    (style.CURVE, ":"),
    (style.CLAIM, "--"),
)


def draw_comparison(found: xr.Dataset, name: str = "total_benefit") -> Figure:
    """What `engine.compare` found of the measure `name`: the S-curve of every run, below them those of differences.

    The lower panel holds the runs on common draws with the first alone, and is left out where there is none. Raises
    `ResultsError` for a measure that was not compared.
    """
    if name not in found["measure"].values:
        raise ResultsError(
            f"no measure {name!r} was compared; there are {', '.join(map(str, found['measure'].values))}"
        )
    one = found.sel(measure=name)
    units = str(one["units"].values)
    with style.styled(fonts_of(found)):
        curves = {str(run): one["curve"].sel(run=run).values for run in found["run"].values}
        gaps = {
            str(other): one["difference_curve"].sel(other=other).values
            for other in found["other"].values
            if np.isfinite(one["difference_curve"].sel(other=other).values).any()
        }
        finite = np.concatenate([c[np.isfinite(c)] for c in (*curves.values(), *gaps.values())])
        scale = scale_of(finite.tolist(), units)
        money = scale.units if units == found.attrs.get("unit") else None
        title = axis_title(str(one["long_name"].values), scale.units, found.attrs, WIDTH - 40, money)
        foot = 8 + style.line_height(style.SMALL) * len(title)
        legend = 2 + style.line_height(style.SMALL) * 1.4 * len(curves)
        panels = 2 if gaps else 1
        body = panels * (foot + _HIGH) + (panels - 1) * _BETWEEN + legend
        page = Page(found, _heading(found, one), _lead(found, one), body, _notes(found))
        top = body - legend
        axes = page.axes(_LEFT, WIDTH - MARGIN - 4, top - _HIGH, top)
        _draw(axes, curves, found["level"].values, scale, 0)
        axes.set_xlabel("\n".join(title))
        axes.set_ylabel("Chance of at most the value, %")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.01), ncols=1, borderaxespad=0.2)
        if gaps:
            lower = page.axes(_LEFT, WIDTH - MARGIN - 4, foot, foot + _HIGH)
            between = scale._replace(units="months") if phrasing.is_date(scale.units) else scale
            _draw(lower, gaps, found["level"].values, between, 1)
            lower.axvline(0, color=style.INK, linewidth=0.9, dashes=(4, 3))
            apart = f"Difference to “{found.attrs['first']}” in the same iteration"
            lower.set_xlabel("\n".join(axis_title(apart, between.units, found.attrs, WIDTH - 40, money)))
            lower.set_ylabel("Chance of at most it, %")
        return page.finished()


def _draw(axes: Axes, curves: dict[str, Floats], levels: Floats, scale: Scale, first: int) -> None:
    shown = np.concatenate([curve[np.isfinite(curve)] for curve in curves.values()]) * scale.factor
    for place, (label, curve) in enumerate(curves.items()):
        colour, line = _LOOKS[(place + first) % len(_LOOKS)]
        axes.plot(
            np.where(np.isfinite(curve), curve * scale.factor, np.nan), levels, color=colour, linestyle=line,
            linewidth=1.6, label=style.shorten(label, 140, style.SMALL),
        )  # fmt: skip
    if shown.size:
        low, high = float(shown.min()), float(shown.max())
        room = 0.03 * (high - low) or 0.05 * abs(low) or 1.0
        axes.set_xlim(low - room, high + room)
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 10, 50, 80, 90, 100])
    for level in (10, 50, 80, 90):
        axes.axhline(level, color=style.GUIDE, linewidth=0.5, zorder=0.5)
    valued(axes, scale.units, 7, WIDTH - 24)


def _heading(found: xr.Dataset, one: xr.Dataset) -> str:
    best = max(found["other"].values, key=lambda other: float(one["better"].sel(other=other)))
    name, first = str(one["long_name"].values), found.attrs["first"]
    share = [float(one[key].sel(other=best)) for key in ("better", "better_low", "better_high")]
    return f"{name}: “{best}” is better than “{first}” with a chance of {phrasing.chance(*share)}"


def _lead(found: xr.Dataset, one: xr.Dataset) -> str:
    units, sentences = str(one["units"].values), []
    scale = scale_for(units, *map(float, one["mean"].values))
    for other in found["other"].values:
        gap, low, high = (float(one[key].sel(other=other)) for key in ("difference", "low", "high"))
        if np.isfinite(gap):
            sentences.append(f"“{other}”: {difference(gap, low, high, units, scale)} in the mean")
    if not sentences:
        return "Some iterations give no number, so that there is no difference of means."
    return f"Against “{found.attrs['first']}”, {'; '.join(sentences)}."


def _notes(found: xr.Dataset) -> list[str]:
    notes = [
        "Curves run from the 0.5th to the 99.5th percentile. ± and brackets: sampling error, 95% confidence."
    ]
    apart = [f"{o} ({w})" for o, w in zip(found["other"].values, found["why"].values, strict=True) if w]
    if apart:
        notes.append(
            f"Not on common draws with {found.attrs['first']}, and so without a difference: {', '.join(apart)}."
        )
    if "input" in found.attrs:
        from engine.reporting.tables.comparison import stress_sentence

        notes.append(stress_sentence(found))
    return notes
