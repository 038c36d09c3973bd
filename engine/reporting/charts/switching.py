"""A bar for each input: how far the chance of a claim goes with the input held at its low and at its high end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from engine.reporting import phrasing
from engine.reporting.held import held
from engine.reporting.visuals import style
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

_ROW = 6.4  # millimetres
_NAMES, _VALUES = 52.0, 42.0
_MOST = 26


def draw_switching(found: xr.Dataset) -> Figure:
    """What `engine.switching_values` found, the widest bar first; inputs that move nothing are left out.

    A bar goes from the chance at the input's P0.1 (open end) to that at its P99.9 (full end). Upright lines are the
    levels that were asked for; beside a bar stands the switching value of the first level that it reaches.
    """
    attrs = found.attrs
    moving = np.flatnonzero(found["chance_lowest"].values != found["chance_highest"].values)[:_MOST]
    with style.styled(fonts_of(found)):
        body = 14 + _ROW * max(len(moving), 1)
        page = Page(found, _heading(found), _lead(found), body, _notes(found, len(moving)))
        axes = page.axes(MARGIN + _NAMES, WIDTH - MARGIN - _VALUES, 11, body - 2)
        low, high = (100 * found[f"chance_{end}"].values[moving] for end in ("lowest", "highest"))
        rows = np.arange(len(moving))
        axes.barh(rows, high - low, left=low, height=0.5, color=style.BARS, zorder=2)
        axes.plot(
            low, rows, "o", color="white", markeredgecolor=style.CURVE, markersize=4, zorder=3, clip_on=False
        )
        axes.plot(high, rows, "o", color=style.CURVE, markersize=4, zorder=3, clip_on=False)
        axes.axvline(100 * attrs["chance"], color=style.INK, linewidth=1.0, dashes=(4, 3), zorder=1)
        for level in found["level"].values:
            axes.axvline(level, color=style.CLAIM, linewidth=1.2, zorder=1)
        axes.set_xlim(0, 100)
        axes.set_ylim(max(len(moving), 1) - 0.4, -0.7)
        names = [style.shorten(str(found["input"].values[k]), _NAMES - 2, style.SMALL) for k in moving]
        axes.set_yticks(rows, names)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("Chance that the claim holds, %")
        for row, place in enumerate(moving):
            axes.annotate(
                style.shorten(_beside(found.isel(input=place)), _VALUES, style.SMALL), (1.0, row),
                xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
                fontsize=style.SMALL, verticalalignment="center",
            )  # fmt: skip
        return page.finished()


def _beside(one: xr.Dataset) -> str:
    for level in one["level"].values:
        value = float(one["value"].sel(level=level))
        if np.isfinite(value):
            return f"{level:g}% {held(str(one['input'].item()), value)}"
    best = max(float(one["chance_lowest"]), float(one["chance_highest"]))
    return f"at best {phrasing.probability(best)}"


def _heading(found: xr.Dataset) -> str:
    return f"What would have to be true of one input alone: {found.attrs['statement']}"


def _lead(found: xr.Dataset) -> str:
    attrs, sentences = found.attrs, []
    for level in found["level"].values:
        reached = int(np.isfinite(found["value"].sel(level=level).values).sum())
        sentences.append(f"{reached or 'none'} of {found.sizes['input']} inputs can bring it to {level:g}%")
    now = phrasing.chance(attrs["chance"], attrs["chance_low"], attrs["chance_high"])
    return f"As it is the chance is {now}. {phrasing.capitalised('; '.join(sentences))}."


def _notes(found: xr.Dataset, moving: int) -> list[str]:
    still = found.sizes["input"] - moving
    return [
        "A bar is the chance with the input held at its P0.1 (open dot) to that at its P99.9 (full dot), of a risk "
        "never and for certain; dashed: as it is; orange: the chances asked for."
        + (f" {still} inputs that move it less, or not at all, have no bar." if still else ""),
        f"{found.attrs['iterations']:,} iterations of seed {found.attrs['seed']} for every value, on the same draws.",
    ]
