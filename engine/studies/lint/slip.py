"""What may be a slip though it can be played: where it stands, what was found, what it may mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.plan.plan import Planned
from engine.programme.model import Programme


class Slip(NamedTuple):
    """One of them; `key` is the dotted path in the file."""

    key: str
    found: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.key}: {self.found}; {self.meaning}"


class Case(NamedTuple):
    """What rules look at: the programme, its file's tables as they were written, and its plan."""

    programme: Programme
    tables: dict[str, Any]
    planned: Planned

    def key_of(self, name: str) -> str:
        """Dotted path in the file of an activity, a line, or a quantity of one."""
        return key_of(self.tables, name)


def key_of(tables: Mapping[str, Any], name: str) -> str:
    """Dotted path, in the tables of a file, of an activity, a line, or a quantity of one."""
    cluster, _, rest = name.partition(".")
    item = rest.partition(".")[0]
    found = tables.get("clusters", {}).get(cluster, {})
    section = next((s for s in ("activities", "costs", "benefits") if item in found.get(s, {})), None)
    return f"clusters.{cluster}.{section}.{rest}" if section else name
