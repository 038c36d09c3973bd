"""A table is a value: made once from what the analyses found, rendered late, by whoever shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Self

Align = Literal["left", "right"]
Style = Literal["heading", "plain", "note"]


class Cell(NamedTuple):
    """What is read, the number behind it with all its digits, where there is one, and the address it leads to."""

    text: str
    value: float | None = None
    link: str = ""


Row = Sequence[Cell | str]


@dataclass(frozen=True)
class Column:
    """A heading and a cell for each row."""

    heading: str
    cells: tuple[Cell, ...]
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """Columns of equal length, the first of which names the rows; a title, and notes to read below it."""

    columns: tuple[Column, ...]
    title: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of_rows(
        cls,
        headings: Sequence[tuple[str, Align]],
        rows: Iterable[Row],
        title: str = "",
        notes: Sequence[str] = (),
    ) -> Self:
        """A table from its rows, each with a cell, or the text of one, for every heading."""
        cells = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in rows]
        columns = (
            Column(heading, tuple(row[place] for row in cells), align)
            for place, (heading, align) in enumerate(headings)
        )
        return cls(tuple(columns), title, tuple(notes))


def first_rows(table: Table, count: int) -> Table:
    """The table with its first rows alone, and a title that says so; the same one where it has no more."""
    every = len(table.columns[0].cells)
    if every <= count:
        return table
    columns = tuple(replace(column, cells=column.cells[:count]) for column in table.columns)
    return replace(table, columns=columns, title=f"{table.title}: the first {count} of {every:,}")


class Paragraph(NamedTuple):
    """A sentence or several beside the tables."""

    text: str
    style: Style = "plain"


Part = Table | Paragraph
