"""Values by the schema of a programme file: whatever section, key, law or effect it has, the grammar has too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from distributions import Law, kind_of, kinds, law_class
from engine.measures import MEASURES
from engine.programme import json_schema
from tests.fuzzing.choices import Choices

DEEPEST = 6
NUMBERS: list[Any] = [
    *(0, 1, 0.5, 2, 3, 12, 0.1, 0.9, 30, 100, 0.05, 1.5, 4.0, 24, 60, 180, -1, -0.5),
    *(
        1e-9,
        1e9,
        1e15,
        1e16,
        1e308,
        -1e308,
        5e-324,
        1e-308,
        2**31,
        2**63,
        10**25,
        0.999999999999,
        1.0000000001,
    ),
]
WILD: list[Any] = [
    *NUMBERS, float("nan"), float("inf"), -float("inf"), True, False, "", "x", "*", "a.b", "slip", "12", "1,5",
    [], [1], ["*"], [[1, 2], [3]], {}, {"kind": "pert"}, {"kind": []}, {"value": 1}, {"law": "slip"}, "é\u202e\u0301",
    "x" * 5000, "{0}", "%s", "[b]x[/b]", ".", "*" * 40,
]  # fmt: skip
NAMES = ["a", "b", "build", "run_it", "slip", "x-1", "north", "south"]
MONTHS = ["2022-04", "2024-04", "2023-12", "1999-01", "9999-12", "0000-01", "2022-13"]


@cache
def schema() -> dict[str, Any]:
    """The schema, once."""
    return json_schema()


@cache
def examples() -> dict[str, list[dict[str, Any]]]:
    """Laws as tables that are laws, by kind: the examples of each file of `distributions`."""
    return {kind: [law_table(law) for law in law_class(kind).EXAMPLES] for kind in kinds()}


def law_table(law: Law) -> dict[str, Any]:
    """A law as it is written in a file; what is not given is left out."""
    given = {field.name.rstrip("_"): getattr(law, field.name) for field in fields(law)}
    return {"kind": kind_of(law)} | {key: plain(found) for key, found in given.items() if found is not None}


def plain(found: Any) -> Any:
    """A law's parameter in the types of TOML."""
    if isinstance(found, Law):
        return law_table(found)
    if isinstance(found, tuple | list):
        return [plain(inner) for inner in found]
    return found if isinstance(found, int | float | str) else str(found)


def alternatives(node: dict[str, Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    """What a node may be, references followed."""
    if "$ref" in node:
        yield from alternatives(schema()["$defs"][node["$ref"].rpartition("/")[2]], depth + 1)
    elif "anyOf" in node or "oneOf" in node:
        for one in node.get("anyOf") or node["oneOf"]:
            yield from alternatives(one, depth + 1)
    else:
        yield node


def nodes_at(path: Sequence[str | int]) -> list[dict[str, Any]]:
    """What the schema says of a place; nothing where it knows none."""
    found = [schema()]
    for part in path:
        inner: list[dict[str, Any]] = []
        for node in found:
            for one in alternatives(node):
                if isinstance(part, int):
                    inner += [one["items"]] if isinstance(one.get("items"), dict) else []
                elif part in one.get("properties", {}):
                    inner.append(one["properties"][part])
                else:
                    inner += free_names(one)
        found = inner[:50]
    return found


def free_names(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes of a table whose names are its writer's."""
    more = [node["additionalProperties"]] if isinstance(node.get("additionalProperties"), dict) else []
    return [*more, *node.get("patternProperties", {}).values()]


def value(choices: Choices, node: dict[str, Any], known: Sequence[str], depth: int = 0) -> Any:
    """A value that the schema accepts, mostly; `known` are names that stand in the document."""
    options = list(alternatives(node))
    if depth > DEEPEST:
        options = [one for one in options if one.get("type") not in ("object", "array")] or [
            {"type": "number"}
        ]
    one = choices.one_of(options)
    if choices.holds(40):
        return choices.one_of(WILD)
    if "const" in one:
        return one["const"]
    if "enum" in one:
        return choices.one_of(one["enum"])
    kind = one.get("type")
    if kind == "object":
        return table(choices, one, known, depth)
    if kind == "array":
        items = one.get("items", {"type": "number"})
        return [
            value(choices, items, known, depth + 1) for _ in range(choices.below(4) + one.get("minItems", 0))
        ]
    return scalar(choices, kind, one, known)


def scalar(choices: Choices, kind: Any, node: dict[str, Any], known: Sequence[str]) -> Any:
    """Text, a number or a truth."""
    if kind == "string":
        if "pattern" in node and "0-9" in node["pattern"]:
            return choices.one_of(MONTHS)
        return choices.one_of([*known, *NAMES, *MEASURES])
    if kind == "boolean":
        return choices.holds(2)
    number = choices.one_of(NUMBERS)
    low, high = (
        node.get("minimum", node.get("exclusiveMinimum")),
        node.get("maximum", node.get("exclusiveMaximum")),
    )
    if not choices.holds(8):
        number = low + abs(number) if low is not None and number < low else number
        number = high if high is not None and number > high else number
    return int(number) if kind == "integer" else number


def table(choices: Choices, node: dict[str, Any], known: Sequence[str], depth: int) -> dict[str, Any]:
    """A table: what it needs, some of what it may have, and free names where it takes such."""
    kind = node.get("properties", {}).get("kind", {}).get("const")
    if kind in examples() and choices.holds(2):
        return dict(choices.one_of(examples()[kind]))
    own, needed = node.get("properties", {}), set(node.get("required", ()))
    keys = [key for key in own if (key in needed and not choices.holds(60)) or choices.holds(4)]
    found = {key: value(choices, own[key], known, depth + 1) for key in keys}
    for more in free_names(node):
        for _ in range(choices.below(3)):
            found[choices.one_of([*NAMES, *known])] = value(choices, more, known, depth + 1)
    return found
