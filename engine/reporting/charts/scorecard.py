"""The scorecard: the chance of each claim under each named scenario, and its range over beliefs, in one table."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from engine.analysis.findings import Findings, findings_of
from engine.analysis.verdict import scenario_chances
from engine.problems import ResultsError
from engine.reporting import phrasing
from engine.reporting.verdicts import floor_note, floored, over
from engine.reporting.visuals import style
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page

if TYPE_CHECKING:
    import xarray as xr

_STATEMENT = 54.0  # millimetres
_RANGE = 20.0
_NARROWEST = 13.0
_HEAD = 12.0
_PITCH = 3.6
_LEAST = 8.5
_SHADES = (
    (0.05, "white", style.CLAIM),
    (0.5, style.PALE, style.INK),
    (0.95, style.BARS, style.INK),
    (2, style.CURVE, "white"),
)


class _Column(NamedTuple):
    name: str
    chances: dict[str, float]  # by claim


def of_run(findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """One picture, of a run whose claims were played under other scenarios too."""
    if findings.claim_specs and scenario_chances(findings.results):
        yield "scorecard", partial(draw_scorecard, findings)


def draw_scorecard(results: xr.Dataset | Findings) -> Figure:
    """One row for each claim: its chance as played and under each named scenario, shaded by how likely, and its range.

    The range is over beliefs (5% to 95% of worlds) where they were played, else the 95% interval of the run. Of more
    scenarios than there is room for the last are left out, and the chart says how many. Raises `ResultsError` if the
    results carry no claims.
    """
    findings = findings_of(results)
    stated = findings.verdict
    if not stated.sizes["claim"]:
        raise ResultsError("these results carry no claims, so there is nothing to score")
    with style.styled(fonts_of(findings.results)):
        columns, more = _columns(findings)
        rows = [style.wrap(str(text), _STATEMENT - 3, style.SMALL) for text in stated["statement"].values]
        heights = [max(_LEAST, len(lines) * _PITCH + 2.5) for lines in rows]
        body = _HEAD + sum(heights) + 2
        page = Page(findings.results, _heading(findings, columns), _lead(stated), body, _notes(stated, more))
        axes = page.axes(0, WIDTH, 0, body)
        axes.set_axis_off()
        axes.set(xlim=(0, WIDTH), ylim=(0, body))
        _draw_head(axes, columns, body, stated)
        top = body - _HEAD
        for place, (lines, height) in enumerate(zip(rows, heights, strict=True)):
            _draw_row(
                axes, stated.isel(claim=place), lines, columns, top, height, float(stated.attrs["floor"])
            )
            top -= height
        return page.finished()


def _columns(findings: Findings) -> tuple[list[_Column], int]:
    """What was played itself, then the scenarios, as many as have room; how many have none."""
    found = findings.verdict
    own = dict(zip(map(str, found["claim"].values), map(float, found["probability"].values), strict=True))
    others = [_Column(name, chances) for name, chances in scenario_chances(findings.results).items()]
    most = int((WIDTH - 2 * MARGIN - _STATEMENT - _RANGE) // _NARROWEST) - 1
    played = str(findings.results.attrs.get("scenario") or "") or "As played"
    return [_Column(played, own), *others[:most]], max(len(others) - most, 0)


def _edges(columns: list[_Column]) -> list[float]:
    """Left ends of the columns and, last, of the range."""
    room = WIDTH - 2 * MARGIN - _STATEMENT - _RANGE
    width = min(room / len(columns), 24.0)
    return [MARGIN + _STATEMENT + place * width for place in range(len(columns) + 1)]


def _draw_head(axes: Axes, columns: list[_Column], body: float, stated: xr.Dataset) -> None:
    edges = _edges(columns)
    width = edges[1] - edges[0]
    range_of = "run" if bool(stated["belief_low"].isnull().all()) else "beliefs"
    heads = [
        (MARGIN, "Claim", _STATEMENT),
        *((x, c.name, width) for x, c in zip(edges[:-1], columns, strict=True)),
    ]
    for x, text, room in [*heads, (edges[-1] + 1, f"Range over the {range_of}", _RANGE)]:
        lines = style.wrap(text.replace("-", "- "), room - 1.5, style.TINY, most=3)
        axes.text(
            x, body - _HEAD + 1.2, "\n".join(line.replace("- ", "-") for line in lines), fontsize=style.TINY,
            color=style.MUTED, verticalalignment="bottom",
        )  # fmt: skip


def _draw_row(
    axes: Axes,
    claim: xr.Dataset,
    lines: list[str],
    columns: list[_Column],
    top: float,
    height: float,
    floor: float,
) -> None:
    middle, edges = top - height / 2, _edges(columns)
    axes.plot([MARGIN, WIDTH - MARGIN], [top, top], color=style.GUIDE, linewidth=0.5)
    for place, line in enumerate(lines):
        y = middle + ((len(lines) - 1) / 2 - place) * _PITCH
        axes.text(MARGIN, y, line, fontsize=style.SMALL, verticalalignment="center_baseline")
    width = edges[1] - edges[0]
    for x, column in zip(edges[:-1], columns, strict=True):
        share = column.chances.get(str(claim["claim"].values), math.nan)
        _, shade, ink = next((one for one in _SHADES if share < one[0]), (0, "white", style.INK))
        edge = ink if shade == "white" else shade
        axes.add_patch(
            Rectangle(
                (x + 0.4, top - height + 0.5),
                width - 0.8,
                height - 1,
                facecolor=shade,
                edgecolor=edge,
                linewidth=0.8,
            )
        )
        axes.text(
            x + width / 2, middle, _cell(share, floor), fontsize=style.SMALL, color=ink, fontweight="bold",
            horizontalalignment="center", verticalalignment="center_baseline",
        )  # fmt: skip
    ends = [float(claim[key]) for key in ("belief_low", "belief_high")]
    if math.isnan(ends[0]):
        ends = [float(claim[key]) for key in ("low", "high")]
    text = "\n".join(style.wrap(over(ends[0], ends[1], floor), _RANGE, style.TINY))
    axes.text(edges[-1] + 1, middle, text, fontsize=style.TINY, verticalalignment="center")


def _cell(share: float, floor: float) -> str:
    """`34%`, `< 1%` and `> 99%` for what is beyond the floor, a dash where the claim is not stated."""
    if math.isnan(share):
        return "–"
    if floored(share, floor):
        return f"< {100 * floor:g}%" if share < floor else f"> {100 - 100 * floor:g}%"
    return phrasing.probability(share, 0)


def _heading(findings: Findings, columns: list[_Column]) -> str:
    title = str(findings.results.attrs.get("title") or "Programme")
    count = len(columns) - 1
    return f"{title}: the chance of each claim as played" + (
        f" and under {count} other scenario{'s' if count != 1 else ''}" if count else ""
    )


def _lead(stated: xr.Dataset) -> str:
    """How many claims are more likely than not wherever they are played, and nowhere."""
    count = stated.sizes["claim"]
    low = stated["scenario_low"].where(stated["scenario_low"].notnull(), stated["probability"])
    high = stated["scenario_high"].where(stated["scenario_high"].notnull(), stated["probability"])
    always, never = int((low > 0.5).sum()), int((high <= 0.5).sum())
    return (
        f"Of {count} claim{'s' if count != 1 else ''}, {always or 'none'} {'is' if always < 2 else 'are'} more likely "
        f"than not in every column, and {never or 'none'} in no column."
    )


def _notes(stated: xr.Dataset, more: int) -> list[str]:
    notes = ["Shades: white under 5%, palest blue under 50%, middle blue up to 95%, dark blue above."]
    if more:
        notes.append(f"{more} further scenario{'s have' if more > 1 else ' has'} no room.")
    return [*notes, *filter(None, [floor_note(stated).partition(" The model's own figures")[0]])]
