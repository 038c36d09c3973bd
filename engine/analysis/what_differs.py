"""What is written otherwise in the programmes of two runs, read from their results: every number's law and base."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import xarray as xr

_FACTS = ("title", "start", "horizon", "unit", "price_base", "discounting")


class Differing(NamedTuple):
    """One thing that differs: what it is, and how either run has it ("" where it has it not)."""

    what: str
    first: str
    second: str


def what_differs(first: xr.Dataset, second: xr.Dataset) -> list[Differing]:
    """What differs between the programmes of two results: facts, laws and bases of inputs, claims, risks left out.

    Numbers that a file gives without law or provenance are in older results not logged, and so not compared.
    """
    found = [
        Differing(key, str(first.attrs.get(key, "")), str(second.attrs.get(key, "")))
        for key in _FACTS
        if str(first.attrs.get(key, "")) != str(second.attrs.get(key, ""))
    ]
    for attribute, words in (("assumptions", _number), ("claims", _claim)):
        tables = [_by_name(results.attrs.get(attribute)) for results in (first, second)]
        for name in dict.fromkeys([*tables[0], *tables[1]]):
            texts = [words(table[name]) if name in table else "" for table in tables]
            if texts[0] != texts[1]:
                found.append(Differing(f"claim {name}" if attribute == "claims" else name, *texts))
    one, other = (
        [str(text) for text in json.loads(results.attrs.get("changes") or "[]")]
        for results in (first, second)
    )
    found += [
        Differing("risks", text, "") for text in one if text.startswith("without: ") and text not in other
    ]
    found += [
        Differing("risks", "", text) for text in other if text.startswith("without: ") and text not in one
    ]
    return found


def _by_name(told: Any) -> dict[str, dict[str, Any]]:
    return {str(entry["name"]): entry for entry in json.loads(told or "[]")}


def _number(entry: dict[str, Any]) -> str:
    law, base = str(entry.get("law", "")), entry.get("base")
    return law if base is None else f"{law}, base {base:g}" if law else f"{base:g}"


def _claim(entry: dict[str, Any]) -> str:
    kept = {k: v for k, v in entry.items() if k not in ("name", "statement", "provenance") and v is not None}
    return ", ".join(f"{key} {value}" for key, value in kept.items())
