"""The evidence register: pairs of forecast and outcome, unselected statistics, and their sources."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
from numpy.typing import NDArray

from experiments.shared_services import EVIDENCE

PAIRS = ("cost_ratio", "slip", "benefit_ratio")
_LEFT_OUT: ContextVar[tuple[str, str]] = ContextVar("what is not used: the beginning of its name, its table")


def rows(table: str) -> list[dict[str, str]]:
    """All rows of one table of the register, used or not."""
    with (EVIDENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@contextmanager
def leaving_out(programme: str, table: str = "") -> Iterator[None]:
    """Within it no pair of programmes whose name begins so is used, of one table or of all; "" leaves out none."""
    before = _LEFT_OUT.set((programme, table))
    try:
        yield
    finally:
        _LEFT_OUT.reset(before)


def used(table: str) -> list[dict[str, str]]:
    """The rows of one table of pairs that are used, without those that are left out."""
    name, only = _LEFT_OUT.get(("", ""))
    out = name and only in ("", table)
    return [
        row for row in rows(table) if row["used"] == "yes" and not (out and row["programme"].startswith(name))
    ]


def observed(table: str) -> NDArray[np.float64]:
    """Outcome / forecast of the rows that are used; of `slip`, months."""
    if table == "slip":
        return np.array([float(row["months"]) for row in used(table)])
    return np.array([float(row["outcome"]) / float(row["forecast"]) for row in used(table)])


def read_as(table: str, reading: str) -> NDArray[np.bool_]:
    """Which of the rows that are used have this reading: `measured`, `forecast`, or a bound: `at_least`, `at_most`."""
    return np.array([row["reading"] == reading for row in used(table)])


def published(quantity: str) -> float:
    """Mean of the unselected statistics whose name begins with `quantity`; `KeyError` if there is none."""
    found = [float(row["value"]) for row in rows("unselected") if row["quantity"].startswith(quantity)]
    if not found:
        raise KeyError(quantity)
    return math.fsum(found) / len(found)
