"""Replacing values of a programme before it is read: scenarios of the file, and one-off overrides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple, get_origin

from engine.problems import Findings, listed, nearest, shown
from engine.programme.effect_kinds import effect_kinds
from engine.programme.reading.hidden_letters import ACCEPTED, in_override
from engine.programme.reading.toml_depth import shallow_tables_of
from engine.programme.reading.validation import Path, keys_of, schema_at


class Replacement(NamedTuple):
    """A value that took the place of another: the dotted path it went to, and where it was written."""

    path: str
    written_at: str  # dotted path in the file; empty if it came from outside the file
    said: str


def named_tables(data: Mapping[str, Any], section: str) -> dict[str, Any]:
    """The scenarios or options of a file that are tables; what is not a table is told when the file is checked."""
    tables = data.get(section)
    return (
        {name: table for name, table in tables.items() if isinstance(table, dict)}
        if isinstance(tables, dict)
        else {}
    )


def applied(
    data: dict[str, Any],
    scenario: str | None,
    overrides: Mapping[str, Any],
    findings: Findings,
    option: str | None = None,
) -> tuple[dict[str, Any], list[Replacement]]:
    """A copy of the data with the option's values, the scenario's and then the overrides put in, and what was replaced.

    The paths of every option and scenario are checked: one that leads nowhere is wrong whichever is played.
    """
    changed = deepcopy(data) if option or scenario or overrides else data
    done: list[Replacement] = []
    for section, chosen, default in (
        ("options", option, "baseline_option"),
        ("scenarios", scenario, "default_scenario"),
    ):
        tables = named_tables(data, section)
        _check_names(((chosen, section), (data.get(default), default)), tables, findings)
        for name, table in tables.items():
            settings = _settings(table)
            if name != chosen and all(_leads_to(data, path, value) for path, value in settings.items()):
                continue
            target = changed if name == chosen else deepcopy(data)
            for path, value in settings.items():
                key = f"{section}.{name}.set.{path}"
                place = _replace(target, path, value, key, findings)
                if name == chosen and place is not None:
                    done.append(Replacement(place, key, f"set by the {section[:-1]} {name}"))
    for path, value in overrides.items():
        value = as_written(value)
        hidden = in_override(path, value)
        if hidden:
            findings.add(path, hidden, ACCEPTED)
            continue
        place = _replace(changed, path, value, path, findings)
        if place is not None:
            done.append(Replacement(place, "", f"set by the override of {path}"))
    return changed, done


def _check_names(asked_for: Iterable[tuple[Any, str]], tables: Mapping[str, Any], findings: Findings) -> None:
    """Tell of a name that is asked for under a key and that none of the tables has."""
    for name, key in dict(one for one in asked_for if isinstance(one[0], str)).items():
        if name not in tables:
            what = "scenario" if key in ("scenarios", "default_scenario") else "option"
            known = f"a {what} of this file: {listed(list(tables))}".replace("a option", "an option")
            findings.add(
                key,
                shown(name),
                known if tables else f"none: this file has no {what}s",
                nearest(name, tables),
            )


def as_written(value: Any) -> Any:
    """An override as if it stood in the file: text is read as TOML, or taken as it is if it is none."""
    if not isinstance(value, str):
        return as_toml(value)
    try:
        read = shallow_tables_of("", f"value = {value}")
    except (
        ValueError
    ):  # no TOML, or TOML that is refused: hidden letters are told, and text fits where text may be
        return value
    return read["value"] if len(read) == 1 else value


def as_toml(value: Any) -> Any:
    """The value in the types that `tomllib` gives: arrays and tuples become lists, NumPy numbers Python's."""
    if isinstance(value, Mapping):
        return {str(key): as_toml(inner) for key, inner in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    return [as_toml(inner) for inner in value] if isinstance(value, list | tuple) else value


def _settings(table: Mapping[str, Any]) -> dict[str, Any]:
    settings = table.get("set", {})
    return settings if isinstance(settings, dict) else {}


def _replace(data: dict[str, Any], path: str, value: Any, key: str, findings: Findings) -> str | None:
    """Put the value where the path leads, and say where that is; nothing if it leads nowhere."""
    place = _leads_to(data, path, value)
    if place is not None:
        within: Any = data
        for part in place[:-1]:
            within = within[part]
        within[place[-1]] = deepcopy(value)
        return ".".join(map(str, place))
    if path in data:
        findings.add(
            key, f"a table for all of {path}", f'the whole path in quotes, such as "{path}.name" = …'
        )
    else:
        accepted = "a path of this file, or the name of an input"
        findings.add(key, f"the path {shown(path)}", accepted, nearest(path, _paths(data)))
    return None


def _leads_to(data: dict[str, Any], path: str, value: Any) -> Path | None:
    """Where the value goes. A table for a whole section of names is a path that lacks its quotes."""
    if isinstance(value, dict) and get_origin(schema_at((path,))) is dict:
        return None
    return _place(data, path)


def _place(data: dict[str, Any], path: str) -> Path | None:
    """The path as keys and list positions, be it a path of the file or the full name of an input."""
    parts = path.split(".")
    effect = (
        [[*parts, kind] for kind in effect_kinds()]
        if parts[0] == "risks" and parts[2:3] == ["effects"]
        else []
    )
    factor = [[*parts, "factor"]] if parts[0] == "drivers" and len(parts) == 2 else []
    for candidate in (*effect, *factor):
        place = _walked(data, candidate)
        if place is not None:
            return place
    sections = [
        ["clusters", parts[0], section, *parts[1:]] for section in ("activities", "costs", "benefits")
    ]
    for candidate in (parts, *sections):
        place = _walked(data, candidate, may_be_new=True)
        if place is not None:
            return place
    return None


def _walked(data: Any, parts: list[str], may_be_new: bool = False) -> Path | None:
    """The place of these parts; the last may be a key that is not written yet, where the schema knows it."""
    place: list[str | int] = []
    for index, part in enumerate(parts):
        if isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            place.append(int(part))
        elif isinstance(data, dict) and part in data:
            place.append(part)
        elif isinstance(data, dict) and may_be_new and index == len(parts) - 1 and _may_hold(place, part):
            return (*place, part)
        else:
            return None
        data = data[place[-1]]
    return tuple(place)


def _may_hold(table: list[str | int], key: str) -> bool:
    """Whether a table may take this key: a fixed table its own, one with free names none, a quantity any."""
    annotation = schema_at(tuple(table))
    keys = keys_of(annotation)
    return key in keys if keys is not None else get_origin(annotation) not in (dict, list)


def _paths(data: Any, prefix: str = "") -> Iterator[str]:
    """Every dotted path of the file outside its scenarios, and every name of an input or a part of one."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        path = f"{prefix}.{key}" if prefix else str(key)
        if path not in ("scenarios", "options"):
            yield path
            yield re.sub(r"^clusters\.([^.]+)\.(activities|costs|benefits)\.", r"\1.", path)
            yield from _paths(value, path)
