"""Cells that say a bound: "≥ 12", ">12", "at least 12", "12+" and their contraries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from engine.table_files.table import Cell

AT_LEAST, AT_MOST = "right", "left"  # as the truth is censored
_MARKS = {
    AT_LEAST: r"≥|>=|=>|>|at least|more than|over|min\.?",
    AT_MOST: r"≤|<=|=<|<|at most|less than|under|up to|max\.?",
}
_BEFORE = {
    side: re.compile(rf"\s*(?:{mark})\s*(?=[-+£$€.\d])", re.IGNORECASE) for side, mark in _MARKS.items()
}
_AFTER = re.compile(r"(?<=[\d%])\s*(?:\+|or more|and over)\s*$", re.IGNORECASE)


class Said(NamedTuple):
    """A cell without its mark, and on which side the truth is censored; "" where the cell has none."""

    cell: Cell
    side: str


def said(cell: Cell) -> Said:
    """What a cell says; any that is no text says it plainly."""
    if not isinstance(cell, str):
        return Said(cell, "")
    for side, mark in _BEFORE.items():
        found = mark.match(cell)
        if found:
            return Said(cell[found.end() :], side)
    plain = _AFTER.sub("", cell)
    return Said(plain, AT_LEAST if plain != cell else "")


def of_ratio(above: str, below: str, falls: bool) -> str | None:
    """On which side a ratio is censored whose terms are so; nothing where that cannot be said.

    `falls` says that the ratio falls as the term that is a bound rises.
    """
    if above and below:
        return None
    side = above or below
    return {AT_LEAST: AT_MOST, AT_MOST: AT_LEAST}[side] if side and falls else side


def together(marked: Sequence[str], flagged: Sequence[str]) -> list[str] | int:
    """The sides that cells and a column say; the place of the first on which they contradict each other."""
    for place, (one, other) in enumerate(zip(marked, flagged, strict=True)):
        if one and other and one != other:
            return place
    return [one or other for one, other in zip(marked, flagged, strict=True)]
