"""A block of iterations from draws to money: drawn a tile at a time, played eight at a time, each in its cache."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.cash_flow import Money, cash_flow
from engine.compiled.conditional import apply_conditional
from engine.compiled.coupling import couple
from engine.compiled.designs import ANTITHETIC, LATIN, SOBOL, fill_antithetic, fill_latin, fill_sobol
from engine.compiled.plan import Draws, Outcome, Plan
from engine.compiled.quantiles import apply_quantile
from engine.compiled.risks import strike
from engine.compiled.schedule import schedule_programme
from engine.compiled.uniforms import fill_uniforms
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.loop import inline, inner_loop, loop
from engine.compiled.vectors.rows import can_stream, load, rows_of, store, stream


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
def account(plan: Plan, sheet: NDArray[np.float64], apart: Outcome, part: Outcome) -> None:
    """From the drawn values of `sheet[row, lane]` to what they come to: risks, dates, money."""
    rows = rows_of(sheet)
    strike(plan.effects, rows)
    schedule_programme(plan, rows)
    cash_flow(plan, rows, money_of(apart), money_of(part))


@inline
def money_of(outcome):  # type: ignore[no-untyped-def]
    """An outcome of eight iterations as rows."""
    return Money(rows_of(outcome.by_cluster), rows_of(outcome.by_year), rows_of(outcome.totals))


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

    `first` and `tile` are even; `memory` has room for `numbers_needed(plan, tile)`. The sheet of eight iterations
    is at its beginning.
    """
    inputs, clusters, years = plan.draws.streams.size, plan.measures.go_live.size, plan.measures.discount.size
    size = outcome_rows(clusters, years) * LANES
    a = plan.rows * LANES
    b = a + size
    c = b + size * parts_of(tile)
    sheet, apart = memory[:a].reshape(plan.rows, LANES), outcome_in(memory[a:b], clusters, years)
    for k in range(plan.constants.size):
        sheet[plan.constant_row + k, :] = plan.constants[k]
    for begin in range(first, stop, tile):
        n = min(tile, stop - begin)
        drawn = memory[c : c + inputs * n].reshape(inputs, n)
        draw(plan.draws, seed, begin, drawn)
        for at in range(0, n, LANES):
            take(drawn, at, sheet)
            part = b + size * (at // LANES)
            account(plan, sheet, apart, outcome_in(memory[part : part + size], clusters, years))
        give(memory[b:c], size, begin - origin, n, outcome)


@inner_loop
def take(drawn: NDArray[np.float64], at: int, sheet: NDArray[np.float64]) -> None:
    """Copy eight iterations of `drawn[input, iteration]` to the sheet; beyond the last that one again."""
    rows, n = rows_of(sheet), drawn.shape[1]
    for k in range(drawn.shape[0]):
        if at + LANES <= n:
            rows[k] = load(drawn[k], at)
        else:
            for i in range(LANES):
                sheet[k, i] = drawn[k, min(at + i, n - 1)]


@inner_loop
def give(parts: NDArray[np.float64], size: int, at: int, n: int, outcome: Outcome) -> None:
    """Copy outcomes of eight iterations, `size` numbers each, to the columns `at … at + n` of an outcome.

    Row by row, since the rows of the whole are far apart.
    """
    row = 0
    for a in range(outcome.by_cluster.shape[0]):
        for b in range(outcome.by_cluster.shape[1]):
            give_row(parts, size, row, outcome.by_cluster[a, b], at, n)
            row += LANES
    for a in range(outcome.by_year.shape[0]):
        for b in range(outcome.by_year.shape[1]):
            give_row(parts, size, row, outcome.by_year[a, b], at, n)
            row += LANES
    for a in range(outcome.totals.shape[0]):
        give_row(parts, size, row, outcome.totals[a], at, n)
        row += LANES


@inline
def give_row(parts, size, row, whole, at, n):  # type: ignore[no-untyped-def]
    """Copy one row of all parts.

    Past the caches: 640 ns an iteration on two threads, by way of them 720. Of an odd number of iterations every other
    row begins between two places where that can be done.
    """
    full = n - n % LANES
    if can_stream(whole, at):
        for i in range(0, full, LANES):
            stream(load(parts, row + size * (i // LANES)), whole, at + i)
    else:
        for i in range(0, full, LANES):
            store(load(parts, row + size * (i // LANES)), whole, at + i)
    for i in range(full, n):
        whole[at + i] = parts[row + size * (full // LANES) + i - full]


@inline
def outcome_in(memory, clusters, years):  # type: ignore[no-untyped-def]
    """An outcome of eight iterations."""
    a = 6 * clusters * LANES
    b = a + 3 * years * LANES
    return Outcome(
        memory[:a].reshape(6, clusters, LANES),
        memory[a:b].reshape(3, years, LANES),
        memory[b:].reshape(8, LANES),
    )


@inline
def parts_of(tile):  # type: ignore[no-untyped-def]
    """How many times eight iterations a tile is played in."""
    return (tile + LANES - 1) // LANES


@inline
def outcome_rows(clusters, years):  # type: ignore[no-untyped-def]
    """How many rows an outcome has."""
    return 6 * clusters + 3 * years + 8


def numbers_needed(plan: Plan, tile: int) -> int:
    """How much memory, in numbers, a play takes."""
    rows = outcome_rows.py_func(len(plan.measures.go_live), len(plan.measures.discount))  # type: ignore[attr-defined]
    parts = parts_of.py_func(tile)  # type: ignore[attr-defined]
    return int(LANES * (plan.rows + rows * (1 + parts)) + tile * len(plan.draws.streams))
