"""A column of a CSV file as numbers; every cell that is none is counted, and told with its line."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.fitting.sample import BoolArray, FitError, FloatArray
from engine.problems import listed, nearest

_TOLD = 5  # cells told with their line; the others are counted
_EXACT, _SIDES = ("", "no", "exact"), ("left", "right")


class Column(NamedTuple):
    """Numbers of a column, in the order of the file, and on which side each is censored."""

    values: FloatArray
    censored_left: BoolArray
    censored_right: BoolArray


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]


def read_column(
    path: str | Path, column: str, where: Sequence[str] = (), censored: str | None = None
) -> Column:
    """Read `column` of a CSV file with a header; `"outcome/forecast"` is the ratio of two columns.

    where: conditions such as "used=yes"; rows that fail one are passed over.
    censored: a column that says "left" (the truth is at most the value), "right" (at least) or nothing.

    Raises `FitError` for a missing column (with the nearest name), a condition that no row meets, and cells
    that are no finite number, with the line of each; `OSError` if the file cannot be read.
    """
    names, rows = _rows(Path(path))
    above, below = _parts(path, column, names)
    for condition in where:
        name, equals, wanted = condition.partition("=")
        if not equals:
            raise FitError.at(f"--where {condition}", "no =", "COLUMN=VALUE, for instance used=yes")
        _known(path, name.strip(), names)
        found = sorted({row.cells[name.strip()] for row in rows})
        rows = [row for row in rows if row.cells[name.strip()] == wanted.strip()]
        if not rows:
            there = ", ".join(found[:_TOLD]) + (", ..." if len(found) > _TOLD else "")
            accepted = f"a value of {name.strip()}, which is {there or 'never filled'}"
            raise FitError.at(str(path), f"no row has {condition}", accepted, nearest(wanted.strip(), found))
    values = _numbers(path, rows, above)
    if below:
        divisor = _numbers(path, rows, below)
        _tell(
            path, [(row.line, below, "0") for row, d in zip(rows, divisor, strict=True) if d == 0], rows, ""
        )
        values = values / divisor
    sides = _sides(path, rows, names, censored)
    return Column(values, np.array([s == "left" for s in sides]), np.array([s == "right" for s in sides]))


def _rows(path: Path) -> tuple[list[str], list[_Row]]:
    rows = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            names = [name.strip() for name in next(reader, [])]
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    filled = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
                    rows.append(_Row(reader.line_num, dict(zip(names, filled, strict=False))))
    except UnicodeDecodeError as error:
        found = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise FitError.at(str(path), found, "text in UTF-8", "save the file as UTF-8") from None
    except csv.Error as error:
        raise FitError.at(str(path), str(error), "a CSV file with commas", line=reader.line_num) from None
    if not names:
        raise FitError.at(str(path), "the file is empty", "a header and a number a row")
    if not rows:
        raise FitError.at(str(path), "a header and no row", "a number a row")
    return names, rows


def _parts(path: str | Path, column: str, names: list[str]) -> tuple[str, str]:
    """The column, or numerator and denominator where no column is named so."""
    above, slash, below = (part.strip() for part in column.partition("/"))
    if column in names or not slash:
        _known(path, column, names)
        return column, ""
    _known(path, above, names)
    _known(path, below, names)
    return above, below


def _known(path: str | Path, name: str, names: list[str]) -> None:
    if name in names:
        return
    raise FitError.at(str(path), f'no column "{name}"', listed(names), nearest(name, names))


def _numbers(path: str | Path, rows: list[_Row], name: str) -> FloatArray:
    values, bad = [], []
    for row in rows:
        try:
            value = float(row.cells[name])
        except ValueError:
            value = math.nan
        values.append(value)
        if not math.isfinite(value):
            bad.append((row.line, name, row.cells[name]))
    _tell(path, bad, rows, "leave them out with --where, or mark them with --censored")
    return np.array(values)


def _tell(path: str | Path, bad: list[tuple[int, str, str]], rows: list[_Row], advice: str) -> None:
    if not bad:
        return
    cells = ", ".join(f'line {line}: "{cell}"' for line, _, cell in bad[:_TOLD])
    more = f" and {len(bad) - _TOLD} more" if len(bad) > _TOLD else ""
    found = f"{len(bad)} of {len(rows)} cells in column {bad[0][1]} cannot be used ({cells}{more})"
    accepted = "finite numbers" if advice else "finite numbers other than 0, to divide by"
    raise FitError.at(str(path), found, accepted, advice, bad[0][0])


def _sides(path: str | Path, rows: list[_Row], names: list[str], censored: str | None) -> list[str]:
    if censored is None:
        return [""] * len(rows)
    _known(path, censored, names)
    for row in rows:
        if row.cells[censored] not in (*_EXACT, *_SIDES):
            found = f'column {censored} says "{row.cells[censored]}"'
            accepted = "left (the truth is at most the value), right (at least), or nothing"
            raise FitError.at(str(path), found, accepted, line=row.line)
    return [row.cells[censored] for row in rows]
