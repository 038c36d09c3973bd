"""Cost and date together, as tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.reporting import phrasing
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table

if TYPE_CHECKING:
    import xarray as xr

NO_TRADE = (
    "The frontier is no trade-off line: its points are pairs of limits that are met together with one chance. A "
    "programme cannot choose to move along it, for neither spending more nor waiting longer is decided by it."
)
BALANCED = "Balanced: the pair of limits at which each by itself has the same chance."


def joint_parts(found: xr.Dataset) -> list[Part]:
    """The joint confidence level, the quadrants, and what would have to be allowed for each level."""
    names = {which: str(found.attrs[f"{which}_long_name"]) for which in ("first", "second")}
    words = {
        "both": "Both",
        "first_only": f"Only: {names['first']}",
        "second_only": f"Only: {names['second']}",
        "neither": "Neither",
    }
    rows: list[Row] = []
    for quadrant in found["quadrant"].values:
        one = found.sel(quadrant=quadrant)
        chance = phrasing.chance(*(float(one[f"share{end}"]) for end in ("", "_low", "_high")))
        rows.append((words[str(quadrant)], Cell(chance, float(one["share"]))))
    headings: list[tuple[str, Align]] = [("Limits met", "left"), ("Chance (95% interval)", "left")]
    parts: list[Part] = [
        Paragraph("Cost and date together", "heading"),
        Paragraph(sentence(found)),
        Table.of_rows(headings, rows),
    ]
    needed: list[Row] = []
    for level in found["level"].values:
        one = found.sel(level=level)
        values = [float(one[f"{which}_value"]) for which in ("first", "second")]
        texts = [limit(found, which, value) for which, value in zip(("first", "second"), values, strict=True)]
        needed.append(
            (
                f"{level:g}%",
                Cell(f"{float(one['percentile']):.1f}%", float(one["percentile"])),
                *(Cell(text, value) for text, value in zip(texts, values, strict=True)),
            )
        )
    columns: list[tuple[str, Align]] = [
        ("Chance together", "left"), ("Each by itself", "right"), (names["first"], "right"), (names["second"], "right"),
    ]  # fmt: skip
    parts.append(Table.of_rows(columns, needed, "What would have to be allowed", [f"{BALANCED} {NO_TRADE}"]))
    return [*parts, *(Paragraph(text, "note") for text in missing(found))]


def sentence(found: xr.Dataset) -> str:
    """The chance of both limits, of each by itself and who set it, and how the two hang together."""
    both = found.sel(quadrant="both")
    chance = phrasing.chance(*(float(both[f"share{end}"]) for end in ("", "_low", "_high")))
    chances = {
        which: phrasing.short_chance(
            *(float(found.attrs[f"{which}_chance{end}"]) for end in ("", "_low", "_high"))
        )
        for which in ("first", "second")
    }
    each = [
        f"{found.attrs[f'{which}_long_name']} {limit(found, which)} ({found.attrs[f'{which}_origin']}) "
        f"{share}"
        for which, share in chances.items()
    ]
    rho = f"{float(found.attrs['correlation']):.2f}".replace("-", phrasing.MINUS)
    return f"Chance of both: {chance}. Each by itself: {each[0]}; {each[1]}. Their rank correlation is {rho}."


def limit(found: xr.Dataset, which: str, value: float | None = None) -> str:
    """A limit with its side: `at most £900m`."""
    units, cautious = (str(found.attrs[f"{which}_{key}"]) for key in ("units", "cautious"))
    number = float(found.attrs[f"{which}_limit"]) if value is None else value
    if not math.isfinite(number):
        return "no number is enough"
    shown = phrasing.quantity(number, units, start=str(found.attrs.get("start", "")))
    return phrasing.bounded(shown, units, cautious == "low")


def missing(found: xr.Dataset) -> list[str]:
    """Iterations without a number, which meet no limit."""
    return [
        f"{int(found.attrs[f'{which}_missing']):,} iterations gave no number for {found.attrs[f'{which}_long_name']}; "
        "they meet no limit."
        for which in ("first", "second")
        if int(found.attrs[f"{which}_missing"])
    ]
