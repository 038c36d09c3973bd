"""Numbers without a source or an owner, and parts of the file that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.programme.model import Quantity
from engine.studies.lint.slip import Case, Slip

SHOWN = 5


def rules(case: Case) -> Iterator[Slip]:
    """One warning for all numbers that say nothing of themselves, one for each unused name."""
    given = [q for q, *_ in case.programme.quantities() if q.is_written]
    written = [q for q in given if not q.is_certain or q.base not in (0.0, 1.0)]
    silent = [q.name for q in written if q.provenance.source is None and q.provenance.basis is None]
    if silent:
        found = f"{len(silent)} of {len(written)} numbers have neither source nor basis"
        yield Slip("sources", found, _named("an auditor will ask where they come from", silent))
    yield from _unowned(case, written)
    for section, key in (("laws", None), ("totals", "total"), ("shares", "share"), ("sources", "source")):
        for name in case.tables.get(section, {}):
            if not _is_used(case.tables, section, key, name):
                yield Slip(f"{section}.{name}", "nothing uses it", "is its name misspelt where it was meant?")


def _unowned(case: Case, written: list[Quantity]) -> Iterator[Slip]:
    """Risks without an owner, where others have one; numbers that lack one, or a sign-off, where most do not."""
    risks = {risk.family or risk.name: risk.probability.provenance.owner for risk in case.programme.risks}
    bare = [name for name, owner in risks.items() if not owner]
    if 0 < len(bare) < len(risks):
        found = f"{len(bare)} of {len(risks)} risks have no owner"
        yield Slip(f"risks.{bare[0]}", found, _named("who has to act on them", bare))
    numbers = [q for q in written if not q.name.startswith("risks.")]
    lacking = {
        "have no owner; whose are they": [q.name for q in numbers if not q.provenance.owner],
        "are not signed off; they may still change": [
            q.name for q in numbers if q.provenance.signed_off in (None, "no")
        ],
    }
    for words, names in lacking.items():
        if 0 < len(names) <= len(numbers) / 2:
            found, _, meaning = words.partition("; ")
            yield Slip("sources", f"{len(names)} of {len(numbers)} numbers {found}", _named(meaning, names))


def _named(meaning: str, names: list[str]) -> str:
    """The meaning, and the first of the names."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{meaning}: {', '.join(names[:SHOWN])}{more}"


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
