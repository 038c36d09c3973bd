"""A table that somebody else wrote: a heading, rows with their lines, and how it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from engine.problems import Refused, listed, nearest
from engine.table_files.written_numbers import decimal_marks, is_plain

Cell = str | float
"""What a cell holds: text as it was written, or a number that a workbook keeps as one."""

_TOLD = 5  # lines told; the others are counted
_EVIDENCE = 1_000  # rows that are asked which decimal mark the file has
_ABOVE = 50  # lines in which a heading is looked for
MARKS_HINT = (
    "a decimal comma or a thousands mark may be the cause: write decimals with a point, thousands unmarked"
)


class TableError(Refused):
    """A file of which no table can be read, or a column that it has not, or has twice."""


class Row(NamedTuple):
    """Cells, one for each column of the heading, and the line (of a workbook the row) they begin in."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """`names` are the headings without blanks around them; `notes` say how the file was read, each to stand
    after "read with". `separator` stands between columns, "" in a workbook and where there is but one column.
    """

    place: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    separator: str = ""
    spread: frozenset[str] = frozenset()  # headings that a workbook merges over several columns
    heading_line: int = 1

    def column(self, name: str) -> int:
        """Place of the column of this name; raises `TableError` if there is none, or more than one."""
        places = [place for place, known in enumerate(self.names) if known == name]
        if not places:
            known = [known for known in self.names if known]
            raise TableError.at(self.place, f'no column "{name}"', listed(known), nearest(name, known))
        if len(places) > 1:
            found = f'the column "{name}" stands {len(places)} times, as columns {_listed(places)}'
            raise TableError.at(self.place, found, "each column once", "give each of them a name of its own")
        if name in self.spread:
            found = f'the heading "{name}" is merged over several columns'
            raise TableError.at(self.place, found, "one heading a column", "unmerge it and name each column")
        self._refuse_split(places[0])
        return places[0]

    def _refuse_split(self, place: int) -> None:
        """A column without a heading that holds digits beside this one: the decimals of 1,5 perhaps."""
        beside = place + 1
        if self.separator != "," or self.names[beside : beside + 1] != ("",):
            return
        for row in self.rows:
            if is_plain(text_of(row.cells[place])) and text_of(row.cells[beside]).isdigit():
                found = f'"{row.cells[beside]}" right of column {self.names[place]}, under no heading'
                raise TableError.at(self.place, found, "a heading over each column", MARKS_HINT, row.line)

    @cached_property
    def decimal(self) -> str:
        """The decimal mark that cells of this file tell without doubt, "" if they tell none or both."""
        cells = (
            cell for row in self.rows[:_EVIDENCE] for cell in row.cells if isinstance(cell, str) and cell
        )
        told = {mark for cell in cells if len(mark := decimal_marks(cell)) == 1}
        return told.pop() if len(told) == 1 else ""


def _listed(places: Sequence[int]) -> str:
    return listed([str(place + 1) for place in places], "and")


def text_of(cell: Cell) -> str:
    """A cell as text: 2024.0 of a workbook as 2024."""
    if isinstance(cell, str):
        return cell
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


Wanted = Callable[[Sequence[str]], bool]
"""Whether a line of cells can be the heading: it holds the names that are looked for."""


def heading_name(cell: Cell) -> str:
    """A heading without blanks around it and line breaks in it."""
    return " ".join(text_of(cell).split())


def heading_place(rows: Sequence[Row], wanted: Wanted) -> int:
    """Which of the rows, none of them blank, is the heading: the first, or one below titles that is `wanted`.

    A title is a line with no more cells filled than the heading; a heading has no number in it unless what
    stands above has one cell filled.
    """
    for place, row in enumerate(rows[:_ABOVE]):
        if not wanted([heading_name(cell) for cell in row.cells]):
            continue
        filled = [sum(cell != "" for cell in one.cells) for one in rows[: place + 1]]
        numbered = any(is_plain(text_of(cell)) for cell in row.cells)
        alone = all(count == 1 for count in filled[:-1]) and filled[-1] > 1
        return place if all(n <= filled[-1] for n in filled) and (not numbered or alone) else 0
    return 0


def table_of(
    place: str,
    rows: Sequence[Row],
    wanted: Wanted,
    notes: Sequence[str] = (),
    separator: str = "",
    merged: frozenset[tuple[int, int]] = frozenset(),
    ragged: bool = True,
) -> Table:
    """The table in rows of any length, blank ones left out: what stands above the heading is passed over.

    merged: line and place of cells that a workbook merges over several columns.
    ragged: whether rows have lengths of their own, as in text; in a workbook, what stands beside is none of the table.

    Raises `TableError`: nothing in the
    file, no row below the heading, rows with more cells than the heading has.
    """
    if not rows:
        raise TableError.at(place, "the file is empty", "a header and rows below it")
    at = heading_place(rows, wanted)
    heading, body = rows[at], rows[at + 1 :]
    names = [heading_name(cell) for cell in heading.cells]
    if not body:
        raise TableError.at(place, "a header and no row", "a header and rows below it")
    # a comma that Excel leaves at the end of the heading makes no column
    width = max((place + 1 for place, name in enumerate(names) if name), default=len(names))
    names = names[:width]
    if ragged:
        _refuse_longer(place, body, width, separator)
    notes = [*notes, *_above(rows[: at + 1]), *_shorter(body, width)]
    filled = tuple(
        Row(row.line, (*row.cells[:width], *("",) * (width - len(row.cells[:width])))) for row in body
    )
    spread = frozenset(names[column] for line, column in merged if line == heading.line and column < width)
    return Table(place, tuple(names), filled, tuple(notes), separator, spread, heading.line)


def _refuse_longer(place: str, body: Sequence[Row], width: int, separator: str) -> None:
    longer = [row for row in body if any(cell != "" for cell in row.cells[width:])]
    if not longer:
        return
    cells = [f"line {row.line} has {len(row.cells)} cells" for row in longer[:_TOLD]]
    rest = len(longer) - _TOLD
    more = f" and {rest} more such line{'s' if rest > 1 else ''}" if rest > 0 else ""
    quotes = f'put text that holds "{separator}" in double quotes'
    raise TableError.at(
        place,
        f"{', '.join(cells)}{more}, where the heading has {width}",
        f"{width} cell{'' if width == 1 else 's'}, as in the heading",
        f"{MARKS_HINT}; {quotes}" if separator in (",", "") else quotes,
        longer[0].line,
    )


def _above(rows: Sequence[Row]) -> list[str]:
    *above, heading = rows
    if not above:
        return []
    lines = listed([str(row.line) for row in above[:_TOLD]], "and") + ("..." if len(above) > _TOLD else "")
    return [f"line {heading.line} as the heading (passed over above it: line {lines})"]


def _shorter(body: Sequence[Row], width: int) -> list[str]:
    short = [row for row in body if len(row.cells) < width]
    if not short:
        return []
    rows = "1 row" if len(short) == 1 else f"{len(short)} rows"
    return [f"empty cells where {rows} end before the heading does (first on line {short[0].line})"]
