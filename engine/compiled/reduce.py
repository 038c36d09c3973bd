"""A block of iterations down to what can be merged: counts in cells, sums, extremes.

Every row has a grid of its own. A value's position on it is monotone in the value to the last bit, linear
near the row's centre and stretched like 1 / distance in its tails, so that no value lies outside. A
position's integer part is a cell of `STEPS`, and each cell is divided into bins of equal width, as many as
the pilot's values there ask for: no search, no branch; with sums 4.6 ns a value. In a row with repeated
values (nought where a risk does not strike, whole years) a bin is three: below its reference value, equal to
it, above it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.vectors.lanes import LANES, everywhere, highest, lane, lowest, where, with_lane
from engine.compiled.vectors.loop import inline, inner_loop, loop
from engine.compiled.vectors.rows import load, store

STEPS = 1024
HALF = STEPS / 2.0
TOP = STEPS - 2.0**-30
ROOM = 8  # bins that each of the pilot's values may ask for: a spike 1e-5 as wide as its row is resolved

SUM, SQUARES, LOWEST, HIGHEST, MISSING, BELOW, ABOVE = range(7)  # columns of what is told of a block's row


class Grid(NamedTuple):
    """Where values are counted. Bins and counts of all rows lie end to end."""

    centre: NDArray[np.float64]  # (row)
    inverse_width: NDArray[np.float64]  # (row)
    origin: NDArray[np.float64]  # (row) from which sums are taken, so that they keep their digits
    repeats: NDArray[np.bool_]  # (row) has three counts a bin
    first_bin: NDArray[np.int64]  # (row + 1)
    first_count: NDArray[np.int64]  # (row + 1)
    base: NDArray[np.int32]  # (row, step) first bin of a cell, counted from the row's first
    bins: NDArray[np.float32]  # (row, step) how many it has
    reference: NDArray[np.float64]  # (bin)


@inline
def distance(x, centre, inverse_width):  # type: ignore[no-untyped-def]
    """From the centre, in widths, and as a position counted from the row's nearer end.

    Each operation is monotone and rounded once, hence so is the whole.
    """
    t = (x - centre) * inverse_width
    return t, HALF / (1.0 + abs(t))


@inline
def position(x, centre, inverse_width):  # type: ignore[no-untyped-def]
    """From 0 to below `STEPS`."""
    t, q = distance(x, centre, inverse_width)
    return min(q if t < 0.0 else STEPS - q, TOP)


@loop
def reduce_rows(
    grid: Grid,
    first: int,
    rows: NDArray[np.float64],
    block: int,
    scratch: NDArray[np.float64],
    bins: NDArray[np.int32],
    counts: NDArray[np.int32],
    told: NDArray[np.float64],
) -> None:
    """Count `rows[row, iteration]`, the grid's rows from `first` on, and tell sums in `told[block, first + row]`.

    Block by block, which stays in the nearest cache. `scratch[2, iteration]` and `bins[iteration]` have room for one.
    """
    for k in range(rows.shape[0]):
        for begin in range(0, rows.shape[1], block):
            row = rows[k, begin : min(begin + block, rows.shape[1])]
            reduce_row(grid, first + k, row, scratch, bins, counts, told[begin // block, first + k])


@inner_loop
def reduce_row(
    grid: Grid,
    r: int,
    row: NDArray[np.float64],
    scratch: NDArray[np.float64],
    bins: NDArray[np.int32],
    counts: NDArray[np.int32],
    told: NDArray[np.float64],
) -> None:
    """Count one block of the grid's row `r` and tell its sums."""
    finite_values, positions = scratch[0], scratch[1]
    add_up(row, grid.origin[r], told)
    if told[MISSING] + told[BELOW] + told[ABOVE] > 0.0:
        row = finite_values[: only_finite(row, finite_values)]
    place(row, grid.centre[r], grid.inverse_width[r], grid.base[r], grid.bins[r], positions, bins)
    mine = counts[grid.first_count[r] : grid.first_count[r + 1]]
    if grid.repeats[r]:
        reference = grid.reference[grid.first_bin[r] : grid.first_bin[r + 1]]
        count_in_three(row, bins, reference, mine)
    else:
        count(bins[: row.size], mine)


@inner_loop
def only_finite(row: NDArray[np.float64], out: NDArray[np.float64]) -> int:
    """Gather the finite values at the front of `out`; how many they are."""
    found = 0
    for i in range(row.size):
        if np.isfinite(row[i]):
            out[found] = row[i]
            found += 1
    return found


@loop
def place(
    row: NDArray[np.float64],
    centre: float,
    inverse_width: float,
    base: NDArray[np.int32],
    bins: NDArray[np.float32],
    positions: NDArray[np.float64],
    out: NDArray[np.int32],
) -> None:
    """Write the bin of each finite value, by way of its position.

    Three loops where one would do, the third the counting: in one they took 19 ns a value on 5,000 bins.
    """
    whole = row.size - row.size % LANES
    for i in range(0, whole, LANES):
        t, q = distance(load(row, i), centre, inverse_width)
        store(min(where(t < 0.0, q, STEPS - q), TOP), positions, i)
    for i in range(whole, row.size):
        positions[i] = position(row[i], centre, inverse_width)
    for i in range(row.size):
        p = positions[i]
        step = np.uint64(np.int64(p))
        out[i] = base[step] + np.int32((p - step) * bins[step])


@inner_loop
def count(bins: NDArray[np.int32], counts: NDArray[np.int32]) -> None:
    """Add one to the count of each bin."""
    for i in range(bins.size):
        counts[np.uint64(bins[i])] += 1


@inner_loop
def count_in_three(
    row: NDArray[np.float64],
    bins: NDArray[np.int32],
    reference: NDArray[np.float64],
    counts: NDArray[np.int32],
) -> None:
    """Add one to the count of values below, equal to or above the reference of each bin."""
    for i in range(row.size):
        x, b = row[i], np.uint64(bins[i])
        r = reference[b]
        counts[3 * np.int64(b) + np.int64(x >= r) + np.int64(x > r)] += 1


@inner_loop
def add_up(row: NDArray[np.float64], origin: float, told: NDArray[np.float64]) -> None:
    """Tell sum and squares about `origin` (not finite where a value is not), extremes of the finite values, and
    how many are NaN, -inf, inf.
    """
    total = squares = everywhere(0.0)
    low, high = everywhere(np.inf), everywhere(-np.inf)
    whole = row.size - row.size % LANES
    for i in range(0, whole, LANES):
        x = load(row, i)
        from_origin = x - origin
        total += from_origin
        squares += from_origin * from_origin
        low, high = min(low, x), max(high, x)
    for k in range(row.size - whole):  # into the first lanes, as if the others were empty
        x = row[whole + k]
        from_origin = x - origin
        total = with_lane(total, k, lane(total, k) + from_origin)
        squares = with_lane(squares, k, lane(squares, k) + from_origin * from_origin)
        low, high = min(low, x), max(high, x)
    told[SUM] = told[SQUARES] = 0.0
    for k in range(LANES):
        told[SUM] += lane(total, k)
        told[SQUARES] += lane(squares, k)
    told[LOWEST], told[HIGHEST] = lowest(low), highest(high)
    told[MISSING] = told[BELOW] = told[ABOVE] = 0.0
    if not np.isfinite(told[SUM]):
        count_strange(row, told)


@inner_loop
def count_strange(row: NDArray[np.float64], told: NDArray[np.float64]) -> None:
    """Tell the extremes of the finite values, and how many are NaN, -inf, inf."""
    told[LOWEST], told[HIGHEST] = np.inf, -np.inf
    for i in range(row.size):
        x = row[i]
        if np.isfinite(x):
            told[LOWEST], told[HIGHEST] = min(told[LOWEST], x), max(told[HIGHEST], x)
        else:
            told[MISSING] += x != x
            told[BELOW] += x == -np.inf
            told[ABOVE] += x == np.inf


@loop
def divide(
    ordered: NDArray[np.float64], centre: float, inverse_width: float, few: int, bins: NDArray[np.float32]
) -> None:
    """Write how many bins each cell needs for no more than `few` of the pilot's `ordered` values in a bin.

    Of equal values the most frequent in a bin are not counted: they will be known exactly.
    """
    begin = 0
    for step in range(STEPS):
        end = begin
        while end < ordered.size and np.int64(position(ordered[end], centre, inverse_width)) == step:
            end += 1
        most = ROOM * (end - begin)
        parts = 1
        while parts < most and fullest(ordered[begin:end], centre, inverse_width, parts) > few:
            parts *= 2
        bins[step] = parts
        begin = end


@inner_loop
def fullest(ordered: NDArray[np.float64], centre: float, inverse_width: float, parts: int) -> int:
    """The most values that one of a cell's `parts` holds, its most frequent value left out."""
    most = held = run = longest = 0
    before = np.int64(-1)
    for i in range(ordered.size):
        p = position(ordered[i], centre, inverse_width)
        part = np.int64((p - np.int64(p)) * parts)
        if part != before:
            held = longest = 0
        run = run + 1 if part == before and ordered[i] == ordered[i - 1] else 1
        held += 1
        longest = max(longest, run)
        most = max(most, held - longest)
        before = part
    return most
