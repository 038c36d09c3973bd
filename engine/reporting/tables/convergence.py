"""How the figures of a run came to rest, as a table: a row for each length, a column for each figure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.reporting import phrasing
from engine.reporting.tables.table import Align, Cell, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

READING = (
    "Each row is what a shorter run would have told, with its 95% interval. Figures that still move by more than their "
    "intervals would ask for a longer run."
)


def convergence_table(found: xr.Dataset) -> Table:
    """What `came_to_rest` found."""
    rows: list[Row] = []
    for first in found["first"].values:
        one = found.sel(first=first)
        cells = [_cell(one.isel(figure=place)) for place in range(found.sizes["figure"])]
        rows.append((f"{int(first):,}", *cells))
    figures: list[tuple[str, Align]] = [(str(name), "right") for name in found["figure"].values]
    return Table.of_rows(
        [("First iterations", "left"), *figures], rows, "How figures came to rest", [READING]
    )


def _cell(one: xr.Dataset) -> Cell:
    value, low, high = (float(one[key]) for key in ("value", "low", "high"))
    units, start = str(one["units"].item()), str(one.attrs.get("start", ""))
    if not units:
        return Cell(phrasing.chance(value, low, high), value)
    scale = scale_for(units, value, low, high)
    shown = phrasing.quantity(value, units, scale=scale, start=start)
    if not (math.isfinite(low) and math.isfinite(high)):
        return Cell(shown, value)
    return Cell(f"{shown} ({phrasing.interval(low, high, units, start=start, scale=scale)})", value)
