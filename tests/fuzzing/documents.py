"""Programme files: good ones, changed by the grammar at the depth of a key, and at the depth of a byte."""

from __future__ import annotations

import json
import tomllib
from copy import deepcopy
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from engine.programme import starter, template_names
from tests.fuzzing.choices import Choices
from tests.fuzzing.grammar import NAMES, WILD, nodes_at, schema, value
from tests.programme.small_programme import SMALL
from tests.simulation.random_programmes import random_programme

EXAMPLES = Path(__file__).parents[2] / "experiments" / "format_reference" / "examples"
Place = tuple[str | int, ...]
PIECES = [
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b'"',
        b"'",
        b"=",
        b".",
        b",",
        b"\n",
        b"#",
        b"nan",
        b"-inf",
        b"1e400",
        b"9" * 400,
    ),
    *(
        b"\xff",
        b"\x00",
        b"\xef\xbb\xbf",
        "\u202e".encode(),
        b"\r",
        b"'''",
        b'"""',
        b"[[",
        b"]]",
        b"0x",
        b"_",
        b"-",
    ),
]


@cache
def good() -> list[tuple[str, dict[str, Any]]]:
    """Files that are read, as text and as tables."""
    texts = [
        SMALL,
        *(starter(name) for name in template_names()),
        *(random_programme(seed) for seed in range(12)),
    ]
    texts += [file.read_text(encoding="utf-8") for file in sorted(EXAMPLES.glob("*.toml"))]
    return [(text, tomllib.loads(text)) for text in texts]


def document(choices: Choices) -> bytes:
    """A file, good or not."""
    text, tables = choices.one_of(good())
    if choices.holds(12):
        tables = value(choices, schema(), NAMES)
    elif choices.holds(6):
        return bytes_changed(choices, text.encode())
    changed = deepcopy(tables) if isinstance(tables, dict) else {}
    for _ in range(max(choices.below(6) - 2, 1)):
        change(choices, changed)
    raw = "".join(f"{json.dumps(key)} = {inline(inner)}\n" for key, inner in changed.items()).encode(
        "utf-8", "replace"
    )
    return bytes_changed(choices, raw) if choices.holds(8) else raw


def change(choices: Choices, tables: dict[str, Any]) -> None:
    """Change one place: by what the schema has there, by anything, by what stands elsewhere; add, drop or rename."""
    every = places(tables)
    if not every:
        return
    *path, last = choices.one_of(every)
    holder: Any = tables
    for part in path:
        holder = holder[part]
    known = names(tables)
    what = choices.below(8)
    if what < 3 and isinstance(holder[last], int | float) and choices.holds(2):
        holder[last] = choices.one_of([lambda x: x / 2, lambda x: 2 * x, lambda x: x + 1, lambda x: -x])(
            holder[last]
        )
    elif what < 3:
        nodes = nodes_at((*path, last))
        holder[last] = value(choices, choices.one_of(nodes), known) if nodes else choices.one_of(WILD)
    elif what == 3:
        holder[last] = deepcopy(choices.one_of(WILD))
    elif what == 4:
        holder[last] = deepcopy(at(tables, choices.one_of(every)))
    elif what == 5:
        del holder[last]
    elif what == 6 and isinstance(holder, dict):
        add(choices, holder, path, known)
    elif isinstance(holder, dict):
        holder[choices.one_of([*NAMES, *known, "a.b", "é", ""])] = holder.pop(last)
    else:
        holder.append(deepcopy(holder[last]))


def add(choices: Choices, holder: dict[str, Any], path: list[Any], known: list[str]) -> None:
    """Put a key into a table that the schema lets it have, or one that means nothing."""
    keys = [key for node in nodes_at(tuple(path)) for key in node.get("properties", {})]
    key = choices.one_of([*keys, *NAMES])
    nodes = nodes_at((*path, key))
    holder[key] = value(choices, choices.one_of(nodes), known) if nodes else deepcopy(choices.one_of(WILD))


def places(found: Any, place: Place = ()) -> list[Place]:
    """Every place in the tables of a file."""
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [one for key, inner in pairs for one in ((*place, key), *places(inner, (*place, key)))]


def at(tables: Any, place: Place) -> Any:
    """What stands at a place."""
    for part in place:
        tables = tables[part]
    return tables


def names(tables: dict[str, Any]) -> list[str]:
    """Names that mean something in a file: of clusters, their activities and lines, risks, laws, claims."""
    found = [str(key) for section in tables.values() if isinstance(section, dict) for key in section]
    clusters = tables.get("clusters")
    for cluster, parts in clusters.items() if isinstance(clusters, dict) else ():
        inner = [part for part in parts.values() if isinstance(part, dict)] if isinstance(parts, dict) else []
        found += [f"{cluster}.{name}" for part in inner for name in part]
    return found[:60] or NAMES


def bytes_changed(choices: Choices, raw: bytes) -> bytes:
    """Some bytes cut out and others put in."""
    for _ in range(1 + choices.below(4)):
        start = choices.below(len(raw) + 1)
        piece = choices.one_of(PIECES) if choices.holds(2) else choices.raw(8)
        raw = raw[:start] + piece + raw[start + choices.below(12) :]
    return raw


def inline(found: Any) -> str:
    """A value in TOML on one line."""
    if isinstance(found, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(inner)}" for key, inner in found.items()) + "}"
    if isinstance(found, list):
        return "[" + ", ".join(map(inline, found)) + "]"
    if isinstance(found, bool | str):
        return json.dumps(found)
    return found.isoformat() if isinstance(found, date | datetime | time) else str(found)
