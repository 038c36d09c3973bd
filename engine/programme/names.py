"""Names that a user writes: what they may look like, and patterns over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set

NAME = re.compile(r"[A-Za-z0-9_-]+")
NAME_RULE = "letters, digits, _ and - (dots and * are kept for paths and patterns)"


def matching(pattern: str, names: Iterable[str]) -> list[str]:
    """Names that fit `pattern`, in the order given; `*` stands for any run of characters, dots included."""
    if "*" not in pattern:
        if isinstance(names, Mapping | Set):  # of thousands, each asked for by name
            return [pattern] if pattern in names else []
        return [name for name in names if name == pattern]
    parts = pattern.split("*")
    return [name for name in names if _fits(parts, name)]


def _fits(parts: list[str], name: str) -> bool:
    """Whether a name is these parts with anything between them: each as early as can be."""
    first, *middle, last = parts
    if len(first) + len(last) > len(name) or not name.startswith(first) or not name.endswith(last):
        return False
    at, end = len(first), len(name) - len(last)
    for part in middle:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
