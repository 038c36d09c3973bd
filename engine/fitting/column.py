"""A column of a table file as numbers; every cell that is none is counted, and told with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.fitting.bounds_in_cells import of_ratio, said, together
from engine.fitting.conditions import rows_that_meet
from engine.fitting.sample import BoolArray, FitError, FloatArray
from engine.problems import listed
from engine.table_files import number_column as reasons
from engine.table_files.missing import missing
from engine.table_files.number_column import DecimalDoubt, Unread, read_numbers
from engine.table_files.read_table import read_table
from engine.table_files.table import Row, Table, TableError, text_of

_TOLD = 5  # cells told with their line; the others are counted
_TOTALS = (
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "average",
    "mean",
    "median",
    "overall",
)
_EXACT, _SIDES = ("", "no", "exact"), ("left", "right")
_DECIMALS = {"point": ".", "comma": ","}
_DECIMAL_ADVICE = "; or say which it is, by --decimal point or --decimal comma"


class Column(NamedTuple):
    """Numbers of a column, in the order of the file, and on which side each is censored.

    `rows` counts those of the file; `refused` those that failed each condition, `missing` those dropped for want of a
    value. `notes` say how the file was read, each to stand after "read with".
    """

    values: FloatArray
    censored_left: BoolArray
    censored_right: BoolArray
    rows: int
    refused: tuple[int, ...] = ()
    missing: int = 0
    notes: tuple[str, ...] = ()


def read_column(
    path: str | Path,
    column: str,
    where: Sequence[str] = (),
    censored: str | None = None,
    *,
    drop_missing: bool = False,
    sheet: str | None = None,
    decimal: str | None = None,
) -> Column:
    """Read `column` of a CSV file or a workbook with a header; `"outcome/forecast"` is the ratio of two columns.

    where: conditions (see `conditions`) such as "used=yes" or "year>=2015"; rows that fail one are passed over.
    censored: a column that says "left" (the truth is at most the value), "right" (at least) or nothing. A cell says
        so itself by "≥ 12", ">12", "at least 12", "12+", "≤ 12", "<12", "at most 12"; a ratio by either of its terms.
    drop_missing: pass over rows whose cell is blank or NA, and count them.
    sheet: the sheet of a workbook; the only one if left out.
    decimal: "point" or "comma" where the numbers do not tell, such as 1,250 alone.

    Raises `FitError` for a file of which no table can be read, a missing column (with the nearest name) or one that
    stands twice, a condition that no row meets, and cells that are no finite number, with the line of each;
    `OSError` if the file cannot be read.
    """
    mark = None if decimal is None else _DECIMALS[decimal]
    try:
        table = read_table(path, lambda names: bool(_parts(column, names)), sheet)
        return _column(table, column, where, censored, drop_missing, mark)
    except DecimalDoubt as error:
        raise FitError(replace(one, hint=one.hint + _DECIMAL_ADVICE) for one in error.problems) from None
    except TableError as error:
        raise FitError(error.problems) from None


def _column(
    table: Table,
    column: str,
    where: Sequence[str],
    censored: str | None,
    drop_missing: bool,
    decimal: str | None,
) -> Column:
    rows, refused = list(table.rows), []
    places = [table.column(name) for name in _parts(column, table.names) or _asked(column)]
    side = None if censored is None else table.column(censored)
    for condition in where:
        kept = rows_that_meet(table, rows, condition)
        refused.append(len(rows) - len(kept))
        rows = kept
    known = [row for row in rows if not any(missing(row.cells[place]) for place in places)]
    dropped = len(rows) - len(known) if drop_missing else 0
    if drop_missing:
        rows = known
        if not rows:
            raise FitError.at(
                table.place, f"no value in column {column}: all {dropped} cells are missing", "numbers"
            )
    values, marked, notes = _numbers(table, rows, places[0], decimal)
    if len(places) > 1:
        divisor, below, more = _numbers(table, rows, places[1], decimal)
        zeros = [Unread(row.line, "0", "") for row, d in zip(rows, divisor, strict=True) if d == 0]
        _tell(
            table, zeros, len(rows), table.names[places[1]], "finite numbers other than 0, to divide by", ""
        )
        marked = _of_ratios(table, rows, (values, marked), (divisor, below))
        values, notes = values / divisor, (*notes, *more)
    sides = together(marked, _sides(table, rows, side))
    if isinstance(sides, int):
        found = f"a bound on the one side, and in column {censored} on the other"
        raise FitError.at(table.place, found, "one of them", line=rows[sides].line)
    notes = (*notes, *_bounds(rows, marked))
    left, right = (np.array([one == name for one in sides], bool) for name in _SIDES)
    told = tuple(dict.fromkeys((*table.notes, *notes, *_totals(table, rows))))
    return Column(values, left, right, len(table.rows), tuple(refused), dropped, told)


def _totals(table: Table, rows: Sequence[Row]) -> Iterator[str]:
    """What is to be said of rows that look like sums of the others."""
    for row in rows:
        first = next((place for place, cell in enumerate(row.cells) if cell != ""), 0)
        text = text_of(row.cells[first])
        if text.strip(" :").casefold() in _TOTALS:
            leave = f"leave it out with --where '{table.names[first]}!={text}'"
            yield f'line {row.line} among the values, though it says "{text}" ({leave} if it sums the others)'


def _asked(column: str) -> tuple[str, ...]:
    """The names to look for one by one where they do not all stand in the heading."""
    above, slash, below = (part.strip() for part in column.partition("/"))
    return (above, below) if slash else (column.strip(),)


def _parts(column: str, names: Sequence[str]) -> tuple[str, ...]:
    """The column, or numerator and denominator where no column is named so; nothing where they are not there."""
    asked = (column.strip(),) if column.strip() in names else _asked(column)
    return asked if all(name in names for name in asked) else ()


def _bounds(rows: Sequence[Row], marked: Sequence[str]) -> Iterator[str]:
    """Which cells were read as bounds."""
    for side, words in (("right", "at least"), ("left", "at most")):
        lines = [str(row.line) for row, one in zip(rows, marked, strict=True) if one == side]
        if lines:
            shown = ", ".join(lines[:_TOLD]) + (
                f" and {len(lines) - _TOLD} more" if len(lines) > _TOLD else ""
            )
            yield f'{len(lines)} of {len(rows)} values as "{words}" (line {shown})'


def _of_ratios(
    table: Table,
    rows: Sequence[Row],
    above: tuple[FloatArray, list[str]],
    below: tuple[FloatArray, list[str]],
) -> list[str]:
    """On which side each ratio is censored, by its terms as (values, sides)."""
    found = []
    for row, top, top_side, bottom, bottom_side in zip(rows, *above, *below, strict=True):
        side = of_ratio(top_side, bottom_side, (bottom < 0) if top_side else (top > 0))
        if side is None:
            raise FitError.at(
                table.place, "a ratio of two bounds", "a bound in one of the two", line=row.line
            )
        found.append(side)
    return found


def _numbers(
    table: Table, rows: Sequence[Row], place: int, decimal: str | None
) -> tuple[FloatArray, list[str], tuple[str, ...]]:
    """The values, on which side each cell says that it is censored, and how they were read."""
    cells = [said(row.cells[place]) for row in rows]
    read = read_numbers(
        table, [(row.line, cell.cell) for row, cell in zip(rows, cells, strict=True)], decimal
    )
    _tell(
        table,
        read.unread,
        len(rows),
        table.names[place],
        "finite numbers",
        _advice(table.names[place], read.unread),
    )
    return read.values, [cell.side for cell in cells], read.notes


def _advice(name: str, unread: Sequence[Unread]) -> str:
    """What to do about the cells, a phrase for each reason."""
    first = {one.reason: one.text for one in reversed(unread)}
    drop = f"--drop-missing or --where '{name}!=' passes over the rows that have no value"
    advice = {
        reasons.EMPTY: drop,
        reasons.NO_NUMBER: "leave out rows that hold none: --where '{name}!={text}'",
        reasons.NOT_ALONE: "write the cell as one plain number: no range, mark or note, a minus before it",
        reasons.ENDLESS: "leave the rows out: --where '{name}!={text}'",
        reasons.PER_CENT: "write {text} as a plain number, all per cent or all as parts of 1",
        reasons.ERROR: "mend the formula, or leave the rows out: --where '{name}!={text}'",
        reasons.FORMULA: "open the file in Excel and save it, so that values are stored",
        reasons.DATE: "a date is no number: give a column of durations or amounts",
        reasons.MIXED: "write all of the column in one unit ({text} is not in that of the others)",
    }
    return "; ".join(advice[reason].format(name=name, text=text) for reason, text in first.items())


def _tell(table: Table, bad: Sequence[Unread], count: int, name: str, accepted: str, advice: str) -> None:
    if not bad:
        return
    cells = ", ".join(f'line {one.line}: "{one.text}"' for one in bad[:_TOLD])
    more = f" and {len(bad) - _TOLD} more" if len(bad) > _TOLD else ""
    why = listed([*dict.fromkeys(one.reason for one in bad if one.reason)], "and")
    found = f"{len(bad)} of {count} cells in column {name} cannot be used ({cells}{more})"
    raise FitError.at(table.place, f"{found}: {why}" if why else found, accepted, advice, bad[0].line)


def _sides(table: Table, rows: Sequence[Row], place: int | None) -> list[str]:
    if place is None:
        return [""] * len(rows)
    sides = [text_of(row.cells[place]) for row in rows]
    for row, side in zip(rows, sides, strict=True):
        if side not in (*_EXACT, *_SIDES):
            found = f'column {table.names[place]} says "{side}"'
            accepted = "left (the truth is at most the value), right (at least), or nothing"
            raise FitError.at(table.place, found, accepted, line=row.line)
    return sides
