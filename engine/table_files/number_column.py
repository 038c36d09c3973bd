"""The cells of a column (or of several that go together) as numbers: one decimal mark, one unit, or told why not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.problems import shortened
from engine.table_files.missing import missing
from engine.table_files.table import Cell, Table, TableError, text_of
from engine.table_files.written_numbers import DECIMALS, Written, is_plain, written

MARKS = {".": "point", ",": "comma"}


class DecimalDoubt(TableError):
    """Numbers such as 1,250 of which nothing tells whether the mark is one of decimals or of thousands."""


class Unread(NamedTuple):
    """A cell that is no number, and why."""

    line: int
    text: str
    reason: str


class Numbers(NamedTuple):
    """A number for each cell, NaN for those in `unread`; `notes` say how they were read, after "read with"."""

    values: NDArray[np.float64]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]


Placed = tuple[int, Cell]
"""A cell with its line."""

EMPTY, NO_NUMBER, ENDLESS = "holds no value", "is no number", "is no finite number"
NOT_ALONE = "is no number by itself, though digits stand in it"
FORMULA = "is a formula whose value was never stored"
PER_CENT, ERROR, DATE = "has a per cent sign", "is the error of a formula", "is a date"
MIXED = "has another unit than the others"
_ERRORS = ("#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")


def read_numbers(table: Table, cells: Sequence[Placed], decimal: str | None = None) -> Numbers:
    """The cells as numbers under one decimal mark: the one given, else the one that they or the file tell.

    Raises `TableError` where some can only have a decimal point and others only a comma, and where every one may
    have either, such as 1,250, and nothing in the file tells which.
    """
    found = {k: one for k, (_, cell) in enumerate(cells) if (one := _dressed(cell)) is not None}
    mark = decimal or _decimal(table, cells, found)
    unit = _unit(found)
    values = np.full(len(cells), math.nan)
    unread: list[Unread] = []
    for k, (line, cell) in enumerate(cells):
        value, reason = _value(cell, found.get(k), mark, unit)
        if reason:
            unread.append(Unread(line, shortened(text_of(cell), 40), reason))
        else:
            values[k] = value
    notes = _notes(cells, [(k, one) for k, one in found.items() if math.isfinite(values[k])], mark, unit)
    return Numbers(values, tuple(unread), notes)


def _dressed(cell: Cell) -> Written | None:
    return None if not isinstance(cell, str) or missing(cell) else written(cell)


def _value(cell: Cell, found: Written | None, mark: str, unit: str) -> tuple[float, str]:
    """The number, or why there is none."""
    if isinstance(cell, float):
        return (cell, "") if math.isfinite(cell) else (cell, ENDLESS)
    if found is None:
        return math.nan, _reason(cell)
    value = found.under(mark)
    if found.unit == "%":
        return math.nan, PER_CENT
    if value is None:
        return math.nan, NO_NUMBER
    if not math.isfinite(value):
        return math.nan, ENDLESS
    if value != 0 and found.unit.casefold() != unit.casefold():
        return math.nan, MIXED
    return value, ""


def _reason(text: str) -> str:
    if missing(text):
        return EMPTY
    if text.upper() in _ERRORS:
        return ERROR
    if text.startswith("="):
        return FORMULA
    if text.strip("+-").casefold() in ("inf", "infinity"):
        return ENDLESS
    parts = text.replace("/", "-").replace(".", "-").split("T")[0].split(" ")[0].split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return DATE
    return NOT_ALONE if any(letter.isdigit() for letter in text) else NO_NUMBER


def _unit(found: dict[int, Written]) -> str:
    """The unit that most cells have; "" where as many have none."""
    units = [one.unit for one in found.values() if one.unit != "%"]
    return max(dict.fromkeys(["", *units]), key=units.count, default="")


def _decimal(table: Table, cells: Sequence[Placed], found: dict[int, Written]) -> str:
    """The decimal mark that the cells tell, or else the file; refused where nothing does."""
    told: dict[str, int] = {}
    doubtful: list[int] = []
    whole = False
    for k, one in found.items():
        marks = one.marks
        if len(marks) == 1:
            told.setdefault(next(iter(marks)), k)
        elif len(set(marks.values())) == 2:
            doubtful.append(k)
        else:
            whole = True
    if len(told) == 2:
        raise _contradiction(table, cells, told)
    if told:
        return next(iter(told))
    if not doubtful:
        return "."
    numbers = any(isinstance(cell, float) for _, cell in cells)
    known = table.decimal or ("." if numbers else "")
    # a comma between columns leaves it to the point to mark decimals, unless whole numbers stand beside 1.250
    points = any("." in found[k].body for k in doubtful)
    commas = any("," in found[k].body for k in doubtful)
    if not known and table.separator == "," and not (points and (whole or commas)):
        known = "."
    if not known:
        raise _doubt(table, cells, found, doubtful[0])
    return known


def _contradiction(table: Table, cells: Sequence[Placed], told: dict[str, int]) -> TableError:
    point, comma = (cells[told[mark]] for mark in DECIMALS)
    found = f'"{point[1]}" on line {point[0]}, which has a decimal point, and "{comma[1]}" on line {comma[0]}, a comma'
    return TableError.at(
        table.place, found, "one decimal mark in all numbers", "write decimals with a point", comma[0]
    )


def _doubt(table: Table, cells: Sequence[Placed], found: dict[int, Written], k: int) -> DecimalDoubt:
    point, comma = (found[k].under(mark) for mark in DECIMALS)
    line, text = cells[k]
    return DecimalDoubt.at(
        table.place,
        f'"{text}" on line {line} is {point:.10g} with a decimal point, {comma:.10g} with a decimal comma',
        "numbers that read one way; nothing in the file tells which is meant",
        "write it without a thousands mark, decimals with a point",
        line,
    )


def _notes(
    cells: Sequence[Placed], read: Sequence[tuple[int, Written]], mark: str, unit: str
) -> tuple[str, ...]:
    """How the numbers were read that are not plain ones, each with an example."""

    def example(k: int, one: Written) -> str:
        return f'"{cells[k][1]}" on line {cells[k][0]} is {one.under(mark):.10g}'

    notes: dict[str, str] = {}
    for k, one in read:
        other = "," if mark == "." else "."
        group = next((sign for sign in (" ", "'", other) if sign in one.body), "")
        if group:
            notes.setdefault("thousands", f'"{group}" as thousands mark ({example(k, one)})')
        if mark == "," and "," in one.body:
            notes.setdefault("decimal", f"decimal commas ({example(k, one)})")
        elif mark == "." and len(set(one.marks.values())) == 2 and "." in one.body:
            notes.setdefault("decimal", f"decimal points ({example(k, one)})")
        if one.unit:
            notes.setdefault("unit", f"values in {unit} ({example(k, one)})")
        if one.minus and not is_plain(str(cells[k][1])):
            sign = "brackets" if one.minus == "(" else f'"{one.minus}"'
            if one.minus != "-":
                notes.setdefault("minus", f"{sign} as minus ({example(k, one)})")
    return tuple(notes.values())
