"""Which responses to risks a run is to take, as values that take the place of those of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.problems import Refused, listed, nearest

TAKEN = "risks.{}.response.taken"
ALL, NONE = "all", "none"


def response_names(tables: Mapping[str, Any]) -> tuple[str, ...]:
    """The risks of a file that have a response, from its tables as they were written."""
    risks = tables.get("risks")
    found = risks.items() if isinstance(risks, Mapping) else ()
    return tuple(
        name
        for name, risk in found
        if isinstance(risk, Mapping) and isinstance(risk.get("response"), Mapping)
    )


def taking(names: Sequence[str], tables: Mapping[str, Any]) -> dict[str, bool]:
    """Overrides by which the responses to the risks `names` are taken and all others of the file are not.

    `["all"]` is every response, `["none"]` no one. Raises `Refused` for what is no risk with a response.
    """
    known = response_names(tables)
    wanted = set(known if ALL in names else names) - {NONE}
    for name in names:
        if name in (ALL, NONE) and len(names) > 1:
            raise Refused.at(
                "responses", f'"{name}" together with others', f"{ALL}, {NONE}, or names of risks"
            )
        if name not in (ALL, NONE, *known):
            accepted = f"{ALL}, {NONE}, or a risk with a response: {listed(known) or 'there is none'}"
            raise Refused.at("responses", f'"{name}"', accepted, nearest(name, known))
    scenarios = tables.get("scenarios")
    set_elsewhere = str(scenarios)  # a scenario may have put its own word in place of the file's
    return {
        path: name in wanted
        for name in known
        if (path := TAKEN.format(name)) in set_elsewhere
        or tables["risks"][name]["response"].get("taken", False) != (name in wanted)
    }
