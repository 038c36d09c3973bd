"""A block of iterations from draws to money, tile by tile so that the sheet stays in cache."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.cash_flow import cash_flow
from engine.compiled.conditional import apply_conditional
from engine.compiled.coupling import couple
from engine.compiled.designs import ANTITHETIC, LATIN, SOBOL, fill_antithetic, fill_latin, fill_sobol
from engine.compiled.loop import inline, inner_loop, loop
from engine.compiled.plan import Draws, Outcome, Plan
from engine.compiled.quantiles import apply_quantile
from engine.compiled.risks import strike
from engine.compiled.schedule import schedule_programme
from engine.compiled.uniforms import fill_uniforms

SCRATCH_ROWS = 6  # of the search for the month in which money runs out


@loop
def draw(draws: Draws, seed: int, first: int, sheet: NDArray[np.float64]) -> None:
    """Fill the input rows of `sheet[row, iteration]` with the values of iterations `first`, `first + 1`, …

    An input that is in no group has its value at once, while its row is in the nearest cache.
    """
    piece = np.empty(sheet.shape[1], np.int64)
    waits = np.zeros(draws.streams.size, np.bool_)
    for k in draws.groups.rows:
        waits[k] = True
    for k in range(draws.streams.size):
        fill_row(draws, seed, first, k, sheet)
        if draws.laws[k, 1] > 0 and not waits[k]:
            apply_quantile(draws.tables, draws.laws[k, 0], draws.laws[k, 1], sheet[k], piece)
    for g in range(draws.factor_start.size):
        members = draws.groups.rows[draws.groups.start[g] : draws.groups.start[g + 1]]
        at = draws.factor_start[g]
        factor = draws.factors[at : at + members.size * members.size].reshape(members.size, members.size)
        couple(draws.tables, draws.normal, members, factor, draws.mixing[g], draws.tail[g], sheet)
    for k in draws.groups.rows:
        if draws.laws[k, 1] > 0:
            apply_quantile(draws.tables, draws.laws[k, 0], draws.laws[k, 1], sheet[k], piece)
    for k in range(draws.conditionals.row.size):
        apply_conditional(draws.tables, draws.conditionals, k, sheet)


@inline
def fill_row(draws, seed, first, k, sheet):  # type: ignore[no-untyped-def]
    """The uniforms of input k."""
    if draws.given_row[k] >= 0:
        for i in range(sheet.shape[1]):
            sheet[k, i] = draws.given[draws.given_row[k], first + i]
    elif draws.design == LATIN:
        fill_latin(seed, draws.streams[k], first, draws.iterations, sheet[k])
    elif draws.design == SOBOL:
        fill_sobol(seed, draws.streams[k], first, draws.directions[k], sheet[k])
    elif draws.design == ANTITHETIC:
        fill_antithetic(seed, draws.streams[k], first, sheet[k])
    else:
        fill_uniforms(seed, draws.streams[k], first, sheet[k])


@loop
def account(
    plan: Plan, sheet: NDArray[np.float64], scratch: NDArray[np.float64], apart: Outcome, outcome: Outcome
) -> None:
    """From the drawn values of `sheet[row, iteration]` to what they come to: risks, dates, money."""
    strike(plan.effects, sheet)
    schedule_programme(plan, sheet, scratch)
    cash_flow(plan, sheet, scratch, apart, outcome)


@loop
def play(
    plan: Plan,
    seed: int,
    first: int,
    stop: int,
    origin: int,
    tile: int,
    memory: NDArray[np.float64],
    outcome: Outcome,
) -> None:
    """Write iterations `first … stop` to an outcome whose column 0 is iteration `origin`.

    `first` and `tile` are even; `memory` has room for `rows_needed(plan)` rows of `tile`. Money is added up in a
    small outcome that stays in cache and copied once.
    """
    for begin in range(first, stop, tile):
        n = min(tile, stop - begin)
        sheet, scratch, apart, part = lay_out(plan, memory, n)
        if begin == first or n != tile:
            set_constants(plan.constants, plan.constant_row, sheet)
        draw(plan.draws, seed, begin, sheet)
        account(plan, sheet, scratch, apart, part)
        at = begin - origin
        copy_columns(part.by_cluster, outcome.by_cluster, at)
        copy_columns(part.by_year, outcome.by_year, at)
        for row in range(part.totals.shape[0]):
            for i in range(n):
                outcome.totals[row, at + i] = part.totals[row, i]


@inner_loop
def copy_columns(part: NDArray[np.float64], whole: NDArray[np.float64], at: int) -> None:
    """Copy `part[row, row, iteration]` to the columns of `whole` from `at` on.

    Loops, since Numba compiles three seconds of text handling for the error message of a slice assignment.
    """
    for a in range(part.shape[0]):
        for b in range(part.shape[1]):
            for i in range(part.shape[2]):
                whole[a, b, at + i] = part[a, b, i]


@inline
def lay_out(plan, memory, n):  # type: ignore[no-untyped-def]
    """Sheet, scratch, an outcome for parts and the outcome of `n` iterations, one behind the other in `memory`."""
    clusters, years = plan.measures.go_live.size, plan.measures.discount.size
    a = plan.rows * n
    b = a + SCRATCH_ROWS * n
    c = b + (6 * clusters + 3 * years + 8) * n
    apart, part = outcome_in(memory[b:], clusters, years, n), outcome_in(memory[c:], clusters, years, n)
    return memory[:a].reshape(plan.rows, n), memory[a:b].reshape(SCRATCH_ROWS, n), apart, part


@inline
def outcome_in(memory, clusters, years, n):  # type: ignore[no-untyped-def]
    """An outcome of `n` iterations at the beginning of `memory`."""
    a = 6 * clusters * n
    b = a + 3 * years * n
    return Outcome(
        memory[:a].reshape(6, clusters, n),
        memory[a:b].reshape(3, years, n),
        memory[b : b + 8 * n].reshape(8, n),
    )


def rows_needed(plan: Plan) -> int:
    """Rows of memory that a tile takes."""
    outcome = 6 * len(plan.measures.go_live) + 3 * len(plan.measures.discount) + 8
    return plan.rows + SCRATCH_ROWS + 2 * outcome


@inner_loop
def set_constants(constants: NDArray[np.float64], first: int, sheet: NDArray[np.float64]) -> None:
    """Fill the rows of `sheet[row, iteration]` that no iteration changes."""
    for k in range(constants.size):
        sheet[first + k, :] = constants[k]
