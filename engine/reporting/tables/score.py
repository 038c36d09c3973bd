"""How a forecast did, as a table, and what so few facts can prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.measures import describe
from engine.reporting.phrasing import is_date, probability, quantity
from engine.reporting.tables.table import Cell, Paragraph, Part, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

READING = (
    "Place: the share of iterations below what happened, 50% in the middle. Distance is the continuous ranked "
    "probability score: how far the forecast was off, its own spread allowed for; less is better, and of the base case "
    "alone it is the plain distance."
)


def score_parts(found: xr.Dataset, results: xr.Dataset) -> list[Part]:
    """Heading, a row an outcome, the verdict on the intervals, and how to read it."""
    rows = [_row(found.isel(outcome=k), results) for k in range(found.sizes["outcome"])]
    headings = ("Outcome", "What happened", "80% interval", "Place", "Distance", "Base case's")
    table = Table.of_rows([(heading, "left") for heading in headings], rows, "Outcomes")
    low, high = found.attrs["coverage"]
    return [
        Paragraph(f"{results.attrs['title']}: what happened against what was forecast", "heading"),
        table,
        Paragraph(f"{found.attrs['verdict']}.".capitalize()),
        Paragraph(f"They leave any coverage from {low:.0%} to {high:.0%} possible (95%). {READING}", "note"),
    ]


def _row(one: xr.Dataset, results: xr.Dataset) -> list[Cell | str]:
    name, about = str(one["outcome"].values), str(one["about"].values)
    if np.isnan(float(one["low"])):
        chance = float(one["chance"])
        happened = "holds" if float(one["value"]) else "does not hold"
        base = "holds" if float(one["base"]) else "does not hold"
        brier = Cell(f"{float(one['brier']):.3f} (Brier)", float(one["brier"]))
        return [f"{name}: {about}", happened, Cell(f"chance {probability(chance)}", chance), "–", brier, base]
    units, start = describe(results, about)["units"], str(results.attrs.get("start", ""))

    scale = scale_for(units, *(float(one[key]) for key in ("value", "low", "high")))

    def told(key: str) -> str:
        return quantity(float(one[key]), units, scale=scale, start=start)

    inside = "" if bool(one["inside"]) else ", outside"
    apart = "months" if is_date(units) else "years" if units == "year" else units
    return [
        f"{name}: {about}",
        Cell(told("value"), float(one["value"])),
        f"{told('low')} to {told('high')}{inside}",
        Cell(probability(float(one["pit"])), float(one["pit"])),
        Cell(quantity(float(one["crps"]), apart), float(one["crps"])),
        Cell(quantity(float(one["crps_base"]), apart), float(one["crps_base"])),
    ]
