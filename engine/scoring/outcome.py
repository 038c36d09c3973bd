"""What happened to something that was forecast: read from TOML, every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from engine.problems import Problem, Refused, listed, nearest, number, shown
from engine.programme.reading.loading import written
from engine.programme.reading.toml_lines import TomlLines

KEYS = ("measure", "value", "claim", "holds", "date", "source", "fact", "note")
TEXTS = ("measure", "claim", "source", "fact", "note")


class OutcomeError(Refused):
    """Outcomes that cannot be read, or of what the results forecast nothing."""


@dataclass(frozen=True)
class Outcome:
    """What happened to a measure (`value`, in its units) or to a claim (`holds`).

    Outcomes of one `fact`, which rise and fall together, are counted as one; each is its own unless it says.

        >>> engine.Outcome("final account", measure="total_cost", value=1210.0, date="2028-03-31").fact
        ''
    """

    name: str
    measure: str | None = None
    claim: str | None = None
    value: float = np.nan
    holds: bool = False
    date: str = ""
    source: str = ""
    fact: str = ""


def read_outcomes(path: str | Path) -> dict[str, Outcome]:
    """The outcomes of a TOML file by name, each a table `[outcomes.NAME]` with a measure and its value or a claim and
    whether it holds; `date`, `source`, `fact` and `note` as text.

    Raises `OutcomeError`, which lists every fault with its line, and `ProgrammeError` for a file that is no TOML.
    """
    data, lines = written(path)
    tables = data.get("outcomes")
    problems = [
        _problem(path, lines, key, f'a key "{key}" that means nothing here', "tables [outcomes.NAME]")
        for key in data
        if key != "outcomes"
    ]
    if not isinstance(tables, dict) or not tables:
        problems.append(_problem(path, lines, "outcomes", "nothing", "at least one table [outcomes.NAME]"))
        tables = {}
    for name, table in tables.items():
        key = f"outcomes.{name}"
        if isinstance(table, dict):
            problems += _faults(path, lines, key, table)
        else:
            problems.append(_problem(path, lines, key, shown(table), "a table"))
    if problems:
        raise OutcomeError(problems)
    return {name: _outcome(name, table) for name, table in tables.items()}


def _faults(path: str | Path, lines: TomlLines, key: str, table: Mapping[str, Any]) -> list[Problem]:
    found = []
    for name, value in table.items():
        place, accepted = f"{key}.{name}", ""
        if name not in KEYS:
            hint = nearest(name, KEYS)
            found.append(_problem(path, lines, place, f'a key "{name}"', listed(KEYS), hint))
        elif name in TEXTS and not isinstance(value, str):
            accepted = "text in quotes"
        elif name == "value" and number(value) is None:
            accepted = "a finite number"
        elif name == "holds" and not isinstance(value, bool):
            accepted = "true or false"
        elif name == "date" and not isinstance(value, str | date):
            accepted = "a date, or text in quotes"
        if accepted:
            found.append(_problem(path, lines, place, shown(value), accepted))
    pairs = {"measure", "value"}, {"claim", "holds"}
    if not found and table.keys() & set().union(*pairs) not in pairs:
        said = listed([name for name in table if name in set().union(*pairs)], "and") or "neither"
        found.append(
            _problem(path, lines, key, said, "a measure with its value, or a claim and whether it holds")
        )
    return found


def _problem(
    path: str | Path, lines: TomlLines, key: str, found: str, accepted: str, hint: str = ""
) -> Problem:
    return Problem(str(path), found, accepted, hint, key, lines.line(key))


def _outcome(name: str, table: Mapping[str, Any]) -> Outcome:
    return Outcome(
        name,
        table.get("measure"),
        table.get("claim"),
        float(table.get("value", np.nan)),
        bool(table.get("holds", False)),
        str(table.get("date", "")),
        str(table.get("source", "")),
        str(table.get("fact", "")),
    )
