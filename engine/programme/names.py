"""Names that a user writes: what they may look like, patterns over them, and which was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

NAME = re.compile(r"[A-Za-z0-9_-]+")
NAME_RULE = "letters, digits, _ and - (dots and * are kept for paths and patterns)"


def matching(pattern: str, names: Iterable[str]) -> list[str]:
    """Names that fit `pattern`, in the order given; `*` stands for any run of characters, dots included."""
    if "*" not in pattern:
        return [name for name in names if name == pattern]
    fits = re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL).fullmatch
    return [name for name in names if fits(name)]


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that offers up to three names that look like `name`; empty where none does.

    A name is also compared without its first part, so that `build` finds `synergy.build`.
    """
    candidates = list(dict.fromkeys(known))
    folded: dict[str, str] = {}
    for candidate in reversed(candidates):
        folded[candidate.partition(".")[2].casefold() or candidate.casefold()] = candidate
        folded[candidate.casefold()] = candidate
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    offers = dict.fromkeys(folded[match] for match in close)
    return f"did you mean {either(list(offers))}?" if offers else ""


def either(names: Sequence[str]) -> str:
    """`"a"`, `"a" or "b"`, `"a", "b" or "c"`."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
