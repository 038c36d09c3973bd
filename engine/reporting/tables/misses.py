"""Why a claim is missed: boxes in words, how sure each limit is, and where inputs lie when it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.reporting import phrasing
from engine.reporting.boxes import condition, restrictions_of, sentence, what_happens
from engine.reporting.counted import counted
from engine.reporting.influence import missing_sentence
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table

if TYPE_CHECKING:
    import xarray as xr

MOST = 12
BOXES = (
    "Boxes are found in one half of the iterations and judged in the other; a second box is told of iterations that "
    "are in none before it. Quasi-p: the chance of so many if this limit did not matter. Found again: in how many of "
    "ten half samples a box limits the same input on the same side."
)
NONE = (
    "No box: no limits on inputs make it so much commoner that chance is not a likelier reason. What it hangs on, if "
    "anything, is spread over many inputs."
)
REGIONAL = (
    "Distance: of the input's distribution where it happens from that where it does not, 0 where the input does not "
    "matter, 1 where it alone decides (Kolmogorov and Smirnov). Lowest and highest: how often it happens in the "
    "input's lowest and highest fifth of iterations."
)


def miss_parts(found: xr.Dataset, most: int = MOST) -> list[Part]:
    """Boxes, the limits of each, and the inputs that matter most by themselves."""
    parts: list[Part] = [Paragraph(heading(found), "heading")]
    parts += [Paragraph(sentence(found, box)) for box in range(found.sizes["box"])] or [Paragraph(NONE)]
    if found.sizes["restriction"]:
        parts.append(limit_table(found))
    parts.append(regional_table(found, most))
    missing = missing_sentence(found)
    return [*parts, *([Paragraph(missing, "note")] if missing else [])]


def heading(found: xr.Dataset) -> str:
    """What is asked, and how common it is."""
    if int(found.attrs["yes_or_no"]):
        share = phrasing.probability(float(found.attrs["mean"]))
        return f"When an iteration {what_happens(found)} ({share} of iterations do)"
    mean = phrasing.quantity(float(found.attrs["mean"]), str(found.attrs["units"]))
    side = "worst" if found.attrs["aim"] == "miss" else "best"
    return f"When {found.attrs['long_name']} is at its {side} ({mean} on average)"


def limit_table(found: xr.Dataset) -> Table:
    """A row a limited input of each box."""
    rows: list[Row] = []
    for box in range(found.sizes["box"]):
        for place in restrictions_of(found, box):
            p, again = float(found["quasi_p"][place]), float(found["reproduced"][place])
            rows.append(
                (
                    f"{box + 1}",
                    condition(found, place),
                    Cell("under 0.0001" if p < 0.0001 else f"{p:.4f}", p),
                    Cell(f"{again:.0%}", again),
                )
            )
    headings: list[tuple[str, Align]] = [
        ("Box", "left"), ("Limit", "left"), ("Quasi-p", "right"), ("Found again", "right"),
    ]  # fmt: skip
    return Table.of_rows(headings, rows, "Limits", [BOXES])


def regional_table(found: xr.Dataset, most: int) -> Table:
    """A row an input, those that matter most by themselves first."""
    order = np.argsort(-found["distance"].values, kind="stable")
    rows: list[Row] = []
    for place in order[:most]:
        one = found.isel(input=int(place))
        ends = [
            Cell(
                phrasing.chance(*(float(one[f"{name}{end}"]) for end in ("", "_low", "_high"))),
                float(one[name]),
            )
            for name in ("at_low", "at_high")
        ]
        distance = float(one["distance"])
        rows.append((str(one["input"].item()), Cell(f"{distance:.2f}", distance), *ends))
    headings: list[tuple[str, Align]] = [
        ("Input", "left"), ("Distance", "right"), ("In its lowest fifth", "right"), ("In its highest fifth", "right"),
    ]  # fmt: skip
    notes = [REGIONAL]
    if len(order) > most:
        notes.append(f"And {counted(len(order) - most, 'more input')} of smaller distance.")
    return Table.of_rows(headings, rows, "One input at a time", notes)
