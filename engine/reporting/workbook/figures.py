"""Sheets of figures at any percentiles: of the whole, by year, cluster, line and risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    arrays = {str(key): one.values for key, one in found.data_vars.items()}
    rows = [_row(arrays, place, bool(part)) for place in range(found.sizes["row"])]
    return table_sheet(name, name, DESCRIPTION + (OF_PARTS if part else ""), headings, rows)


def _row(arrays: dict[str, Any], place: int, has_part: bool) -> Styled:
    def text(key: str) -> str:
        return str(arrays[key][place])

    style = "share" if text("measure") == "strikes" else style_of(text("units"))
    row: list[tuple[Content, str]] = [(text("part_name"), "text")] if has_part else []
    row += [(text("long_name"), "text"), ("" if text("units") == "1" else text("units"), "text")]
    row += [number(float(arrays[key][place]), style) for key in ("base", "mean", "mean_low", "mean_high")]
    for values in zip(*(arrays[key][place] for key in ("value", "value_low", "value_high")), strict=True):
        row += [number(float(value), style) for value in values]
    row += [
        number(float(arrays["sd"][place]), style),
        (text("cautious"), "text"),
        (int(arrays["missing"][place]), "whole"),
    ]
    return [*row, *((text(key), "text") for key in (("measure", "part") if has_part else ("measure",)))]
