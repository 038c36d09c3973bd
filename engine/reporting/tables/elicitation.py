"""An elicitation as tables for a terminal: the ranking of laws, or the experts and their pool."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.reporting.elicitation import MOST_STATED, as_stated, heading, implications, shown, small, stated
from engine.reporting.phrasing import MINUS, percentile_label

if TYPE_CHECKING:
    import xarray as xr

TAILS = (1, 5, 95, 99)
_WIDE = 118  # columns; a pipe has no width of its own

RANKING_READING = (
    "Error: root mean square miss in per cent of the stated width. Off by: found less stated, and in "
    "brackets the same in percentage points of probability. Px is cumulative: an x% chance of at most this value."
)
POOL_READING = "Px is cumulative: an x% chance of at most this value."


def print_elicitation(elicited: xr.Dataset, console: Console) -> None:
    """Print the ranking or the experts, what the chosen law implies, and what was passed over."""
    if not console.is_terminal:
        console.width = _WIDE
    console.print(Text(heading(elicited), style="bold"))
    console.print(Text(str(elicited.attrs["title"]), style="dim"))
    console.print(Text())
    console.print(_pool_table(elicited) if elicited.attrs["method"] else _ranking(elicited))
    unit = f"Values in {elicited.attrs['unit']}. " if elicited.attrs["unit"] else ""
    console.print(Text(unit + (POOL_READING if elicited.attrs["method"] else RANKING_READING), style="dim"))
    for name, reason in json.loads(elicited.attrs["passed_over"]).items():
        console.print(Text(f"{name}: {reason}", style="dim"))
    console.print(Text())
    console.print(Text(f"What the {_chosen(elicited)} implies", style="bold"))
    for sentence in implications(elicited):
        console.print(Text(sentence))


def _chosen(elicited: xr.Dataset) -> str:
    name = str(elicited["curve"].values[0])
    return small(name) if elicited.attrs["method"] else f"{name} law"


def _ranking(elicited: xr.Dataset) -> Table:
    """A row for each law: its error, its miss at each stated quantile, its tails."""
    labels = [label for label, _ in stated(elicited, 0)]
    table = _table("Law", "Error", *_miss_headings(labels), *map(percentile_label, TAILS), "Mean")
    for place, name in enumerate(elicited["curve"].values):
        row = elicited.isel(curve=place)
        error = "exact" if bool(row["exact"]) else f"{100 * float(row['error']):.3g}%"
        table.add_row(str(name), error, *_misses(row, len(labels), elicited), *_tails(row, elicited))
    return table


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
    return [
        f"{_signed(value, shown(abs(value), elicited, ''))} ({_signed(point, f'{abs(point):.1f}')})"
        for value, point in zip(values, points, strict=True)
    ]


def _signed(value: float, size: str) -> str:
    """`+1.48`, `−0.76`, and a plain 0 for what rounds to it."""
    if not size.strip("0."):
        return "0"
    return f"{MINUS if value < 0 else '+'}{size}"


def _pool_table(elicited: xr.Dataset) -> Table:
    """A row for the pool, each expert, and the other pool."""
    table = _table("", "Weight", "Stated", "Law", *map(percentile_label, TAILS), "Mean")
    for place, name in enumerate(elicited["curve"].values):
        row = elicited.isel(curve=place)
        expert = str(row["role"].values) == "expert"
        weight = f"{float(row['weight']):.3g}" if expert else ""
        said = ", ".join(
            f"{label} {as_stated(value, elicited, '')}" for label, value in stated(elicited, place)
        )
        law = str(row["kind"].values) if expert else ""
        table.add_row(str(name), weight, said, law, *_tails(row, elicited))
    return table


def _tails(row: xr.Dataset, elicited: xr.Dataset) -> list[str]:
    tails = [float(row["quantile"].sel(percentile=p)) for p in TAILS]
    return [shown(value, elicited, "") for value in (*tails, float(row["mean"]))]


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="left" if name in ("Stated", "Law") else "right", overflow="fold")
    return table
