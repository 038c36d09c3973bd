"""Names that a user writes: what they may look like, and patterns over them."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME = re.compile(r"[A-Za-z0-9_-]+")
NAME_RULE = "letters, digits, _ and - (dots and * are kept for paths and patterns)"


def matching(pattern: str, names: Iterable[str]) -> list[str]:
    """Names that fit `pattern`, in the order given; `*` stands for any run of characters, dots included."""
    if "*" not in pattern:
        return [name for name in names if name == pattern]
    fits = re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL).fullmatch
    return [name for name in names if fits(name)]
