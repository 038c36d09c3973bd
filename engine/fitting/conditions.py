"""Which rows of a table are fitted: conditions such as `used=yes`, `year>=2015`, `region!=north,south`, `slip!=`."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from operator import ge, gt, le, lt
from typing import NamedTuple

from engine.fitting.sample import FitError
from engine.problems import nearest
from engine.table_files.missing import missing
from engine.table_files.number_column import EMPTY, read_numbers
from engine.table_files.table import Row, Table, text_of
from engine.table_files.written_numbers import written

FORMS = "COLUMN=VALUE, !=, <, <=, > or >=, for instance used=yes, region=north,south, year>=2015, slip!="
_OPERATOR = re.compile(r"!=|<>|<=|>=|==|=|<|>")
_ORDERS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_TOLD = 5


class Condition(NamedTuple):
    """A column, an operator, and what it is compared with."""

    text: str
    name: str
    operator: str
    wanted: str


def rows_that_meet(table: Table, rows: Sequence[Row], condition: str) -> list[Row]:
    """The rows that meet a condition.

    `=` takes any of several values with commas between them, `!=` none of them; nothing at all stands for a cell that
    is blank or NA. Texts are compared letter by letter, or as numbers where no cell has the text. `<`, `<=`, `>` and
    `>=` compare numbers; a cell without one does not meet them.

    Raises `FitError`: no such form, an unknown column, a value that no cell has, a cell that is no number under `<`,
    and where no row is left.
    """
    asked = parsed(table, condition)
    column = table.column(asked.name)
    kept = (_ordered if asked.operator in _ORDERS else _equal)(table, rows, column, asked)
    if not kept:
        accepted = f"a condition that a row meets; {asked.name} is {_there(rows, column)}"
        raise FitError.at(table.place, f"no row has {condition}", accepted)
    return kept


def parsed(table: Table, condition: str) -> Condition:
    """The parts of a condition; where several operators stand in it, the one behind the name of a column."""
    places = [*_OPERATOR.finditer(condition)]
    if not places:
        raise FitError.at(f"--where {condition}", "no = and no other comparison", FORMS)
    known = [place for place in places if condition[: place.start()].strip() in table.names]
    place = (known or places)[0]
    operator = {"<>": "!=", "==": "="}.get(place[0], place[0])
    return Condition(
        condition, condition[: place.start()].strip(), operator, condition[place.end() :].strip()
    )


def _equal(table: Table, rows: Sequence[Row], column: int, asked: Condition) -> list[Row]:
    texts = {text_of(row.cells[column]) for row in rows}
    values = [asked.wanted] if asked.wanted in texts else _values(asked.wanted)
    chosen: set[str] = set()
    for value in values:
        alike = _alike(value, texts)
        if not alike:
            found = f"no row has {asked.name}={value}"
            accepted = f"a value of {asked.name}, which is {_there(rows, column)}"
            raise FitError.at(table.place, found, accepted, nearest(value, texts))
        chosen |= alike
    return [row for row in rows if (text_of(row.cells[column]) in chosen) == (asked.operator == "=")]


def _values(wanted: str) -> list[str]:
    """The values between commas; one that holds a comma stands in double quotes."""
    return [value.strip() for value in next(csv.reader([wanted], skipinitialspace=True), []) or [""]]


def _alike(value: str, texts: set[str]) -> set[str]:
    """The texts that a value stands for. Nothing may be missing in a column: then it stands for no row, rightly."""
    if value == "":
        return {text for text in texts if missing(text)} or {""}
    if value in texts:
        return {value}
    number = _number(value)
    return {text for text in texts if number is not None and _number(text) == number}


def _number(text: str) -> float | None:
    found = written(text)
    return found.under(".") if found and not found.unit else None


def _ordered(table: Table, rows: Sequence[Row], column: int, asked: Condition) -> list[Row]:
    limit = _number(asked.wanted)
    if limit is None:
        found = f'"{asked.wanted}" behind {asked.operator}'
        raise FitError.at(f"--where {asked.text}", found, "a number, with a point for decimals")
    read = read_numbers(table, [(row.line, row.cells[column]) for row in rows])
    bad = [one for one in read.unread if one.reason != EMPTY]
    if bad:
        cells = ", ".join(f'line {one.line}: "{one.text}"' for one in bad[:_TOLD])
        found = f"{len(bad)} of {len(rows)} cells in column {asked.name} are no numbers ({cells})"
        accepted = f"numbers, to compare them with {asked.wanted}"
        raise FitError.at(table.place, found, accepted, line=bad[0].line)
    meets = _ORDERS[asked.operator]
    return [row for row, value in zip(rows, read.values.tolist(), strict=True) if meets(value, limit)]


def _there(rows: Sequence[Row], column: int) -> str:
    found = sorted({text_of(row.cells[column]) for row in rows} - {""})
    return (", ".join(found[:_TOLD]) + (", ..." if len(found) > _TOLD else "")) or "never filled"
