"""Whose uncertainty is it? Bars of Shapley effects, or of first-order and total Sobol' indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from engine.reporting.influence import part, parts_between, strongest, subject
from engine.reporting.tables.shares import heading_of, meaning_of, output_of, remarks
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.rows import MOST, axes_of, rows_of

if TYPE_CHECKING:
    import xarray as xr


def draw_shares(found: xr.Dataset, output: str | None = None, most: int = MOST) -> Figure:
    """Bars for the `share` of every player (`engine.shapley`, `engine.belief_shares`), or for its `first` and `total`
    index (`engine.sobol`).

    Of one output, the first if left out; the greatest on top, `most` of them, each with its 95% interval as a fine
    line and its value. Raises `ResultsError` for what is neither and for an output that was not played.
    """
    one = output_of(found, output)
    kinds = ("share",) if "share" in one else ("first", "total")
    order = strongest(one[kinds[-1]].values, most)
    with style.styled(fonts_of(found)):
        names = [str(name) for name in one["player"].values[order]]
        rows = rows_of(
            names or [""],
            [f"Share of the variance{' between worlds' if 'between' in one else ''}, %"],
            len(kinds),
            legend=len(kinds) > 1,
        )
        page = Page(one, _heading(one), _lead(one, kinds, order), rows.body, _notes(one, kinds, order.size))
        ends = [float(np.nanmax(one[f"{kind}_high"].values[order], initial=0.01)) for kind in kinds]
        low = min(0.0, float(np.nanmin(one[f"{kinds[0]}_low"].values[order], initial=0.0)))
        axes = axes_of(page, rows, (100 * low, 100 * max(ends) * 1.02))
        for place, player in enumerate(order):
            height = min(rows.heights[place], 6.6 * len(kinds)) * 0.62 / len(kinds)
            for k, kind in enumerate(kinds):
                middle = rows.middles[place] + (k - (len(kinds) - 1) / 2) * height
                value, least, greatest = (
                    100 * float(one[f"{kind}{end}"].values[player]) for end in ("", "_low", "_high")
                )
                axes.barh(middle, value, height=0.94 * height, color=style.STEEL if k == 0 else style.BAND)
                axes.plot([least, greatest], [middle, middle], color=style.INK, linewidth=0.8)
                axes.annotate(
                    part(value / 100), (max(greatest, value), middle), (3, 0), textcoords="offset points",
                    fontsize=style.TINY, verticalalignment="center", annotation_clip=False,
                )  # fmt: skip
        axes.axvline(0, color=style.GUIDE, linewidth=0.8, zorder=0.5)
        numbered(axes.xaxis, 6, 90)
        if len(kinds) > 1:
            _legend(page, rows.body)
        return page.finished()


def _legend(page: Page, body: float) -> None:
    page.figure.legend(
        handles=[
            Patch(color=style.STEEL, label="First order"),
            Patch(color=style.BAND, label="Total"),
            Line2D([], [], color=style.INK, linewidth=0.8, label="95% interval"),
        ],
        loc="upper left",
        bbox_to_anchor=((MARGIN - 1) / WIDTH, (page.bottom + body) / page.height),
        ncols=3,
        borderaxespad=0,
    )


def _heading(one: xr.Dataset) -> str:
    return f"{heading_of(one)}: {subject(_attrs(one))}"


def _attrs(one: xr.Dataset) -> dict[str, object]:
    return {key: one[key].item() for key in ("what", "long_name", "units")}


def _lead(one: xr.Dataset, kinds: tuple[str, ...], order: np.ndarray) -> str:
    if not order.size:
        return " ".join(remarks(one)) or "No player has a share."
    first = order[0]
    value, low, high = (float(one[f"{kinds[0]}{end}"].values[first]) for end in ("", "_low", "_high"))
    name = str(one["player"].values[first])
    if kinds == ("share",):
        return (
            f"The greatest share is that of {name}: {part(value)} ({parts_between(low, high)}, 95% interval)."
        )
    total = float(one["total"].values[first])
    return f"The greatest total index is that of {name}: {part(total)}, of which {part(value)} alone."


def _notes(one: xr.Dataset, kinds: tuple[str, ...], drawn: int) -> list[str]:
    notes = [meaning_of(one)]
    if kinds == ("share",):
        notes[0] += " Fine lines: 95% intervals."
    left = one.sizes["player"] - drawn
    if left > 0:
        notes.append(f"Not drawn: {left} more, with less or no part in it.")
    return [*notes, *(remarks(one) if drawn else [])]
