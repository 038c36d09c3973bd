"""What is written otherwise in the programmes of two runs, read from their results: every number's law and base."""

from __future__ import annotations

import json
from collections.abc import Callable
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
        told = [_told(results.attrs.get(attribute), words) for results in (first, second)]
        for what in dict.fromkeys([*told[0], *told[1]]):
            texts = [table.get(what, "") for table in told]
            if texts[0] != texts[1]:
                found.append(Differing(what, *texts))
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


def _told(attribute: Any, words: Callable[[dict[str, Any]], dict[str, str]]) -> dict[str, str]:
    """What is told of each entry of an attribute, by what it is."""
    entries = json.loads(attribute or "[]")
    return {what: text for entry in entries for what, text in words(entry).items()}


def _number(entry: dict[str, Any]) -> dict[str, str]:
    name, law, base = str(entry["name"]), entry.get("law"), entry.get("base")
    told = {name: str(law)} if law else {}
    return told if base is None else told | {f"{name}, base case" if law else name: f"{base:g}"}


def _claim(entry: dict[str, Any]) -> dict[str, str]:
    kept = {k: v for k, v in entry.items() if k not in ("name", "statement", "provenance") and v is not None}
    return {f"claim {entry['name']}": ", ".join(f"{key} {value}" for key, value in kept.items())}
