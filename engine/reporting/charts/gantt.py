"""The dates of one iteration as bars over those of the base case, the driving path marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from engine.reporting import phrasing
from engine.reporting.differences import signed
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import MONTH_BEGINS, named_months
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

_ROW = 5.8  # millimetres
_NAMES, _VALUES = 46.0, 20.0
_MOST = 36


def draw_gantt(found: xr.Dataset, near: xr.Dataset | None = None) -> Figure:
    """What `engine.story` tells of dates: a pale bar for the base case, one for the iteration, dark where it drives.

    `near`, what `stories_near` found, adds the criticality of each activity in percent. Of more than 36 activities the
    driving ones and those that finish latest against the base case are shown.
    """
    rows = _chosen(found)
    with style.styled(fonts_of(found)):
        body = 20 + _ROW * len(rows)
        page = Page(found, _heading(found), _lead(found), body, _notes(found, near, len(rows)))
        axes = page.axes(MARGIN + _NAMES, WIDTH - MARGIN - _VALUES, 11, body - 8)
        place = np.arange(len(rows))
        some = found.isel(activity=rows)
        for key, height, shift in (("base_", 0.26, -0.24), ("", 0.44, 0.12)):
            start, finish = (some[f"{key}{end}"].values for end in ("start", "finish"))
            colours = [style.BARS] * len(rows)
            if not key:
                colours = [style.CURVE if on else style.STEEL for on in some["driving"].values]
            axes.barh(place + shift, finish - start, left=start, height=height, color=colours, zorder=2)
        horizon = float(found.attrs.get("horizon") or 0)
        end = max(float(some["finish"].max()), float(some["base_finish"].max()))
        axes.set_xlim(0, 1.02 * end)
        if 0 < horizon <= end:
            axes.axvline(horizon, color=style.INK, linewidth=1.0, dashes=(4, 3))
        axes.set_ylim(len(rows) - 0.4, -0.7)
        axes.set_yticks(
            place, [style.shorten(str(n), _NAMES - 2, style.SMALL) for n in some["activity"].values]
        )
        axes.tick_params(axis="y", length=0)
        begun = str(found.attrs.get("start", ""))
        named_months(axes, begun, WIDTH - 2 * MARGIN - _NAMES - _VALUES)
        axes.set_xlabel(MONTH_BEGINS if begun else "Months from the start")
        for row, text in enumerate(_beside(some, near)):
            axes.annotate(
                text, (1.0, row), xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points",
                fontsize=style.SMALL, verticalalignment="center",
            )  # fmt: skip
        page.figure.legend(
            handles=[
                Patch(color=style.BARS, label="Base case"),
                Patch(color=style.STEEL, label="Played"),
                Patch(color=style.CURVE, label="Played, driving"),
            ],
            loc="upper left",
            bbox_to_anchor=((MARGIN + _NAMES) / WIDTH, (page.bottom + body) / page.height),
            ncols=3,
            borderaxespad=0,
        )
        return page.finished()


def _chosen(found: xr.Dataset) -> list[int]:
    count = found.sizes["activity"]
    if count <= _MOST:
        return list(range(count))
    late = found["finish"].values - found["base_finish"].values + 1e6 * found["driving"].values
    return sorted(int(k) for k in np.argsort(-late, kind="stable")[:_MOST])


def _beside(some: xr.Dataset, near: xr.Dataset | None) -> list[str]:
    late = some["finish"].values - some["base_finish"].values
    texts = [signed(float(value), "months", 0) if round(value) else "on time" for value in late]
    if near is None:
        return texts
    shares = near["criticality"].sel(activity=some["activity"].values).values
    return [f"{phrasing.probability(float(share))} critical" for share in shares]


def _heading(found: xr.Dataset) -> str:
    late = float(np.max(found["go_live_delay"].values))
    when = phrasing.quantity(abs(late), "months")
    told = f"the last cluster is {when} {'late' if late > 0 else 'early'}" if late else "all go live on time"
    return f"{found.attrs['title']}: iteration {found.attrs['iteration']}, {told}"


def _lead(found: xr.Dataset) -> str:
    struck = [str(name) for name in found["risk"].values if float(found["strikes"].sel(risk=name))]
    return f"Driving path: {' > '.join(json.loads(found.attrs['path']))}. Struck: {', '.join(struck) or 'no risk'}."


def _notes(found: xr.Dataset, near: xr.Dataset | None, shown: int) -> list[str]:
    notes = [
        f"Iteration {found.attrs['iteration']} of seed {found.attrs['seed']}, played again to the bit. Driving: each "
        "waited for the one before, up to the last go-live."
    ]
    if near is not None:
        notes.append(
            f"Critical: on that path in so many of the {near.attrs['count']} iterations nearest to "
            f"P{near.attrs['percentile']:g} of {near.attrs['long_name']}."
        )
    if shown < found.sizes["activity"]:
        notes.append(f"{found.sizes['activity'] - shown} activities that are less late are not shown.")
    return notes
