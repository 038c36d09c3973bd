"""How figures of a run came to rest as it grew: estimate and interval against iterations, a panel a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from engine.reporting.precision import reading_sentence
from engine.reporting.units import is_money
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.scale import scale_of

if TYPE_CHECKING:
    import xarray as xr

_HIGH, _BETWEEN, _LEFT = 42.0, 17.0, 20.0


def draw_convergence(found: xr.Dataset) -> Figure:
    """What `engine.until` found: each figure of the first n iterations, its 95% interval as a band, and what is wanted.

    The iterations are on a logarithmic axis; dotted lines are the last figure more or less the width that was asked.
    """
    targets = [str(target) for target in found["target"].values]
    with style.styled(fonts_of(found)):
        body = len(targets) * (_HIGH + _BETWEEN)
        page = Page(found, _heading(found), _lead(found), body, _notes(found))
        for place, target in enumerate(targets):
            top = body - place * (_HIGH + _BETWEEN) - 5
            axes = page.axes(_LEFT, WIDTH - MARGIN - 4, top - _HIGH, top)
            _draw(axes, found.sel(target=target), target)
        return page.finished()


def _draw(axes: Axes, one: xr.Dataset, target: str) -> None:
    points = one["point"].values
    estimate, low, high = (one[f"estimate{end}"].values for end in ("", "_low", "_high"))
    units = str(one["units"].values)
    scale = scale_of([*estimate[np.isfinite(estimate)].tolist()], units) if units else None
    factor = scale.factor if scale else 100.0
    last, wanted = float(one["value"][-1]), float(one["wanted"])
    ends = [np.where(np.isfinite(end), end, np.nan) * factor for end in (low, high)]
    axes.fill_between(points, ends[0], ends[1], color=style.BAND, linewidth=0, zorder=1)
    axes.plot(points, estimate * factor, color=style.CURVE, linewidth=1.5, zorder=3)
    for bound in (last - wanted, last + wanted):
        axes.axhline(bound * factor, color=style.CLAIM, linewidth=1.0, dashes=(1, 2), zorder=2)
    for length in one["length"].values:
        axes.axvline(length, color=style.GUIDE, linewidth=0.8, zorder=0.5)
    spread = np.nanmax(np.abs(np.stack(ends) - last * factor)[:, len(points) // 4 :], initial=0.0)
    room = max(spread, 2.5 * wanted * factor) or 1.0
    axes.set_ylim(last * factor - room, last * factor + room)
    axes.set_xscale("log")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(style.with_thousands))
    axes.set_xlim(points[0], points[-1] * 1.02)
    numbered(axes.yaxis, 5)
    axes.set_xlabel("Iterations")
    axes.set_ylabel(scale.units if scale else "%")
    axes.set_title(target, fontsize=style.TEXT, fontweight="bold", loc="left", pad=3)


def _heading(found: xr.Dataset) -> str:
    count = found.attrs["iterations"]
    if not found.attrs["met"]:
        return f"{found.attrs['title']}: not as precise as asked after {count:,} iterations"
    return f"{found.attrs['title']}: as precise as asked after {count:,} iterations"


def _lead(found: xr.Dataset) -> str:
    return " ".join(reading_sentence(found.sel(target=target)) for target in found["target"].values)


def _notes(found: xr.Dataset) -> list[str]:
    base = str(found.attrs.get("price_base") or "")
    return [
        "Line: the figure of the first so many iterations; band: its 95% interval; dotted: the last figure more or "
        "less what was asked; upright: the lengths at which the run was looked at. It never ends at the first look."
        + (f" Money is {base}." if base and any(map(is_money, map(str, found["units"].values))) else "")
    ]
