"""The base case: the one iteration in which every law has its base value and no risk strikes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.designs import RANDOM
from engine.compiled.lines import lines_by_year
from engine.compiled.plan import Plan
from engine.compiled.play import numbers_needed, play
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.reference import by_reference
from engine.draws.arrays import plan_conditionals, ragged
from engine.plan.ahead import compile_ahead

Floats = NDArray[np.float64]


class Played(NamedTuple):
    """One iteration: the outcome `(row, 1)`, and the sheet `(row, lane)` that made it, in every lane."""

    outcome: Floats
    sheet: Floats


def play_base(plan: Plan, base: Floats) -> Played:
    """The iteration in which the inputs have the values `base[input]`."""
    given = plan.draws._replace(
        design=RANDOM,
        laws=np.zeros((base.size, 2), np.int64),
        groups=ragged([]),
        conditionals=plan_conditionals((), {}, {}, {}),
        factors=np.empty(0),
        factor_start=np.empty(0, np.int64),
        given=base.reshape(-1, 1),
        given_row=np.arange(base.size),
    )
    reference = by_reference(plan._replace(draws=given))
    compile_ahead(reference)
    memory, outcome = np.empty(numbers_needed(plan, 2)), np.empty((plan.outcome_rows, 1))
    play(reference, 0, 0, 1, 0, 2, memory, outcome)
    return Played(outcome, memory[: plan.rows * LANES].reshape(-1, LANES))


def money_by_year(plan: Plan, played: Played, lines: NDArray[np.int64]) -> Floats:
    """`(line, year, lane)` The money of some lines, by the years in which it falls."""
    out = np.empty((lines.size, plan.measures.years, LANES))
    scratch = np.empty((2 * plan.outcome_rows, LANES))
    lines_by_year(by_reference(plan), lines, np.ascontiguousarray(played.sheet), scratch, out)
    return out
