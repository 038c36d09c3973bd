"""Numbers without a source, and parts of the file that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.studies.lint.slip import Case, Slip

SHOWN = 5


def rules(case: Case) -> Iterator[Slip]:
    """One warning for all numbers that say nothing of themselves, one for each unused name."""
    written = [q for q, *_ in case.programme.quantities() if not q.is_certain or q.base not in (0.0, 1.0)]
    silent = [q.name for q in written if q.provenance.source is None and q.provenance.basis is None]
    if silent:
        more = f" and {len(silent) - SHOWN} more" if len(silent) > SHOWN else ""
        found = f"{len(silent)} of {len(written)} numbers have neither source nor basis"
        names = ", ".join(silent[:SHOWN])
        yield Slip("sources", found, f"an auditor will ask where they come from: {names}{more}")
    for section, key in (("laws", None), ("totals", "total"), ("shares", "share"), ("sources", "source")):
        for name in case.tables.get(section, {}):
            if not _is_used(case.tables, section, key, name):
                yield Slip(f"{section}.{name}", "nothing uses it", "is its name misspelt where it was meant?")


def _is_used(tables: dict[str, Any], section: str, key: str | None, name: str) -> bool:
    """Whether a value of the file, under `key` if that is given, is this name, or a note has it; not its own table."""

    def within(value: Any, at: tuple[str, ...]) -> bool:
        if at[:2] == (section, name):
            return False
        if isinstance(value, dict):
            return any(within(inner, (*at, str(part))) for part, inner in value.items())
        if isinstance(value, list):
            return any(within(inner, at) for inner in value)
        if at[-1:] in (("note",), ("description",)):
            return name in str(value)
        return bool(value == name and (key is None or at[-1:] == (key,)))

    return within(tables, ())
