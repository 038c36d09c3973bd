"""Money beyond reason, infinite numbers, or none at all: no chance and no percentile may be told of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.programme.quantity import GREATEST
from engine.simulation.limits import RunError
from engine.simulation.player import Floats

_TOTALS = ("total_benefit", "total_cost", "npv")  # in which every amount is


def check_finite(names: Sequence[str], played: Floats, first: int) -> None:
    """Refuse iterations of a formula, of which the first is number `first`, in which an output is infinite.

    A NaN says that there is no answer, and is counted as missing. Raises `RunError` with the iteration.
    """
    for name, row in zip(names, played, strict=True):
        if np.isinf(row).any():
            at = int(np.flatnonzero(np.isinf(row))[0])
            raise RunError(
                f"iteration {first + at}: {name} is {row[at]:g}, of which no mean and no percentile can be told; let "
                f"the formula give a finite number, or math.nan where there is no answer: those are counted as missing"
            )


def check_size(outcome: Any, played: Floats, first: int, unit: str) -> None:
    """Refuse iterations, of which the first is number `first`, with a total beyond 1e15 or that is no number.

    Amounts that a file writes are smaller; a law with a tail without a mean, or a product of many, may still get
    there. Raises `RunError` with the iteration.
    """
    for name in _TOTALS:
        row = played[getattr(outcome, name)]
        if (
            row.min(initial=0.0) >= -GREATEST and row.max(initial=0.0) <= GREATEST
        ):  # and no NaN, which is not so
            continue
        at = int(np.flatnonzero(~(np.abs(row) <= GREATEST))[0])
        raise RunError(
            f"iteration {first + at}: {name} is {row[at]:g} {unit}, and no number beyond {GREATEST:g} can be told "
            f"of; choose a greater unit, or cut off the law of an amount or a factor whose tail is without bound: "
            f'kind = "truncated"'
        )
