"""Map of assumptions: how much each input weighs against what its number rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.problems import ResultsError
from engine.reporting.influence import missing_sentence, part, parts_between, subject
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

ORDER = ("assumed", "not said", "derived", "published")
COLOURS = {"assumed": style.CLAIM, "not said": style.MUTED, "derived": style.STEEL, "published": style.CURVE}
_NUMBERED = 12
_STRIP = 26.0  # height of the row of a basis
_FOOT = 12.0
_LEVELS = 5  # heights within a strip over which points are spread
_PITCH = 3.6
_LEFT = 24.0


def draw_assumption_map(found: xr.Dataset) -> Figure:
    """Every uncertain input of `engine.assumptions` by its share alone (across) and its basis (strips).

    The twelve that weigh most have numbers, and their names stand below. What lies to the right in the strip of
    assumptions is what an answer rests on and nobody has shown. Raises `ResultsError` where inputs say no basis.
    """
    if "basis" not in found.coords:
        raise ResultsError(
            "these inputs say no basis; a map of assumptions is drawn of what engine.assumptions gives"
        )
    alone = np.clip(np.nan_to_num(found["alone"].values), 0, None)
    bases = [str(basis) or "not said" for basis in found["basis"].values]
    strips = [basis for basis in ORDER if basis in bases] + sorted(set(bases) - set(ORDER))
    order = [int(place) for place in np.argsort(-alone, kind="stable")[:_NUMBERED] if alone[place] > 0]
    key = [
        f"{rank}  {found['input'].values[place]}, {part(alone[place])}" for rank, place in enumerate(order, 1)
    ]
    rows = -(-len(key) // 2)
    with style.styled(fonts_of(found)):
        below = _FOOT + rows * _PITCH + 5
        body = below + _STRIP * len(strips) + 3
        page = Page(found, f"What the answer rests on: {subject(found.attrs)}", _lead(found), body, _notes())
        axes = page.axes(_LEFT, WIDTH - 8, below, body - 2)
        _draw(axes, alone, bases, strips, order)
        for number, text in enumerate(key):
            column, row = divmod(number, rows)
            page.figure.text(
                (MARGIN + column * (WIDTH - 2 * MARGIN) / 2) / WIDTH,
                (page.bottom + (rows - row) * _PITCH) / page.height,
                style.shorten(text, (WIDTH - 2 * MARGIN) / 2 - 3, style.SMALL),
                fontsize=style.SMALL,
            )
        return page.finished()


def _draw(axes: Axes, alone: np.ndarray, bases: list[str], strips: list[str], order: list[int]) -> None:
    height = dict.fromkeys(strips, 0)
    for place in np.argsort(-alone, kind="stable"):
        basis = bases[place]
        level = height[basis] % _LEVELS
        height[basis] += 1
        y = len(strips) - 1 - strips.index(basis) + 0.82 - 0.16 * level
        colour = COLOURS.get(basis, style.MUTED)
        x = 100 * alone[place]
        big = int(place) in order
        axes.scatter([x], [y], 26 if big else 8, color=colour, linewidth=0, zorder=3)
        if big:
            axes.annotate(
                str(order.index(int(place)) + 1), (x, y), (4, 0), textcoords="offset points", fontsize=style.TINY,
                verticalalignment="center", zorder=4,
            )  # fmt: skip
    for edge in range(1, len(strips)):
        axes.axhline(edge, color=style.GUIDE, linewidth=0.6)
    most = 100 * float(alone.max(initial=0.0))
    axes.set(xlim=(-0.02 * most, 1.08 * most if most else 1.0), ylim=(0, len(strips)))
    axes.set_yticks([len(strips) - 0.5 - k for k in range(len(strips))], strips, fontsize=style.TEXT)
    axes.tick_params(axis="y", length=0)
    numbered(axes.xaxis, 8, WIDTH - 40)
    axes.set_xlabel("Share of the variance that knowing the input alone would remove, %")


def _lead(found: xr.Dataset) -> str:
    one = found.sel(output=found.attrs["output"])
    if int(one["missing_plays"]):
        return missing_sentence(found)
    told = []
    for basis in found["player"].values:
        value, low, high = (float(one[f"share{end}"].sel(player=basis)) for end in ("", "_low", "_high"))
        told.append(f"{part(value)} ({parts_between(low, high)}) on what is {basis}")
    return f"Of its variance there rests {', '.join(told)}."


def _notes() -> list[str]:
    return [
        "Across: share of the variance that knowing the input alone would remove; correlated inputs count what they "
        "tell of each other, so that these do not add up. The shares in the sentence above do (Shapley effects by "
        "basis). Heights within a strip mean nothing."
    ]
