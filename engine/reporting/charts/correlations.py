"""Correlations of one group: as asked for, as possible, and as draws achieved them, a row for each pair."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from engine.reporting.visuals import style
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.rows import Rows, axes_of, rows_of

if TYPE_CHECKING:
    import xarray as xr

_MOST = 30
_HIGH, _RIGHT = 1.96, 30.0
_SAME = 0.005  # of two correlations that are written with two decimals
_NAMES = {"spearman": "rank correlation (Spearman)", "kendall": "rank correlation (Kendall)",
          "pearson": "correlation of values (Pearson)", "normal": "correlation of normal scores"}  # fmt: skip


class _Pair(NamedTuple):
    names: str
    target: float
    possible: float
    achieved: float
    error: float  # standard, of the achieved

    @property
    def gap(self) -> float:
        """How far the achieved is from the target; one that cannot be told is the widest."""
        return abs(self.achieved - self.target) if np.isfinite(self.achieved) else 2.0


def draw_correlations(found: xr.Dataset) -> Figure:
    """One group that `engine.diagnose` found: target, nearest possible where it differs, and achieved with its error.

    Pairs stand in order of how far what is achieved is from the target, thirty at most. Of an input that never varies
    nothing is achieved, and the chart says so.
    """
    pairs = sorted(_pairs(found), key=lambda pair: -pair.gap)
    shown = pairs[:_MOST]
    with style.styled(fonts_of(found)):
        rows = rows_of([pair.names for pair in shown] or [""], [_measure(found)], legend=True)
        page = Page(found, _heading(found), _lead(pairs), rows.body, _notes(found, len(pairs) - len(shown)))
        values = [v for p in shown for v in (p.target, p.possible, p.achieved) if np.isfinite(v)]
        span = (min([0.0, *values]) - 0.06, max([0.0, *values]) + 0.06)
        axes = axes_of(page, rows, span, right=_RIGHT)
        axes.axvline(0, color=style.GUIDE, linewidth=0.8, zorder=0.5)
        for middle, pair in zip(rows.middles, shown, strict=False):
            _draw(axes, middle, pair)
        _legend(page, rows)
        return page.finished()


def _pairs(found: xr.Dataset) -> list[_Pair]:
    names = [str(name) for name in found["input"].values]
    keys = ("target", "repaired", "achieved", "error")
    return [
        _Pair(f"{names[i]} and {names[j]}", *(float(found[key][i, j]) for key in keys))
        for i, j in combinations(range(len(names)), 2)
    ]


def _draw(axes: Axes, middle: float, pair: _Pair) -> None:
    axes.axhline(middle, color=style.GUIDE, linewidth=0.4, zorder=0.4)
    if np.isfinite(pair.achieved):
        half = _HIGH * pair.error if np.isfinite(pair.error) else 0.0
        axes.plot(
            [pair.achieved - half, pair.achieved + half], [middle] * 2, "-", color=style.CURVE, linewidth=2.2
        )
        axes.plot([pair.achieved], [middle], "o", color=style.CURVE, markersize=5, zorder=4)
    if abs(pair.possible - pair.target) >= _SAME:
        axes.plot(
            [pair.possible], [middle], "|", color=style.CLAIM, markersize=11, markeredgewidth=2, zorder=3
        )
    axes.plot([pair.target], [middle], "D", color="white", markeredgecolor=style.INK, markersize=7,
              markeredgewidth=1.0, zorder=2)  # fmt: skip
    achieved = f"{pair.achieved:.2f}" if np.isfinite(pair.achieved) else "not told"
    axes.annotate(
        f"{pair.target:.2f} → {achieved}".replace("-", "−"), (1.0, middle), xycoords=("axes fraction", "data"),
        xytext=(4, 0), textcoords="offset points", fontsize=style.SMALL, verticalalignment="center",
    )  # fmt: skip


def _legend(page: Page, rows: Rows) -> None:
    page.figure.legend(
        handles=[
            Line2D([], [], marker="D", linestyle="", color="white", markeredgecolor=style.INK, label="Target"),
            Line2D([], [], marker="|", linestyle="", color=style.CLAIM, markersize=10, markeredgewidth=2,
                   label="Nearest possible, where it differs"),
            Line2D([], [], marker="o", color=style.CURVE, linewidth=2.2, label="Achieved, with its 95% interval"),
        ],
        loc="upper left", bbox_to_anchor=((MARGIN - 1) / WIDTH, (page.bottom + rows.body) / page.height), ncols=3,
        borderaxespad=0, columnspacing=1.8,
    )  # fmt: skip


def _measure(found: xr.Dataset) -> str:
    measure = str(found.attrs["measure"])
    name = _NAMES.get(measure, measure)
    return f"{name[:1].upper()}{name[1:]}"


def _heading(found: xr.Dataset) -> str:
    what = "cannot be had as written" if found.attrs["clash"] else "are as asked for"
    if not found.attrs["clash"] and any(_off(pair) for pair in _pairs(found)):
        what = "are not quite as asked for"
    return f"Group “{found.attrs['group']}”: its correlations {what}"


def _off(pair: _Pair) -> bool:
    """Whether what is achieved is further from what is played than its sampling error explains, and visibly so."""
    return not np.isfinite(pair.achieved) or abs(pair.achieved - pair.possible) > max(4 * pair.error, 0.02)


def _lead(pairs: list[_Pair]) -> str:
    if not pairs:
        return "It has one input."
    first = pairs[0]
    if not np.isfinite(first.achieved):
        return f"Furthest off is {first.names}: one of them never varies."
    return f"Furthest off is {first.names}: {first.target:.2f} asked for, {first.achieved:.2f} achieved.".replace(
        "-", "−"
    )


def _notes(found: xr.Dataset, hidden: int) -> list[str]:
    attrs = found.attrs
    copula = f"{attrs['copula_heading']}; {int(attrs['iterations']):,} draws, seed {int(attrs['seed'])}."
    notes = [copula, str(attrs["clash"])]
    tied = [str(name) for name in np.atleast_1d(attrs["tied"])]
    if tied:
        notes.append(f"Equal values share a rank, which lowers what is achieved: {', '.join(tied)}.")
    if hidden:
        notes.append(f"{hidden} pairs that are nearer to their targets are not shown.")
    return [note for note in notes if note]
