"""A file with a table in it -> `Table`, whatever program wrote it."""

from __future__ import annotations

from pathlib import Path

from engine.table_files.decoding import decoded
from engine.table_files.delimited import delimited_table
from engine.table_files.first_bytes import XLSX, kind_by_first_bytes
from engine.table_files.table import Table, TableError, Wanted
from engine.table_files.workbook import workbook_table

MOST_BYTES = 256 << 20  # of a file, which becomes several times as much in memory


def read_table(path: str | Path, wanted: Wanted, sheet: str | None = None) -> Table:
    """The table of a text file (CSV and its kin) or of a sheet of an .xlsx workbook, known by its first bytes.

    wanted: whether a line of cells can be the heading; titles above it are passed over.
    sheet: the sheet of a workbook; the only one if left out.

    Raises `TableError` with the reason and what to do for anything else, `OSError` if the file cannot be read.
    """
    place = str(path)
    with Path(path).open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TableError.at(
            place, f"more than {MOST_BYTES >> 20} MB", "a smaller file: the columns that are needed"
        )
    kind = kind_by_first_bytes(data)
    if kind == XLSX:
        return workbook_table(place, data, wanted, sheet)
    if kind is not None:
        raise TableError.at(place, kind.name, "a CSV file, or an Excel workbook (.xlsx)", kind.advice)
    if sheet is not None:
        raise TableError.at(place, "a file of text, which has no sheets", "no --sheet, or an .xlsx workbook")
    text, note = decoded(data, place)
    return delimited_table(place, text, wanted, (note,) if note else ())
