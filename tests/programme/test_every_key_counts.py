"""No key of a programme is passed over in silence: beside any others it changes what is read, or it is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import reduce
from operator import getitem
from typing import Any

from engine.problems import Findings
from engine.programme.reading.resolve import resolved
from engine.programme.table import PROVENANCE
from experiments.format_reference.examples import EVERY_KEY

Path = tuple[str | int, ...]
WHOLE = tomllib.loads(EVERY_KEY.read_text(encoding="utf-8"))
PLAYED = ("scenarios", "options", "sources")  # what is chosen by name, and read where it is
AS_IF_LEFT_OUT = (
    ("starts_after", "rollout"),
    ("prices", "real"),
    ("funded", True),
    ("taken", False),
    ("repair", True),  # of what is possible as it stands
)


def read(tables: dict[str, Any]) -> str | None:
    """What is read, told apart by all that plays; nothing where it is refused."""
    findings = Findings()
    found = resolved(deepcopy(tables), None, False, findings)
    return None if findings.found else repr(replace(found, content_hash=""))


def tables_in(part: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(part, dict):
        yield path, part
    for name, inner in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(inner, dict | list):
            yield from tables_in(inner, (*path, name))


def kind_of(path: Path) -> Path:
    """The path with every name that a user gives taken out of it."""
    named = ("clusters", "activities", "costs", "benefits", "drivers", "risks", "claims", "laws", "beliefs")
    return tuple(
        "*" if (place and path[place - 1] in named) or isinstance(part, int) else part
        for place, part in enumerate(path)
    )


def with_one_more() -> Iterator[tuple[str, dict[str, Any]]]:
    """The example with a key more in one of its tables: each that another table of the same kind gives."""
    kinds: dict[Path, dict[str, Any]] = {}
    for path, table in tables_in(WHOLE):
        kinds.setdefault(kind_of(path), {}).update(table)
    for path, table in tables_in(WHOLE):
        for key, value in kinds[kind_of(path)].items() if path and path[0] not in PLAYED else ():
            if key not in table and key not in PROVENANCE and (key, value) not in AS_IF_LEFT_OUT:
                changed = deepcopy(WHOLE)
                reduce(getitem, path, changed)[key] = value
                yield ".".join(map(str, (*path, key))), changed


def test_a_key_beside_others_counts_or_is_refused():
    whole, more = read(WHOLE), dict(with_one_more())
    assert len(more) > 300
    assert [place for place, changed in more.items() if read(changed) == whole] == []
