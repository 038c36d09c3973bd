"""How bad it is when it is bad: a row a measure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.reporting import phrasing
from engine.reporting.tables.table import Align, Cell, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

    from engine.analysis.findings import Findings

NOTE = (
    "Mean of the worst 20%, 10% and 5% of iterations, on the careful side: the greatest of a cost or a delay, the "
    "least of a benefit. Skewness: above 0 the tail to the right is the longer one. Kurtosis: 0 of the normal law, "
    "more where extremes are commoner. Each with its 95% interval."
)


def tail_table(findings: Findings) -> list[Table]:
    """Expected shortfall at 80, 90 and 95%, skewness and kurtosis of the measures that have them; none of a summary."""
    found = findings.tails
    if found is None:
        return []
    rows = [
        _row(found.sel(measure=name)) for name in found["measure"].values if _is_told(found.sel(measure=name))
    ]
    levels = [f"Worst {100 - level:g}%" for level in found["level"].values]
    headings: list[tuple[str, Align]] = [(words, "right") for words in (*levels, "Skewness", "Kurtosis")]
    if not rows:
        return []
    return [Table.of_rows([("Measure", "left"), *headings], rows, "Tails", [NOTE])]


def _is_told(one: xr.Dataset) -> bool:
    """Whether it has numbers, and more than one."""
    return not int(one["missing"]) and float(one["skewness_high"]) > float(one["skewness_low"])


def _row(one: xr.Dataset) -> Row:
    units = str(one["units"].values)
    values = [float(value) for value in one["expected_shortfall"].values if math.isfinite(value)]
    scale = scale_for(units, *values)
    cells: list[Cell | str] = [str(one["long_name"].values)]
    for level in one["level"].values:
        value, low, high = (
            float(one[f"expected_shortfall{end}"].sel(level=level)) for end in ("", "_low", "_high")
        )
        if not math.isfinite(value):
            cells.append("too few")
            continue
        texts = [phrasing.quantity(part, units, scale=scale) for part in (value, low, high)]
        cells.append(Cell(f"{texts[0]} ({texts[1]} to {texts[2]})", value))
    for key in ("skewness", "kurtosis"):
        value, low, high = (float(one[f"{key}{end}"]) for end in ("", "_low", "_high"))
        numbers = [f"{part:.2f}".replace("-", phrasing.MINUS) for part in (value, low, high)]
        cells.append(Cell(f"{numbers[0]} ({numbers[1]} to {numbers[2]})", value))
    return cells
