"""A chart of a workbook as a value: which cells it shows, and what it says to those who cannot see it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from engine.reporting.workbook.grid import Grid

Kind = Literal["scatter", "line", "bar", "column"]
Place = tuple[int, int, int, int]  # first row and column, last row and column


class Series(NamedTuple):
    """Cells of a sheet against others; `look` are options of XlsxWriter."""

    name: str
    across: Place
    up: Place
    look: dict[str, Any]


class NativeChart(NamedTuple):
    """One chart of the numbers in `data`, with a sentence for those who do not see it."""

    kind: Kind
    title: str
    said: str
    x_title: str
    y_title: str
    data: Grid
    series: list[Series]
    stacked: bool = False
    number_format: str = "#,##0"
    percent_up: bool = False

    def ranges(self, one: Series) -> tuple[str, str]:
        """The cells of a series as formulas call them."""
        across, up = (self.data.block(place[:2], place[2:]).text for place in (one.across, one.up))
        return f"={across}", f"={up}"
