"""Answers of several experts from a CSV or TOML file, or every fault that it has, each with its place.

CSV: a line for each expert, under a heading of `who, when, basis, note, weight`, quantiles as `p10, p50, p90` (`p2.5`
too) and the most likely value as `mode`. TOML: the same names as keys of `[[answers]]`. Only quantiles are needed; an
empty cell, or NA, is not said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from engine.elicitation.answer import Answer, ElicitationError
from engine.problems import Problem, ProgrammeError, nearest
from engine.programme.reading.hidden_letters import ACCEPTED, said_of
from engine.programme.reading.toml_depth import tables_of
from engine.table_files.decoding import decoded
from engine.table_files.first_bytes import kind_by_first_bytes
from engine.table_files.missing import missing
from engine.table_files.number_column import read_numbers
from engine.table_files.read_table import read_table
from engine.table_files.table import Table, TableError, text_of

TEXTS = ("who", "when", "basis", "note")
NUMBERS = ("weight", "mode")
COLUMNS = "who, when, basis, note, weight, mode, and quantiles as p10, p50, p90"
_QUANTILE = re.compile(r"[pP](\d+(?:\.\d*)?)")
Row = tuple[str, Mapping[str, Any]]  # where it stands, and what it says


class AnswerFile(NamedTuple):
    """Answers in the order of their file, and how it was read, each note to stand after "read with"."""

    answers: tuple[Answer, ...]
    notes: tuple[str, ...]


def read_answers(path: str | PathLike[str]) -> tuple[Answer, ...]:
    """The answers of a file by its ending, .csv or .toml, in its order; see `read_answer_file`."""
    return read_answer_file(path).answers


def read_answer_file(path: str | PathLike[str]) -> AnswerFile:
    """The answers of a file by its ending, .csv or .toml, and what was taken for granted in reading them.

    Raises `ElicitationError` with every fault, or `OSError` where the file cannot be opened.
    """
    path = Path(path)
    readers = {".csv": _csv_rows, ".toml": _toml_rows}
    if path.suffix.lower() not in readers:
        kind = kind_by_first_bytes(path.read_bytes()) if path.is_file() else None
        found = kind.name if kind else f'a name that ends in "{path.suffix}"'
        hint = kind.advice if kind else ""
        raise ElicitationError.at(str(path), found, "a file of answers: .csv or .toml", hint)
    try:
        rows, notes = readers[path.suffix.lower()](path)
    except TableError as error:
        raise ElicitationError(error.problems) from None
    if not rows:
        raise ElicitationError.at(str(path), "no answers", "a line or an [[answers]] table for each expert")
    answers: list[Answer] = []
    faults: list[Problem] = []
    for place, row in rows:
        try:
            answers.append(_answer(row))
        except ElicitationError as error:
            faults += [problem.within(place) for problem in error.problems]
    if faults:
        raise ElicitationError(faults)
    return AnswerFile(tuple(answers), notes)


def _csv_rows(path: Path) -> tuple[list[Row], tuple[str, ...]]:
    table = read_table(path, lambda names: any(_QUANTILE.fullmatch(name) for name in names))
    used = [name for place, name in enumerate(table.names) if name or _filled(table, place)]
    faults = [fault for name in used for fault in _unknown(f"{path}:{table.heading_line}", name)]
    if faults:
        raise ElicitationError(faults)
    rows: list[dict[str, Any]] = [{} for _ in table.rows]
    notes = list(table.notes)
    numbers = [name for name in used if name and name not in TEXTS]
    for names in (
        [name for name in numbers if name != "weight"],
        [name for name in numbers if name == "weight"],
    ):
        notes += _read_into(rows, table, names)
    for name in (name for name in used if name in TEXTS):
        place = table.column(name)
        for row, cells in zip(rows, table.rows, strict=True):
            row[name] = text_of(cells.cells[place])
    placed: list[Row] = [(f"{path}:{row.line}", said) for row, said in zip(table.rows, rows, strict=True)]
    return placed, tuple(dict.fromkeys(notes))


def _filled(table: Table, place: int) -> bool:
    return any(row.cells[place] != "" for row in table.rows)


def _read_into(rows: list[dict[str, Any]], table: Table, names: list[str]) -> tuple[str, ...]:
    """Put the numbers of columns that share a unit into the rows; what is none stays text, to be refused."""
    columns = {name: table.column(name) for name in names}
    cells = [
        (k, name, row.cells[place])
        for k, row in enumerate(table.rows)
        for name, place in columns.items()
        if not missing(row.cells[place])
    ]
    read = read_numbers(table, [(table.rows[k].line, cell) for k, _, cell in cells])
    for (k, name, cell), value in zip(cells, read.values.tolist(), strict=True):
        rows[k][name] = text_of(cell) if math.isnan(value) else value
    return read.notes


def _toml_rows(path: Path) -> tuple[list[Row], tuple[str, ...]]:
    data = path.read_bytes()
    kind = kind_by_first_bytes(data)
    if kind is not None:
        raise ElicitationError.at(str(path), kind.name, "a file of answers: .csv or .toml", kind.advice)
    text, note = decoded(data, str(path))
    return [*_tables(str(path), text)], (note,) if note else ()


def _tables(path: str, text: str) -> Iterator[Row]:
    try:
        tables = tables_of(path, text)
    except ProgrammeError as error:
        raise ElicitationError(error.problems) from None
    except ValueError as error:
        raise ElicitationError.at(path, str(error), "TOML (https://toml.io)") from None
    answers = tables.get("answers", [])
    if set(tables) - {"answers"} or not isinstance(answers, list):
        found = f"the keys {', '.join(tables)}"
        raise ElicitationError.at(path, found, "nothing but [[answers]] tables, one for each expert")
    for number, row in enumerate(answers, 1):
        place = f"{path}: answers {number}"
        if not isinstance(row, dict):
            raise ElicitationError.at(place, repr(row), "a table")
        faults = [fault for name in row for fault in _unknown(place, name)]
        if faults:
            raise ElicitationError(faults)
        yield place, row


def _unknown(place: str, name: str) -> Iterator[Problem]:
    if name in (*TEXTS, *NUMBERS) or _QUANTILE.fullmatch(name):
        return
    hint = nearest(name, (*TEXTS, *NUMBERS))
    if re.fullmatch(r"0?\.\d+", name):
        hint = f"the quantile at {name} is the column p{100 * float(name):g}"
    yield Problem(place, f'"{name}"', COLUMNS, hint)


def _answer(row: Mapping[str, Any]) -> Answer:
    quantiles: list[tuple[float, float]] = []
    others: dict[str, Any] = {name: str(row.get(name, "")) for name in TEXTS}
    faults = [Problem(name, said, ACCEPTED) for name in TEXTS if (said := said_of(others[name], "a text"))]
    for name, cell in row.items():
        if name in TEXTS:
            continue
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            hint = "a plain number, in the unit of the others" if isinstance(cell, str) else ""
            faults.append(Problem(name, repr(cell), "a number", hint))
            continue
        quantile = _QUANTILE.fullmatch(name)
        if quantile:
            quantiles.append((float(f"{float(quantile[1]) / 100:.12g}"), cell))
        else:
            others[name] = cell
    if faults:
        raise ElicitationError(faults)
    return Answer(quantiles, **others)
