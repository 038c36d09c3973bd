"""Cells that hold nothing: blank, or a word that programs write for a value that is not known."""

from __future__ import annotations

from engine.table_files.table import Cell

_DASHES = ("-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "?")
_CODES = (
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "n/a.",
    "<na>",
    "#n/a",
    "#n/a n/a",
    "#na",
    "nan",
    "-nan",
    "+nan",
    "nat",
    "none",
)
_WORDS = (
    "null",
    "(null)",
    "\\n",
    "missing",
    "unknown",
    "not known",
    "not available",
    "no data",
    "tbc",
    "tbd",
    "tba",
)
MISSING = frozenset(("", *_DASHES, *_CODES, *_WORDS))
"""In small letters. A dash is here, as statistical offices write it; accounts may mean 0 by it, so it is said."""

WORDS = "blank, NA, N/A, #N/A, NULL, NaN, None, - or the like"


def missing(cell: Cell) -> bool:
    """Whether a cell says that there is no value."""
    return isinstance(cell, str) and cell.strip().casefold() in MISSING
