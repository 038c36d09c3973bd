"""The sections and keys of a programme file as its JSON Schema has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.programme.table import PROVENANCE

ANY = "NAME"  # stands in a section's path for a name that the user chooses
INLINE = ("optimism_bias", "pairs", "measures")  # tables that are written within a line of another
SHORT = {
    "discount_rates": "a [set](#discounting) by name, or [quantity](#quantities), or list of { from, rate }",
}
Path = tuple[str, ...]
JsonTable = dict[str, Any]


class Key(NamedTuple):
    """One key: what it takes, its unit or "", what it is if it is left out, and what it means."""

    name: str
    takes: str
    unit: str
    default: str
    meaning: str


class Section(NamedTuple):
    """One table of the file: its path, how its header is written, what it is for, and its keys.

    Keys of provenance, which many tables take, are told once elsewhere: `is_sourced` says that it takes them.
    """

    path: Path
    header: str
    meaning: str
    keys: tuple[Key, ...]
    is_sourced: bool = False


def sections(schema: JsonTable) -> list[Section]:
    """Every section, in the order of the schema; the first is the top of the file."""
    return list(_sections(schema, schema, (), "", ""))


def _sections(
    schema: JsonTable, table: JsonTable, path: Path, header: str, meaning: str
) -> Iterator[Section]:
    below = {
        name: found for name, entry in table["properties"].items() if (found := _below(schema, name, entry))
    }
    is_sourced = set(PROVENANCE) <= set(table["properties"])
    keys = (key for key in _keys(schema, table, below) if not (is_sourced and key.name in PROVENANCE))
    yield Section(path, header, meaning, tuple(keys), is_sourced)
    for name, (inner, is_named, is_list) in below.items():
        inner_path = (*path, name, *([ANY] if is_named else []))
        dotted = ".".join(inner_path)
        inner_header = f"[[{dotted}]]" if is_list else f"[{dotted}]"
        yield from _sections(
            schema, inner, inner_path, inner_header, table["properties"][name]["description"]
        )


def _below(schema: JsonTable, name: str, entry: JsonTable) -> tuple[JsonTable, bool, bool] | None:
    """The table that a key holds if it has headers of its own; whether it is one of many by name, or of a list."""
    by_name = next(iter(entry.get("patternProperties", {}).values()), None)
    held = by_name or entry.get("items") or entry
    if name in INLINE or "$ref" not in held:
        return None
    if held["$ref"].endswith("/named_law"):
        return named_law(schema), True, False
    name = held["$ref"].rpartition("/")[2]
    table = schema["$defs"].get(f"{name}_table") or schema["$defs"][name]
    is_fixed = "properties" in table and by_name is not table
    return (table, by_name is not None, "items" in entry) if is_fixed else None


def named_law(schema: JsonTable) -> JsonTable:
    """The table of a law by its name, without the keys that only its kind takes."""
    own = {name: entry for name, entry in schema["$defs"]["reference"]["properties"].items() if name != "law"}
    kind = {"description": "which [law](#laws) it is; the law's own keys stand beside it", "type": "string"}
    return {"properties": {"kind": kind, **own}, "required": ["kind"]}


def _keys(schema: JsonTable, table: JsonTable, below: Any) -> Iterator[Key]:
    required = table.get("required", ())
    for name, entry in table["properties"].items():
        if name in below:
            continue
        yield key_of(name, entry, name in required)
        held = entry.get("items") or entry
        if name in INLINE:
            yield from keys_within(name, schema["$defs"][held["$ref"].rpartition("/")[2]])
        for inner in held.get("anyOf", ()):  # a table within a line where a name would do too
            yield from keys_within(name, inner)
    free = table.get("additionalProperties")
    if isinstance(free, dict):
        yield Key("CLUSTER", takes(free), "", "required", "its part of the whole; only the ratios matter")


def keys_within(name: str, table: JsonTable) -> Iterator[Key]:
    """The keys of a table that is written within a line of another."""
    for part, entry in table.get("properties", {}).items():
        yield key_of(f"{name}.{part}", entry, part in table.get("required", ()))


def key_of(name: str, entry: JsonTable, is_required: bool) -> Key:
    """One key, from its entry in the schema."""
    meaning, unit = re.fullmatch(r"(.*?)(?: \[(.*)\])?", entry.get("description", ""), re.DOTALL).groups()  # type: ignore[union-attr]
    has_default = "default" in entry and entry["default"] not in ("", [], {})
    default = f"`{json.dumps(entry['default'])}`" if has_default else "–"
    return Key(name, takes(entry), unit or "", "required" if is_required else default, meaning)


def takes(entry: JsonTable) -> str:
    """What a key takes, in words of Markdown."""
    reference = entry.get("$ref", "").rpartition("/")[2]
    if reference == "quantity":
        return "[quantity](#quantities)"
    if reference == "nested_law":
        return "number or [law](#laws)"
    if reference == "listed_number":
        return "number"
    if reference == "listed_belief":
        return "number or the name of a belief"
    if reference in SHORT:
        return SHORT[reference]
    if reference:
        return "table"
    choices = entry.get("anyOf", [])
    if any("const" in choice for choice in choices):
        return "[measure](#measures)"
    if choices:
        return " or ".join(takes(choice) for choice in choices)
    if "const" in entry or "enum" in entry:
        return " or ".join(f"`{choice}`" for choice in entry.get("enum", [entry.get("const")]))
    kind = entry.get("type")
    if kind == "array":
        return f"list: {takes(entry.get('items', {}))}"
    if kind == "string" and entry.get("pattern", "").startswith("^[0-9]"):
        return "month"
    words = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
    return f"{words.get(str(kind), 'table' if kind == 'object' else 'as the law has it')}{_bounds(entry)}"


def _bounds(entry: JsonTable) -> str:
    low = entry.get("minimum", entry.get("exclusiveMinimum"))
    high = entry.get("maximum", entry.get("exclusiveMaximum"))
    if low is None:
        return ""
    from_low = f" above {low:g}" if "minimum" not in entry else f" from {low:g}"
    if high is None:
        return f"{from_low} up" if "minimum" in entry else from_low
    return f"{from_low} to {high:g}" if "maximum" in entry else f"{from_low} and below {high:g}"
