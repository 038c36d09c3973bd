"""A law's TOML keys -> text to paste into a programme file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from engine.visible import visible


def law_section(name: str, keys: Mapping[str, Any], basis: Literal["assumed", "derived"], note: str) -> str:
    """`[laws.NAME]` with these keys: what experts say is assumed, what data say is derived, and the note says whose."""
    return section(f"[laws.{name}]", {**keys, "basis": basis, **({"note": note} if note else {})})


def section(header: str, keys: Mapping[str, Any]) -> str:
    """A table under its header, a key a line."""
    return "\n".join([header, *(f"{key} = {_value(value)}" for key, value in keys.items())]) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, Sequence) and value and isinstance(value[0], Mapping):
        return "[\n" + "".join(f"    {_value(inner)},\n" for inner in value) + "]"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _text(text: str) -> str:
    """JSON's escapes are TOML's; a letter that a programme file may not hide is spelt out."""
    return json.dumps(visible(text, kept="\n\t"), ensure_ascii=False)
