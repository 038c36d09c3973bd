"""Numbers without a source or an owner, and parts of the file that nothing uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

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
    texts = _texts(case.tables)
    for section, key in (("laws", None), ("totals", "total"), ("shares", "share"), ("sources", "source")):
        for name in case.tables.get(section, {}):
            if not _is_used(texts, section, key, name):
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


class _Text(NamedTuple):
    """A text of the file: the section and table that it stands in, and its key."""

    within: tuple[str, ...]
    key: str


def _texts(tables: dict[str, Any]) -> dict[str, list[_Text]]:
    """Where each text of a file stands: looked up by all names, of which there may be thousands."""
    found = defaultdict[str, list[_Text]](list)

    def look(value: Any, at: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for part, inner in value.items():
                look(inner, (*at, str(part)))
        elif isinstance(value, list):
            for inner in value:
                look(inner, at)
        elif isinstance(value, str):
            found[value].append(_Text(at[:2], at[-1]))

    look(tables, ())
    return found


def _is_used(texts: dict[str, list[_Text]], section: str, key: str | None, name: str) -> bool:
    """Whether a value of the file, under `key` if that is given, is this name, or a note has it; not its own table."""
    own = (section, name)
    if any(one.within != own and key in (None, one.key) for one in texts.get(name, ())):
        return True
    return any(
        name in text and any(one.within != own and one.key in ("note", "description") for one in places)
        for text, places in texts.items()
    )
