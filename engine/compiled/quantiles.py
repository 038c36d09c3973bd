"""One loop that plays every law: a quantile is looked up in a table of polynomials.

(0, 1) is split into segments at a law's knots. Inside a segment t = min(v, 1 - v) of the local v; the
exponent and the top three mantissa bits of t are the index of a piece, so nothing is searched, and a law's
tails are resolved as finely, octave by octave, as its middle. `engine.draws.tables` builds and checks the tables.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.vectors.bits import bits_of
from engine.compiled.vectors.lanes import transposed
from engine.compiled.vectors.loop import inline, inner_loop, loop
from engine.compiled.vectors.rows import load_four, store

BITS_OF_HALF = np.uint64(0x3FE0000000000000)
PIECE_SHIFT = np.uint64(49)  # leaves the exponent and three bits of the mantissa: 8 pieces an octave
FEW_SEGMENTS = 8  # up to here counting is cheaper than bisection


class Tables(NamedTuple):
    """The quantile tables of all laws of a plan, end to end.

    bounds  (segment, 3) u at the segment's start, at its end, and 1 / width
    ladders (segment, 4) first piece and depth of the side near the start, then of the side near the end
    pieces  (piece, 8)   t at the centre, then the seven coefficients in t - centre; a piece is one cache line
    """

    bounds: NDArray[np.float64]
    ladders: NDArray[np.int64]
    pieces: NDArray[np.float64]


@inline
def polynomial(centre, c_0, c_1, c_2, c_3, c_4, c_5, c_6, t):  # type: ignore[no-untyped-def]
    """Value at `t` of the polynomial with these coefficients in t - centre."""
    d = t - centre
    high = c_3 + d * (c_4 + d * (c_5 + d * c_6))
    return c_0 + d * (c_1 + d * (c_2 + d * high))


@inline
def evaluate(pieces, piece, t):  # type: ignore[no-untyped-def]
    """Value of a piece at `t`."""
    of = pieces[piece]
    return polynomial(of[0], of[1], of[2], of[3], of[4], of[5], of[6], of[7], t)


@inline
def evaluate_four(pieces, piece, row, at):  # type: ignore[no-untyped-def]
    """Replace each t of `row[at], …, row[at + 3]` by the value there of its `piece[at], …, piece[at + 3]`.

    A piece is one line of the cache, so four are loaded whole and transposed: 1.1 ns a value, where one after
    the other takes 1.8.
    """
    i, j, k, n = 8 * piece[at], 8 * piece[at + 1], 8 * piece[at + 2], 8 * piece[at + 3]
    centre, c_0, c_1, c_2 = transposed(
        load_four(pieces, i), load_four(pieces, j), load_four(pieces, k), load_four(pieces, n)
    )
    c_3, c_4, c_5, c_6 = transposed(
        load_four(pieces, i + 4), load_four(pieces, j + 4), load_four(pieces, k + 4), load_four(pieces, n + 4)
    )
    t = load_four(row, at)
    store(polynomial(centre, c_0, c_1, c_2, c_3, c_4, c_5, c_6, t), row, at)


@inline
def segment_of(tables, segment):  # type: ignore[no-untyped-def]
    """All that a segment is, at hand: the compiler would load it anew for every value."""
    bounds, ladders = tables.bounds[segment], tables.ladders[segment]
    return bounds[0], bounds[1], bounds[2], ladders[0], ladders[1], ladders[2], ladders[3]


@inline
def place(segment, u):  # type: ignore[no-untyped-def]
    """The t of `u` in a segment, and the piece that it falls into; without a branch, so that loops become vectors."""
    start, end, scale, near_piece, near_depth, far_piece, far_depth = segment
    near, far = u - start, end - u
    is_near = near <= far
    t = (near if is_near else far) * scale
    t = t if t < 0.5 else 0.5  # rounding may carry the middle over 1/2
    rung = np.int64((BITS_OF_HALF - bits_of(t)) >> PIECE_SHIFT)
    depth = near_depth if is_near else far_depth
    return t, (near_piece if is_near else far_piece) + (rung if rung < depth else depth)


@inline
def choose(is_second, first, second):  # type: ignore[no-untyped-def]
    """One of two segments."""
    return (
        second[0] if is_second else first[0],
        second[1] if is_second else first[1],
        second[2] if is_second else first[2],
        second[3] if is_second else first[3],
        second[4] if is_second else first[4],
        second[5] if is_second else first[5],
        second[6] if is_second else first[6],
    )


@inner_loop
def find_pieces(
    tables: Tables, first: int, count: int, row: NDArray[np.float64], piece: NDArray[np.int64]
) -> None:
    """Replace the uniforms `row[iteration]` by the t of their segment, and write which piece each falls into.

    In vectors for one segment (0.4 ns a value) and two (0.7 ns), which most laws are.
    """
    if count <= 2:
        one, other = segment_of(tables, first), segment_of(tables, first + count - 1)
        if count == 1:
            for i in range(row.size):
                row[i], piece[i] = place(one, row[i])
        else:
            for i in range(row.size):
                row[i], piece[i] = place(choose(row[i] > one[1], one, other), row[i])
        return
    for i in range(row.size):
        low, high = first, first + count
        if count <= FEW_SEGMENTS:
            for k in range(first + 1, first + count):
                low += row[i] > tables.bounds[k, 0]
        else:
            while high - low > 1:
                middle = (low + high) // 2
                if row[i] > tables.bounds[middle, 0]:
                    low = middle
                else:
                    high = middle
        row[i], piece[i] = place(segment_of(tables, low), row[i])


@loop
def apply_quantile(
    tables: Tables, first: int, count: int, row: NDArray[np.float64], piece: NDArray[np.int64]
) -> None:
    """Replace the uniforms `row[iteration]` by values of the law whose segments are `first … first + count`.

    `piece[iteration]` is room to work in. In two loops, of which each becomes vectors: 1.5 ns a value, where
    one took 3.8.
    """
    find_pieces(tables, first, count, row, piece)
    whole = row.size - row.size % 4
    for i in range(0, whole, 4):
        evaluate_four(tables.pieces, piece, row, i)
    for i in range(whole, row.size):
        row[i] = evaluate(tables.pieces, piece[i], row[i])
