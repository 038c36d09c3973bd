"""Answers of several experts from a CSV or TOML file, or every fault that it has, each with its place.

CSV: a line for each expert, under a heading of `who, when, basis, note, weight` and quantiles as `p10, p50, p90`
(`p2.5` too). TOML: the same names as keys of `[[answers]]`. Only quantiles are needed; an empty cell is not said.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from engine.elicitation.answer import Answer, ElicitationError
from engine.problems import Problem, nearest

TEXTS = ("who", "when", "basis", "note")
COLUMNS = "who, when, basis, note, weight, and quantiles as p10, p50, p90"
_QUANTILE = re.compile(r"[pP](\d+(?:\.\d*)?)")
Row = tuple[str, Mapping[str, Any]]  # where it stands, and what it says


def read_answers(path: str | PathLike[str]) -> tuple[Answer, ...]:
    """The answers of a file by its ending, .csv or .toml, in its order.

    Raises `ElicitationError` with every fault, or `OSError` where the file cannot be opened.
    """
    path = Path(path)
    readers = {".csv": _csv_rows, ".toml": _toml_rows}
    if path.suffix.lower() not in readers:
        raise ElicitationError.at(
            str(path), f'a name that ends in "{path.suffix}"', "a file of answers: .csv or .toml"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ElicitationError.at(
            str(path), f"a byte at offset {error.start} that is not UTF-8", "text in UTF-8"
        ) from None
    rows = [*readers[path.suffix.lower()](str(path), text)]
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
    return tuple(answers)


def _csv_rows(path: str, text: str) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text), skipinitialspace=True)
    heading = [name.strip() for name in next(lines, [])]
    faults = [fault for name in heading for fault in _unknown(f"{path}:1", name)]
    faults += [
        Problem(f"{path}:1", f'the column "{name}" {heading.count(name)} times', "each column once")
        for name in dict.fromkeys(heading)
        if heading.count(name) > 1
    ]
    if faults:
        raise ElicitationError(faults)
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        place = f"{path}:{lines.line_num}"
        if len(cells) > len(heading):
            hint = "put text that holds a comma in double quotes"
            raise ElicitationError.at(
                place, f"{len(cells)} cells", f"{len(heading)}, as in the heading", hint
            )
        row = dict(zip(heading, map(str.strip, cells), strict=False))
        yield place, {name: cell for name, cell in row.items() if cell}


def _toml_rows(path: str, text: str) -> Iterator[Row]:
    try:
        tables = tomllib.loads(text)
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
    if name in (*TEXTS, "weight") or _QUANTILE.fullmatch(name):
        return
    hint = nearest(name, (*TEXTS, "weight"))
    if ";" in name:
        hint = "separate columns with commas, and write decimals with a point"
    elif re.fullmatch(r"0?\.\d+", name):
        hint = f"the quantile at {name} is the column p{100 * float(name):g}"
    yield Problem(place, f'"{name}"', COLUMNS, hint)


def _answer(row: Mapping[str, Any]) -> Answer:
    quantiles, faults, weight = [], [], 1.0
    for name, cell in row.items():
        if name in TEXTS:
            continue
        try:
            value = _number(cell)
        except ValueError:
            hint = (
                "write decimals with a point, and no unit or thousands mark" if isinstance(cell, str) else ""
            )
            faults.append(Problem(name, repr(cell), "a number", hint))
            continue
        quantile = _QUANTILE.fullmatch(name)
        if quantile:
            quantiles.append((float(f"{float(quantile[1]) / 100:.12g}"), value))
        else:
            weight = value
    if faults:
        raise ElicitationError(faults)
    return Answer(quantiles, **{name: str(row.get(name, "")) for name in TEXTS}, weight=weight)


def _number(cell: Any) -> float:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError
    return float(cell.replace("−", "-") if isinstance(cell, str) else cell)
