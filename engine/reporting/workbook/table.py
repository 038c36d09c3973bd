"""A sheet that is one table: what it is, what is in it, headings that stay in sight, rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from engine.reporting.workbook.grid import Content, Grid, Placed

Styled = Sequence[tuple[Content, str]]
HEAD = 4  # rows above those of the table


def table_sheet(
    name: str, title: str, description: str, headings: Sequence[tuple[str, float]], rows: Iterable[Styled]
) -> Grid:
    """The sheet; `headings` have the width of their columns, each row a content and a style a column."""
    grid = Grid(name, widths=[width for _, width in headings], frozen=(HEAD, 1), filtered=len(headings))
    grid.add([title], "title")
    grid.add([description], "note")
    grid.add()
    grid.add([heading for heading, _ in headings], "heading")
    for row in rows:
        placed = {k: Placed(*one) for k, one in enumerate(row) if one[0] is not None}
        grid.rows.append(placed)
    return grid


def number(value: float, style: str, infinite: str = "never") -> tuple[Content, str]:
    """A number as a cell has it; in words what is infinite, nothing where there is none."""
    if math.isnan(value):
        return None, style
    return (infinite, "text") if math.isinf(value) else (value, style)
