"""Figures at any percentiles as tables: a row a measure of the whole, or a table a measure with a row a part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.reporting.phrasing import percentile_label, probability
from engine.reporting.tables.measures import MeasureRow, measure_row
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table

if TYPE_CHECKING:
    import xarray as xr

READING = (
    "Px is cumulative: an x% chance of at most this value. In brackets the 95% interval: the sampling error of the "
    "run. Percentiles of parts do not add up to those of the whole."
)
STRIKES = "strikes"


def figures_parts(found: xr.Dataset, iterations: int, start: str) -> list[Part]:
    """What `figures_by` gave, without what is nought throughout, and how to read it."""
    by = str(found.attrs["by"])
    rows: dict[str, list[tuple[str, MeasureRow]]] = {}
    for place in range(found.sizes["row"]):
        one = found.isel(row=place)
        name, words = str(one["measure"].values), str(one["long_name"].values)
        row = measure_row(name, one, iterations, start)
        if not row.nought():
            rows.setdefault("" if by == "whole" else words, []).append(
                (str(one["part_name"].values) or words, row)
            )
    levels = found["percentile"].values.tolist()
    tables = [_table(title or "Measures", by, some, levels) for title, some in rows.items()]
    return [*tables, Paragraph(READING, "note")]


def _table(title: str, by: str, rows: list[tuple[str, MeasureRow]], levels: list[float]) -> Table:
    first = "Measure" if by == "whole" else by.capitalize()
    if rows[0][1].name == STRIKES:
        headings: list[tuple[str, Align]] = [
            (first, "left"),
            ("Struck in", "right"),
            ("95% interval", "left"),
        ]
        return Table.of_rows(headings, [_chance(name, row) for name, row in rows], title)
    headings = [(first, "left"), ("Base", "right"), ("Mean", "right")]
    headings += [(percentile_label(level), "right") for level in levels]
    return Table.of_rows(headings, [list(_cells(name, row, levels)) for name, row in rows], title)


def _cells(name: str, row: MeasureRow, levels: list[float]) -> Iterator[Cell | str]:
    yield name
    yield Cell(row.exact(row.base), row.base)
    yield Cell(_with(row, row.mean(), "mean_low", "mean_high"), float(row.found["mean"]))
    for level in levels:
        ends = row.value(level, "value_low"), row.value(level, "value_high")
        interval = row.interval(*ends).text
        yield Cell(f"{row.percentile(level)} ({interval})", row.value(level))


def _with(row: MeasureRow, text: str, low: str, high: str) -> str:
    return f"{text} ({row.interval(float(row.found[low]), float(row.found[high])).text})"


def _chance(name: str, row: MeasureRow) -> Row:
    share, low, high = (float(row.found[key]) for key in ("mean", "mean_low", "mean_high"))
    return [
        name,
        Cell(probability(share), share),
        f"{probability(max(low, 0.0))} to {probability(min(high, 1.0))}",
    ]
