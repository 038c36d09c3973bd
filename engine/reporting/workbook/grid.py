"""A sheet before it is written: cells by place, which formulas of other sheets refer to."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.reporting.workbook.formula import Cells, Formula, formula

LONGEST_FORMULA = 8_000  # letters; spreadsheets read 8,192
Content = str | float | Formula | None


class Placed(NamedTuple):
    """What stands in a cell, and in which style."""

    content: Content
    style: str


@dataclass
class Grid:
    """Cells of a sheet, row by row from the top; `widths` are those of columns, in letters."""

    name: str
    widths: Sequence[float] = ()
    frozen: tuple[int, int] = (0, 0)  # rows and columns that stay in sight
    filtered: int = 0  # columns whose rows may be filtered, from the frozen row on
    rows: list[dict[int, Placed]] = field(default_factory=list)

    @property
    def next(self) -> int:
        """The number of the row that comes next."""
        return len(self.rows)

    def add(self, contents: Sequence[Content] = (), style: str = "text", **at: str) -> list[Formula]:
        """A row below the others; numbers and formulas are given back as what refers to them, text as nought.

        `at` gives single columns another style: `c2="input"`.
        """
        row: dict[int, Placed] = {}
        self.rows.append(row)
        found = []
        for column, content in enumerate(contents):
            if content is not None:
                row[column] = Placed(content, at.get(f"c{column}", style))
            found.append(self.cell(self.next - 1, column))
        return found

    def put(self, row: int, column: int, content: Content, style: str) -> Formula:
        """One cell of a row that is there."""
        self.rows[row][column] = Placed(content, style)
        return self.cell(row, column)

    def cell(self, row: int, column: int) -> Formula:
        """What refers to a cell."""
        placed = self.rows[row].get(column)
        content = placed.content if placed else None
        value = formula(content).value if isinstance(content, Formula | float | int) else 0.0
        return Formula(f"{quoted(self.name)}!{letters(column)}{row + 1}", value)

    def ahead(self, row: int, column: int, value: float) -> Formula:
        """What refers to a cell that is still to be written, of which the value is known."""
        return Formula(f"{quoted(self.name)}!{letters(column)}{row + 1}", value)

    def block(self, first: tuple[int, int], last: tuple[int, int]) -> Cells:
        """What refers to all cells from one (row, column) to another."""
        rows, columns = range(first[0], last[0] + 1), range(first[1], last[1] + 1)
        values = tuple(self.cell(row, column).value for row in rows for column in columns)
        ends = (f"{letters(column)}{row + 1}" for row, column in (first, last))
        return Cells(f"{quoted(self.name)}!{':'.join(ends)}", values)

    def local(self, text: str) -> str:
        """A formula as it stands in this sheet, where the sheet's own name is left out."""
        return text.replace(f"{quoted(self.name)}!", "")

    def shortened(self) -> list[str]:
        """Write numbers in place of formulas that are too long for any spreadsheet; the cells in which it was so."""
        found = []
        for number, row in enumerate(self.rows):
            for column, one in row.items():
                if isinstance(one.content, Formula) and len(self.local(one.content.text)) > LONGEST_FORMULA:
                    row[column] = Placed(one.content.value, one.style)
                    found.append(f"{self.name} {letters(column)}{number + 1}")
        return found


def quoted(name: str) -> str:
    """The name of a sheet as formulas have it."""
    return f"'{name}'"


def letters(column: int) -> str:
    """The letters of a column, the first of which is 0: A, Z, AA."""
    found = ""
    while column >= 0:
        column, place = divmod(column, 26)
        found = string.ascii_uppercase[place] + found
        column -= 1
    return found
