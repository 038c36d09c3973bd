"""A block of iterations from draws to money: drawn a tile at a time, played eight at a time, each in its cache."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.cash_flow import cash_flow
from engine.compiled.critical_path import mark_critical
from engine.compiled.draw import draw
from engine.compiled.figures import tell
from engine.compiled.lines import add_lines
from engine.compiled.plan import Plan
from engine.compiled.risks import strike_in_time
from engine.compiled.schedule import schedule_programme
from engine.compiled.vectors.apart import apart
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.loop import inner_loop, loop
from engine.compiled.vectors.rows import can_stream, load, rows_of, store, stream


@loop
def account(
    plan: Plan, sheet: NDArray[np.float64], scratch: NDArray[np.float64], outcome: NDArray[np.float64]
) -> None:
    """From the drawn values of `sheet[row, lane]` to `outcome[row, lane]`: risks, dates, money.

    `scratch[row, lane]` is as large as two outcomes.
    """
    rows, money, n = rows_of(sheet), rows_of(outcome), plan.outcome_rows
    apart = rows_of(scratch[:n])
    strike_in_time(plan, rows)
    schedule_programme(plan, rows)
    cash_flow(plan, rows, apart, money)
    if plan.path.is_told:
        mark_critical(plan.path, plan.schedule, rows)
    if plan.figures.how.size:
        tell(plan, rows, apart, rows_of(scratch[n:]), money)
    first = n - plan.lines.size
    for k in range(plan.copied.size):
        money[first - plan.copied.size + k] = rows[plan.copied[k]]
    if plan.lines.size:
        add_lines(plan, first, rows, apart, rows_of(scratch[n:]), money)


drawn_apart, accounted_apart = apart(draw), apart(account)


@loop
def play(
    plan: Plan,
    seed: int,
    first: int,
    stop: int,
    origin: int,
    tile: int,
    memory: NDArray[np.float64],
    outcome: NDArray[np.float64],
) -> None:
    """Write iterations `first … stop` to `outcome[row, iteration]`, whose column 0 is iteration `origin`.

    `first` and `tile` are even; `memory` has room for `numbers_needed(plan, tile)`. The sheet of eight iterations
    is at its beginning.
    """
    inputs = plan.draws.streams.size
    size = plan.outcome_rows * LANES
    a = plan.rows * LANES
    b = a + 2 * size
    c = b + size * parts_of(tile)
    sheet, scratch = memory[:a].reshape(plan.rows, LANES), memory[a:b].reshape(2 * plan.outcome_rows, LANES)
    for k in range(plan.constants.size):
        sheet[plan.constant_row + k, :] = plan.constants[k]
    for begin in range(first, stop, tile):
        n = min(tile, stop - begin)
        drawn = memory[c : c + inputs * n].reshape(inputs, n)
        drawn_apart(plan.draws, seed, begin, drawn)
        for at in range(0, n, LANES):
            take(drawn, at, sheet)
            part = b + size * (at // LANES)
            accounted_apart(
                plan, sheet, scratch, memory[part : part + size].reshape(plan.outcome_rows, LANES)
            )
        for row in range(plan.outcome_rows):  # row by row, since the rows of the whole are far apart
            give_row(memory[b:c], size, row * LANES, outcome[row], begin - origin, n)


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


@inner_loop
def parts_of(tile):  # type: ignore[no-untyped-def]
    """How many times eight iterations a tile is played in."""
    return (tile + LANES - 1) // LANES


def numbers_needed(plan: Plan, tile: int) -> int:
    """How much memory, in numbers, a play takes."""
    parts = parts_of.py_func(tile)  # type: ignore[attr-defined]
    return int(LANES * (plan.rows + plan.outcome_rows * (2 + parts)) + tile * len(plan.draws.streams))
