"""A sheet of an Excel workbook -> a table, by the values that the workbook stored when it was last saved."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from engine.problems import listed, nearest
from engine.table_files.table import Cell, Row, Table, TableError, Wanted, table_of
from engine.table_files.workbook_cells import Written, written_cells

MOST_UNPACKED = 256 << 20  # bytes
MOST_CELLS = 10_000_000  # from the first to the farthest, filled or not


def workbook_table(place: str, data: bytes, wanted: Wanted, sheet: str | None = None) -> Table:
    """The table of a sheet: the one named, or the only one. Rows count as Excel counts them.

    Numbers stay numbers; text, dates (as 2024-01-31), errors (as #DIV/0!), truth values and formulas whose value was
    never stored (as =B2/B3) become text. Raises `TableError`: a workbook that cannot be read, a sheet that
    is not there, several where none is named, and whatever `table_of` refuses.
    """
    _refuse_great(place, data)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        name = _chosen(place, names, sheet)
        written = written_cells(data, name)
        _refuse_far(f"{place}, sheet {name}", written)
        found = book.get_sheet_by_name(name)
        cells = found.to_python(skip_empty_area=False)
        ranges = found.merged_cell_ranges or []
    except (CalamineError, OSError, BadZipFile, KeyError, ValueError, ParseError) as error:
        if isinstance(error, TableError):
            raise
        hint = "open it in Excel and save it again, or save the sheet as CSV UTF-8"
        raise TableError.at(
            place, f"a workbook that cannot be read: {error}", "an .xlsx workbook", hint
        ) from None
    without = written.without_value
    for line, column in sorted(without):  # which may stand beyond the last cell that has a value
        cells += [[] for _ in range(line - len(cells))]
        cells[line - 1] += [""] * (column + 1 - len(cells[line - 1]))
    rows = [
        Row(line, tuple(without.get((line, column)) or _cell(value) for column, value in enumerate(row)))
        for line, row in enumerate(cells, 1)
    ]
    merged = frozenset(
        (first[0] + 1, column)
        for first, last in ranges
        if last[1] > first[1]
        for column in range(first[1], last[1] + 1)
    )
    filled = [row for row in rows if any(cell != "" for cell in row.cells)]
    note = f'sheet "{name}" of the workbook'
    return table_of(f"{place}, sheet {name}", filled, wanted, [note], "", merged, ragged=False)


def _refuse_great(place: str, data: bytes) -> None:
    """A workbook is packed: a few kilobytes may unpack to more than memory holds."""
    unpacked = 0  # of what is no archive, which is told where it is read
    with suppress(BadZipFile, OSError, ValueError, NotImplementedError), ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MOST_UNPACKED:
        found = f"a workbook of {unpacked >> 20:,} MB once unpacked"
        accepted = f"at most {MOST_UNPACKED >> 20} MB: save the sheet that is needed by itself"
        raise TableError.at(place, found, accepted)


def _refuse_far(place: str, written: Written) -> None:
    """A cell filled by mistake in the last row and column takes room for all before it."""
    if written.rows * written.columns > MOST_CELLS:
        found = f"cells up to row {written.rows:,} and column {written.columns:,}"
        hint = "delete the rows and columns beyond the table, of which some cell is filled, and save it again"
        raise TableError.at(place, found, f"a sheet of at most {MOST_CELLS:,} cells", hint)


def _chosen(place: str, names: list[str], sheet: str | None) -> str:
    if not names:
        raise TableError.at(place, "a workbook without a sheet of cells", "a sheet with a header and rows")
    if sheet is None:
        if len(names) == 1:
            return names[0]
        found = f"{len(names)} sheets: {listed(names, 'and')}"
        raise TableError.at(place, found, "one of them, by --sheet", f'for instance --sheet "{names[0]}"')
    if sheet not in names:
        raise TableError.at(place, f'no sheet "{sheet}"', listed(names), nearest(sheet, names))
    return sheet


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value).strip()
