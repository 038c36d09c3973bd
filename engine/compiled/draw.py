"""The inputs of a block of iterations: uniforms, coupled where inputs hang together, then values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.conditional import apply_conditional
from engine.compiled.coupling import couple
from engine.compiled.designs import ANTITHETIC, LATIN, SOBOL, fill_antithetic, fill_latin, fill_sobol
from engine.compiled.plan import Draws
from engine.compiled.quantiles import apply_quantile
from engine.compiled.uniforms import fill_uniforms
from engine.compiled.varied import couple_varied
from engine.compiled.vectors.loop import inner_loop, loop


@loop
def draw(draws: Draws, seed: int, first: int, sheet: NDArray[np.float64]) -> None:
    """Fill the input rows of `sheet[row, iteration]` with the values of iterations `first`, `first + 1`, …

    An input that is in no group has its value at once, while its row is in the nearest cache. One that is held is not
    drawn at all, unless others of its group are: the flagship with half its causes held takes 860 ns, not 1,220.
    """
    piece = np.empty(sheet.shape[1], np.int64)
    waits = np.zeros(draws.streams.size, np.bool_)
    for g in range(draws.factor_start.size):
        members = members_of(draws, g)
        if varies(draws, members):
            for k in members:
                waits[k] = True
    for k in range(draws.streams.size):
        if not waits[k] and draws.given_row[k] < 0 and not np.isnan(draws.fixed[k]):
            for i in range(sheet.shape[1]):
                sheet[k, i] = draws.fixed[k]
            continue
        fill_row(draws, seed, first, k, sheet)
        if draws.laws[k, 1] > 0 and not waits[k]:
            apply_quantile(draws.tables, draws.laws[k, 0], draws.laws[k, 1], sheet[k], piece)
    for g in range(draws.factor_start.size):
        members = members_of(draws, g)
        if not varies(draws, members):
            continue
        at = draws.factor_start[g]
        factor = draws.factors[at : at + members.size * members.size].reshape(members.size, members.size)
        mixing, tail = draws.mixing[g], draws.tail[g]
        if draws.varied.entry[g, 0] == draws.varied.entry[g, 1]:
            couple(draws.tables, draws.normal, members, factor, mixing, tail, sheet)
        else:
            couple_varied(draws.tables, draws.normal, members, draws.varied, g, mixing, tail, sheet)
        for k in members:
            if draws.laws[k, 1] > 0:
                apply_quantile(draws.tables, draws.laws[k, 0], draws.laws[k, 1], sheet[k], piece)
    room = np.empty((4, sheet.shape[1]))
    for k in range(draws.conditionals.row.size):
        apply_conditional(draws.tables, draws.conditionals, k, sheet, room, piece)


@inner_loop
def members_of(draws, group):  # type: ignore[no-untyped-def]
    """The inputs of a copula group."""
    return draws.groups.rows[draws.groups.start[group] : draws.groups.start[group + 1]]


@inner_loop
def varies(draws, members):  # type: ignore[no-untyped-def]
    """Whether any of these inputs is not held."""
    found = False
    for k in members:
        found |= np.isnan(draws.fixed[k])
    return found


@inner_loop
def fill_row(draws, seed, first, k, sheet):  # type: ignore[no-untyped-def]
    """The uniforms of input k."""
    if draws.given_row[k] >= 0:
        for i in range(sheet.shape[1]):
            sheet[k, i] = draws.given[draws.given_row[k], first + i]
    elif draws.by_world[k] and draws.world > 1:
        fill_by_world(draws, seed, first, k, sheet[k])
    else:
        fill_uniform(draws, seed, first, draws.iterations, k, sheet[k])


@inner_loop
def fill_uniform(draws, seed, first, count, k, row):  # type: ignore[no-untyped-def]
    """The uniforms `first` (even), … of `count` that the design gives input k."""
    if draws.design == LATIN:
        fill_latin(seed, draws.streams[k], first, count, row)
    elif draws.design == SOBOL:
        fill_sobol(seed, draws.streams[k], first, draws.directions[k], row)
    elif draws.design == ANTITHETIC:
        fill_antithetic(seed, draws.streams[k], first, row)
    else:
        fill_uniforms(seed, draws.streams[k], first, row)


@inner_loop
def fill_by_world(draws: Draws, seed: int, first: int, k: int, row: NDArray[np.float64]) -> None:
    """The uniforms of input k where the iterations of a world share one: that of the world's number."""
    begin = first // draws.world
    begin -= begin % 2
    worlds = np.empty((first + row.size - 1) // draws.world - begin + 1)
    count = (draws.iterations + draws.world - 1) // draws.world
    fill_uniform(draws, seed, begin, count, k, worlds)
    for i in range(row.size):
        row[i] = worlds[(first + i) // draws.world - begin]
