"""The evidence register: pairs of forecast and outcome, unselected statistics, and their sources."""

from __future__ import annotations

import csv
import math

import numpy as np
from numpy.typing import NDArray

from experiments.shared_services import EVIDENCE

PAIRS = ("cost_ratio", "slip", "benefit_ratio")


def rows(table: str) -> list[dict[str, str]]:
    """All rows of one table of the register, used or not."""
    with (EVIDENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def observed(table: str) -> NDArray[np.float64]:
    """Outcome / forecast of the rows that are used; of `slip`, months."""
    used = [row for row in rows(table) if row["used"] == "yes"]
    if table == "slip":
        return np.array([float(row["months"]) for row in used])
    return np.array([float(row["outcome"]) / float(row["forecast"]) for row in used])


def published(quantity: str) -> float:
    """Mean of the unselected statistics whose name begins with `quantity`; `KeyError` if there is none."""
    found = [float(row["value"]) for row in rows("unselected") if row["quantity"].startswith(quantity)]
    if not found:
        raise KeyError(quantity)
    return math.fsum(found) / len(found)
