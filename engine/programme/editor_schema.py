"""JSON Schema of a programme file, so that an editor completes keys and underlines mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from types import UnionType
from typing import Any, get_args, get_origin

import distributions
from distributions import Law, Parameter
from engine.programme.discounting_table import DiscountingTable
from engine.programme.guidance import discounting_names
from engine.programme.reading.laws import KeySet, key_sets, kinds
from engine.programme.schema import ProgrammeFile
from engine.programme.table import Sourced

_QUANTITY = {"$ref": "#/$defs/quantity"}
_LISTED = {"$ref": "#/$defs/listed_number"}
_NESTED = {"$ref": "#/$defs/nested_law"}
BASE = "value in the base case; if left out, 1 for a multiplier, else the law's value or mode, else its mean"


def _own() -> dict[str, Any]:
    """The keys that a quantity in a table has of its own: its base, and what is said of it."""
    properties: dict[str, Any] = _tidied(Sourced.model_json_schema())["properties"]
    return {"base": {"type": "number", "description": BASE}} | properties


def editor_schema() -> dict[str, Any]:
    """The schema as plain data (JSON Schema 2020-12)."""
    schema: dict[str, Any] = _tidied(ProgrammeFile.model_json_schema(by_alias=True))
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$defs"].update(_definitions())
    return schema


def _definitions() -> dict[str, Any]:
    own = _own()
    names = [f"law_{kind}" for kind in kinds()]
    with_own = [f"quantity_{kind}" for kind in kinds()]
    definitions = {name: _law(kind, {}) for name, kind in zip(names, kinds(), strict=True)}
    definitions |= {name: _law(kind, own) for name, kind in zip(with_own, kinds(), strict=True)}
    definitions["named_law"] = _any_of(with_own)
    definitions["one_minus"] = _ONE_MINUS
    definitions["listed_number"] = {
        "anyOf": [{"type": "number"}, _BELIEF_NAME, *_any_of(["one_minus"])["anyOf"]]
    }
    definitions["listed_belief"] = {"anyOf": [{"type": "number"}, _BELIEF_NAME]}
    definitions["nested_law"] = {
        "anyOf": [{"type": "number"}, _LAW_NAME, *_any_of([*names, "one_minus"])["anyOf"]]
    }
    definitions["reference"] = _table({"law": _LAW_NAME}, ["law"])
    total = {
        "total": {
            "type": "string",
            "description": "name of a total in [totals], to be split over the clusters",
        },
        "share": {"type": "string", "description": "name of the proxy in [shares] by which it is split"},
        "part": {"type": "number", "default": 1, "description": "how much of the total is meant [factor]"},
    }
    definitions["part_of_total"] = _table(total, ["total"])
    tables = _any_of([*with_own, "reference", "part_of_total"])["anyOf"]
    definitions["quantity"] = {"anyOf": [{"type": "number"}, _LAW_NAME, *tables]}
    return definitions | _discounting(tables)


def _discounting(laws: list[Any]) -> dict[str, Any]:
    """The ways to write `discounting`: its rates alone, or the table that holds them."""
    table = _tidied(DiscountingTable.model_json_schema())
    year = {"type": "integer", "minimum": 0, "description": "programme year from which on it holds"}
    band = {
        "type": "object",
        "properties": {"from": year, "rate": _QUANTITY | {"description": "rate a year [share a year]"}},
        "required": ["from", "rate"],
        "additionalProperties": False,
    }
    names = {"enum": list(discounting_names()), "description": "a dated set of published rates"}
    rates = [names, {"type": "number"}, *laws, {"type": "array", "items": band, "minItems": 1}]
    either = [{"$ref": "#/$defs/discount_rates"}, {"$ref": "#/$defs/discounting_table"}]
    return {"discount_rates": {"anyOf": rates}, "discounting_table": table, "discounting": {"anyOf": either}}


_LAW_NAME = {
    "type": "string",
    "description": "name of a law in [laws], which every use draws on its own, or in [beliefs]: one draw for all",
}
_BELIEF_NAME = {"type": "string", "description": "name of a belief, one draw for all that name it"}
_ONE_MINUS = {
    "type": "object",
    "properties": {"one_minus": _BELIEF_NAME},
    "required": ["one_minus"],
    "additionalProperties": False,
}


def _any_of(names: Iterable[str]) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}


def _table(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties | _own(),
        "required": required,
        "additionalProperties": False,
    }


def _law(kind: str, own: dict[str, Any]) -> dict[str, Any]:
    """The tables that name a law: one for each of its sets of keys."""
    description = (distributions.law_class(kind).__doc__ or "").partition("\n\n")[0]
    tables = [_law_table(kind, keys, own) for keys in key_sets(kind)]
    return {"description": description} | (tables[0] if len(tables) == 1 else {"anyOf": tables})


def _law_table(kind: str, keys: KeySet, own: dict[str, Any]) -> dict[str, Any]:
    properties = {"kind": {"const": kind, "description": "which law it is"}} | {
        name: _argument(parameter) for name, parameter in keys.takes.items()
    }
    # `value` alone is enough to know a fixed value by.
    required = [*([] if keys.needed == ["value"] else ["kind"]), *keys.needed]
    return {
        "type": "object",
        "properties": properties | own,
        "required": required,
        "additionalProperties": False,
    }


def _argument(parameter: Parameter) -> dict[str, Any]:
    schema = _typed(parameter.annotation) | {"description": parameter.description}
    has_default = isinstance(parameter.default, int | float | str)
    return schema | {"default": parameter.default} if has_default else schema


def _typed(annotation: Any) -> dict[str, Any]:
    """JSON type of a law's parameter; anything goes where only the law itself can tell."""
    if get_origin(annotation) is UnionType and type(None) in get_args(annotation):
        annotation = get_args(annotation)[0]
    if annotation in (Law, float):  # a parameter may be a law itself
        return dict(_NESTED)
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return {"type": "array", "items": dict(_LISTED) if inner is float else _typed(inner)}
    return {float: {"type": "number"}, int: {"type": "integer"}, str: {"type": "string"}}.get(annotation, {})


def _tidied(node: Any) -> Any:
    """Quantities and laws put in for their marks; out go `null`, which TOML has not, and titles, as noise."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "replace" in node:
        beside = {key: node[key] for key in ("description", "default") if node.get(key) is not None}
        if node["replace"] == "law":
            return {"$ref": "#/$defs/named_law"}
        return {"$ref": f"#/$defs/{node['replace']}"} | beside
    tidy = {key: _tidied(value) for key, value in node.items() if not _is_noise(key, value)}
    choices = [choice for choice in tidy.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        return choices[0] | tidy
    if choices:
        tidy["anyOf"] = choices
    return tidy


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
