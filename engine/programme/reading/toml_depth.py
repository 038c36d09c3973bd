"""The text of a programme file -> its tables, within bounds of depth and of letters that are seen."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from engine.problems import Problem, ProgrammeError, shortened
from engine.programme.reading.hidden_letters import refuse_hidden_letters
from engine.programme.reading.toml_lines import STRING

# Tables within tables. A programme needs a dozen; a thousand would exhaust what reads them, or the memory.
DEEPEST = 40
_KEY_PIECE = re.compile(rf"{STRING.pattern}|#[^\n]*|[.=\n,\[\]{{}}]", re.DOTALL)
_ACCEPTED = f"TOML, at most {DEEPEST} tables or lists within each other"


def tables_of(file: str, text: str) -> dict[str, Any]:
    """The tables of a text; raises `tomllib`'s error if it is no TOML.

    Raises `ProgrammeError` where tables are too deep, or letters hide in a key or a text.
    """
    data = shallow_tables_of(file, text)
    refuse_hidden_letters(file, text.replace("\r\n", "\n"), data)
    return data


def shallow_tables_of(file: str, text: str) -> dict[str, Any]:
    """The same, whatever letters are in it."""
    text = text.replace("\r\n", "\n")
    _refuse_long_keys(file, text)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise ProgrammeError.at(file, "brackets within brackets, too deep to read", _ACCEPTED) from None
    key = _too_deep(data)
    if key:
        raise ProgrammeError([Problem(file, "tables within tables, too deep to read", _ACCEPTED, key=key)])
    return data


def _refuse_long_keys(file: str, text: str) -> None:
    """Before it is read: `tomllib` remembers every part of a dotted key, which is quadratic in the dots."""
    if max((line.count(".") for line in text.split("\n")), default=0) < DEEPEST:
        return
    dots, start = 0, 0
    for piece in _KEY_PIECE.finditer(text):
        if piece[0] == ".":
            dots += 1
        elif piece[0] in ("=", "\n", ",", "[", "]", "{", "}"):
            if dots >= DEEPEST and piece[0] in "=]":
                key, line = text[start : piece.start()].strip(), text.count("\n", 0, start) + 1
                found = f"a key of {dots + 1} parts, too deep to read"
                raise ProgrammeError([Problem(file, found, _ACCEPTED, key=shortened(key), line=line)])
            dots, start = 0, piece.end()


def _too_deep(data: dict[str, Any]) -> str:
    """The dotted path of a place that is deeper than may be; empty if there is none."""
    level: list[tuple[str, Any]] = list(data.items())
    for _ in range(DEEPEST):
        level = [(f"{path}.{key}", inner) for path, value in level for key, inner in _inside(value)]
    return shortened(level[0][0]) if level else ""


def _inside(value: Any) -> Any:
    return value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
