"""The tables and keys of a programme against the schema; what is at fault is told and left out."""

from __future__ import annotations

import datetime
import re
from copy import deepcopy
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from engine.problems import Findings, listed, nearest, shown
from engine.programme.names import NAME_RULE
from engine.programme.reading.number_text import number_hint
from engine.programme.schema import PROVENANCE, ProgrammeFile
from engine.programme.table import NOT_TEXT_ALONE

# Stands in for a required key that is at fault, so that what stands beside it is still checked.
_STAND_IN_BY_KEY: dict[str | int, object] = {
    "start": "2000-01",
    "until": "2000-01",
    "horizon": 12,
    "discounting": "none",
}
_STAND_IN_BY_TYPE: dict[object, object] = {str: "", Any: None}

Path = tuple[str | int, ...]

_ACCEPTED = {
    "string_type": "text in quotes",
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list in [ ]",
    "dict_type": "a table",
    "model_type": "a table",
    "finite_number": "a finite number",
    "too_short": "at least one",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
}
_A_LAW = 'a law, such as { kind = "uniform", low = 0, high = 1 }'
_LAWS = {"laws": _A_LAW, "beliefs": f"{_A_LAW}, or a number: in doubt no longer"}


def validated(data: dict[str, Any], findings: Findings) -> ProgrammeFile:
    """The file as the schema has it; faults go to `findings`, and what holds them is left out."""
    remaining, stood_in = data, set[Path]()
    while True:
        try:
            return ProgrammeFile.model_validate(remaining)
        except ValidationError as error:
            faults = error.errors(include_url=False)
        if remaining is data:
            remaining = deepcopy(data)
            _tell(faults, findings)
        findings.told(".".join(map(str, _place(fault))) for fault in faults)
        before = repr(remaining)
        for fault in sorted(faults, key=lambda fault: len(fault["loc"]), reverse=True):
            _mend(remaining, fault, stood_in)
        if repr(remaining) == before:  # a fault at a place that is not in the file: all around it goes
            for fault in faults:
                remaining.pop(str(fault["loc"][0]), None)


def keys_of(annotation: Any) -> dict[str, FieldInfo] | None:
    """The keys that a table of the schema takes, by their TOML names; nothing if it is no fixed table."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {field.alias or name: field for name, field in annotation.model_fields.items()}
    return None


def schema_at(path: Path) -> Any:
    """The type that the schema gives to a place in the file; `None` where it knows no such place."""
    annotation: Any = ProgrammeFile
    for part in path:
        keys = keys_of(annotation)
        if keys is not None:
            annotation = keys[str(part)].annotation if part in keys else None
        elif get_origin(annotation) in (dict, list):
            annotation = get_args(annotation)[-1]
        else:
            return None
        annotation = _plain(annotation)
    return annotation


def _plain(annotation: Any) -> Any:
    """The type itself, without what may be said of it and without `None` as a choice."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(choice for choice in get_args(annotation) if choice is not type(None))
    return annotation


def _tell(faults: list[ErrorDetails], findings: Findings) -> None:
    """Put pydantic's errors in our words. A key that is missing because it is misspelt is told once."""
    offered: set[Path] = set()
    for fault in sorted(faults, key=lambda fault: fault["type"] == "missing"):
        if fault["loc"] not in offered:
            found = _in_words(fault)
            findings.add(*found)
            offered.update((*fault["loc"][:-1], name) for name in re.findall(r'"([^"]*)"', found[3]))


def _in_words(fault: ErrorDetails) -> tuple[str, str, str, str]:
    """Key, found, accepted and hint of one pydantic error."""
    path, kind, found = fault["loc"], fault["type"], fault["input"]
    key, context = ".".join(map(str, path)), fault.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(keys_of(schema_at(path[:-1])) or {}, key=lambda name: name in PROVENANCE)
        return (
            key,
            f'a key "{path[-1]}" that means nothing here',
            listed(known),
            nearest(str(path[-1]), known),
        )
    if kind == "missing":
        field = (keys_of(schema_at(path[:-1])) or {})[str(path[-1])]
        return (
            key,
            "nothing",
            f'a key "{path[-1]}"' + (f": {field.description}" if field.description else ""),
            "",
        )
    if _is_of_a_name(fault):
        return ".".join(map(str, path[:-1])), f'the name "{path[-2]}"', NAME_RULE, ""
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", context["expected"])
        return key, shown(found), listed([f'"{name}"' for name in known]), nearest(str(found), known)
    if kind == "string_pattern_mismatch":
        return key, shown(found), 'a year and a month, such as "2022-04"', ""
    accepted = _ACCEPTED[kind].format(**context) if kind in _ACCEPTED else fault["msg"]
    if kind == "dict_type" and path[0] in _LAWS:
        accepted = _LAWS[str(path[0])]
    if kind == "string_type":
        accepted = NOT_TEXT_ALONE.get(str(path[-1]), accepted)
    return (
        key,
        shown(found),
        accepted,
        _number_or_date_hint(found, kind, path[-1]),
    )


def _is_of_a_name(fault: ErrorDetails) -> bool:
    """Whether it is the name of a table that is at fault; pydantic then ends the path with a mark."""
    return fault["type"] == "string_pattern_mismatch" and fault["loc"][-1] == "[key]"


def _number_or_date_hint(found: object, kind: str, key: str | int) -> str:
    if kind in ("float_type", "int_type"):
        return number_hint(found)
    if key == "effect" and isinstance(found, list | dict):
        return "what a risk does when it strikes stands in [[risks.NAME.effects]]"
    if kind == "string_type" and isinstance(found, datetime.date) and key in ("start", "until"):
        return f'a year and a month in quotes: "{found.isoformat()[:7]}"'
    return ""


def _place(fault: ErrorDetails) -> Path:
    """The smallest part that is at fault. A list is so as a whole: its elements are known by their places."""
    path = fault["loc"][:-1] if _is_of_a_name(fault) else fault["loc"]
    while isinstance(path[-1], int):
        path = path[:-1]
    return path


def _mend(data: dict[str, Any], fault: ErrorDetails, stood_in: set[Path]) -> None:
    """Take out what is at fault; for what is missing put something in, or else take out what misses it."""
    place = _place(fault)
    if fault["type"] == "missing":
        annotation = schema_at(place)
        by_type = _STAND_IN_BY_TYPE.get(annotation, stood_in)
        stand_in = _STAND_IN_BY_KEY.get(place[-1], by_type)
        if stand_in is not stood_in and place not in stood_in:
            stood_in.add(place)
            _holder(data, place)[place[-1]] = stand_in
            return
        place = _place({**fault, "loc": place[:-1]})
    _holder(data, place).pop(place[-1], None)


def _holder(data: Any, place: Path) -> dict[str | int, Any]:
    """The table that a place is in; an empty one if it has been taken out already."""
    for part in place[:-1]:
        data = data[int(part)] if isinstance(data, list) else data.get(part, {})
    return data if isinstance(data, dict) else {}
