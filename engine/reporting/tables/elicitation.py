"""An elicitation as a table: the ranking of laws, or the experts and their pool."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from engine.reporting.elicitation import MOST_STATED, as_stated, heading, implications, shown, small, stated
from engine.reporting.phrasing import MINUS, percentile_label
from engine.reporting.tables.printing import print_parts
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table

if TYPE_CHECKING:
    import xarray as xr

TAILS = (1, 5, 95, 99)
_NO_MISS = 1e-4  # part of the stated width

RANKING_READING = (
    "Error: root mean square miss in per cent of the stated width. Off by: found less stated, and in "
    "brackets the same in percentage points of probability. Px is cumulative: an x% chance of at most this value."
)
POOL_READING = "Px is cumulative: an x% chance of at most this value."


def print_elicitation(elicited: xr.Dataset, console: Console) -> None:
    """Print what `elicitation_parts` gives."""
    print_parts(elicitation_parts(elicited), console)


def elicitation_parts(elicited: xr.Dataset) -> list[Part]:
    """The ranking or the experts, what was passed over, and what the chosen law implies."""
    attrs = elicited.attrs
    unit = f"Values in {attrs['unit']}. " if attrs["unit"] else ""
    passed_over = json.loads(attrs["passed_over"]).items()
    notes = [
        unit + (POOL_READING if attrs["method"] else RANKING_READING),
        *(f"{name}: {reason}" for name, reason in passed_over),
    ]
    return [
        Paragraph(heading(elicited), "heading"),
        Paragraph(str(attrs["title"]), "note"),
        _pool_table(elicited, notes) if attrs["method"] else _ranking(elicited, notes),
        Paragraph(f"What the {_chosen(elicited)} implies", "heading"),
        *map(Paragraph, implications(elicited)),
    ]


def _chosen(elicited: xr.Dataset) -> str:
    name = str(elicited["curve"].values[0])
    return small(name) if elicited.attrs["method"] else f"{name} law"


def _ranking(elicited: xr.Dataset, notes: list[str]) -> Table:
    """A row for each law: its error, its miss at each stated quantile, its tails."""
    labels = [label for label, _ in stated(elicited, 0)]
    rows: list[Row] = []
    for place, name in enumerate(elicited["curve"].values):
        row = elicited.isel(curve=place)
        error = "exact" if bool(row["exact"]) else f"{100 * float(row['error']):.3g}%"
        rows.append(
            (
                str(name),
                Cell(error, float(row["error"])),
                *_misses(row, len(labels), elicited),
                *_tails(row, elicited),
            )
        )
    return _table(
        ("Law", "Error", *_miss_headings(labels), *map(percentile_label, TAILS), "Mean"), rows, notes
    )


def _miss_headings(labels: list[str]) -> list[str]:
    return [f"{label} off by" for label in labels] if len(labels) <= MOST_STATED else ["Greatest miss"]


def _misses(row: xr.Dataset, count: int, elicited: xr.Dataset) -> list[str]:
    values = row["value_residual"].values[:count].tolist()
    points = (100 * row["probability_residual"].values[:count]).tolist()
    if bool(row["exact"]):
        return [""] * min(count, 1 if count > MOST_STATED else count)
    if count > MOST_STATED:
        worst = max(range(count), key=lambda k: abs(values[k]))
        values, points = [values[worst]], [points[worst]]
    width = float(elicited["stated_value"].max() - elicited["stated_value"].min())
    return [
        f"{_signed(value, shown(abs(value), elicited, '') if abs(value) > _NO_MISS * width else '0')} "
        f"({_signed(point, f'{abs(point):.1f}')})"
        for value, point in zip(values, points, strict=True)
    ]


def _signed(value: float, size: str) -> str:
    """`+1.48`, `−0.76`, and a plain 0 for what rounds to it."""
    if not size.strip("0."):
        return "0"
    return f"{MINUS if value < 0 else '+'}{size}"


def _pool_table(elicited: xr.Dataset, notes: list[str]) -> Table:
    """A row for the pool, each expert, and the other pool."""
    rows: list[Row] = []
    for place, name in enumerate(elicited["curve"].values):
        row = elicited.isel(curve=place)
        expert = str(row["role"].values) == "expert"
        weight = Cell(f"{float(row['weight']):.3g}", float(row["weight"])) if expert else Cell("")
        said = ", ".join(
            f"{label} {as_stated(value, elicited, '')}" for label, value in stated(elicited, place)
        )
        law = str(row["kind"].values) if expert else ""
        rows.append((str(name), weight, said, law, *_tails(row, elicited)))
    return _table(("", "Weight", "Stated", "Law", *map(percentile_label, TAILS), "Mean"), rows, notes)


def _tails(row: xr.Dataset, elicited: xr.Dataset) -> list[Cell]:
    tails = [float(row["quantile"].sel(percentile=p)) for p in TAILS]
    return [Cell(shown(value, elicited, ""), value) for value in (*tails, float(row["mean"]))]


def _table(headings: Sequence[str], rows: Iterable[Row], notes: list[str]) -> Table:
    aligned: list[tuple[str, Align]] = [
        (heading, "left" if place == 0 or heading in ("Stated", "Law") else "right")
        for place, heading in enumerate(headings)
    ]
    return Table.of_rows(aligned, rows, notes=notes)
