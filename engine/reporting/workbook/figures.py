"""Sheets of figures at any percentiles: of the whole, by year, cluster, line and risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.figures_by import By
from engine.reporting.phrasing import percentile_label
from engine.reporting.workbook.grid import Content, Grid
from engine.reporting.workbook.styles import style_of
from engine.reporting.workbook.table import Styled, number, table_sheet

if TYPE_CHECKING:
    import xarray as xr

NAMES: dict[By, tuple[str, str]] = {
    "whole": ("Measures", ""),
    "year": ("Years", "Programme year"),
    "cluster": ("Clusters", "Cluster"),
    "line": ("Lines", "Line"),
    "risk": ("Risks struck", "Risk"),
}
DESCRIPTION = (
    "Base case, mean and percentiles. Px is cumulative: an x% chance of at most this value. 95% from and to: the "
    "sampling error of the run. Careful side: low for a benefit, high for a cost."
)
OF_PARTS = " Percentiles of parts do not add up to those of the whole."


def figures_sheet(found: xr.Dataset) -> Grid:
    """A row for each measure of the whole, or of each part."""
    by: By = found.attrs["by"]
    name, part = NAMES[by]
    levels = found["percentile"].values.tolist()
    headings = [(part, 30.0)] if part else []
    headings += [("Measure", 38.0), ("Units", 11.0), ("Base case", 13.0), ("Mean", 13.0)]
    for label in ("Mean", *map(percentile_label, levels)):
        value = [] if label == "Mean" else [(label, 13.0)]
        headings += [*value, (f"{label}: 95% from", 11.0), (f"{label}: 95% to", 11.0)]
    headings += [("Standard deviation", 12.0), ("Careful side", 10.0), ("Iterations without a number", 12.0)]
    headings += (
        [("Name in results", 30.0), ("Name of the part in the file", 30.0)]
        if part
        else [("Name in results", 30.0)]
    )
    rows = [_row(found.isel(row=place), bool(part)) for place in range(found.sizes["row"])]
    return table_sheet(name, name, DESCRIPTION + (OF_PARTS if part else ""), headings, rows)


def _row(one: xr.Dataset, has_part: bool) -> Styled:
    units = str(one["units"].values)
    style = "share" if str(one["measure"].values) == "strikes" else style_of(units)
    cells = [(str(one["part_name"].values), "text")] if has_part else []
    row: list[tuple[Content, str]] = [
        *cells,
        (str(one["long_name"].values), "text"),
        ("" if units == "1" else units, "text"),
        *(_cell(one, key, style) for key in ("base", "mean", "mean_low", "mean_high")),
    ]
    for place in range(one.sizes["percentile"]):
        row += [_cell(one.isel(percentile=place), key, style) for key in ("value", "value_low", "value_high")]
    row += [_cell(one, "sd", style), (str(one["cautious"].values), "text"), (int(one["missing"]), "whole")]
    named = ("measure", "part") if has_part else ("measure",)
    return [*row, *((str(one[key].values), "text") for key in named)]


def _cell(one: xr.Dataset, key: str, style: str) -> tuple[Content, str]:
    return number(float(one[key]), style)
