"""One loop that plays every law: a quantile is looked up in a table of polynomials.

(0, 1) is split into segments at a law's knots. Inside a segment t = min(v, 1 - v) of the local v; the
exponent and the top three mantissa bits of t are the index of a piece, so nothing is searched, and a law's
tails are resolved as finely, octave by octave, as its middle. `engine.tables` builds and checks the tables.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.bits import bits_of
from engine.compiled.loop import inline, loop

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
def evaluate(pieces, piece, t):  # type: ignore[no-untyped-def]
    """Value of a piece at `t`."""
    d = t - pieces[piece, 0]
    high = pieces[piece, 4] + d * (pieces[piece, 5] + d * (pieces[piece, 6] + d * pieces[piece, 7]))
    return pieces[piece, 1] + d * (pieces[piece, 2] + d * (pieces[piece, 3] + d * high))


@inline
def rung_of(t):  # type: ignore[no-untyped-def]
    """The piece of a ladder that `t` falls into, counted from t = 1/2 down."""
    return np.int64((BITS_OF_HALF - bits_of(t)) >> PIECE_SHIFT)  # type: ignore[call-arg]


@inline
def look_up(tables, segment, u):  # type: ignore[no-untyped-def]
    """Quantile at `u`, which lies in `segment`."""
    near = u - tables.bounds[segment, 0]
    far = tables.bounds[segment, 1] - u
    side = 0 if near <= far else 2
    t = min(min(near, far) * tables.bounds[segment, 2], 0.5)  # rounding may carry the middle over 1/2
    piece = tables.ladders[segment, side] + min(rung_of(t), tables.ladders[segment, side + 1])
    return evaluate(tables.pieces, piece, t)


@inline
def look_up_in_two(tables, first, second, row):  # type: ignore[no-untyped-def]
    """Quantiles of a law of at most two segments, which most laws are, with all that is theirs kept at hand.

    Chosen without a branch: 3.9 ns a value, where looking the segment up takes 4.1 for one and 7.9 for two.
    """
    bounds, ladders, pieces = tables.bounds, tables.ladders, tables.pieces
    knot = bounds[first, 1]
    start_0, stop_0, per_0 = bounds[first, 0], bounds[first, 1], bounds[first, 2]
    start_1, stop_1, per_1 = bounds[second, 0], bounds[second, 1], bounds[second, 2]
    near_0, near_depth_0 = ladders[first, 0], ladders[first, 1]
    far_0, far_depth_0 = ladders[first, 2], ladders[first, 3]
    near_1, near_depth_1 = ladders[second, 0], ladders[second, 1]
    far_1, far_depth_1 = ladders[second, 2], ladders[second, 3]
    for i in range(row.size):
        in_second = row[i] > knot
        near = row[i] - (start_1 if in_second else start_0)
        far = (stop_1 if in_second else stop_0) - row[i]
        is_near = near <= far
        t = (near if is_near else far) * (per_1 if in_second else per_0)
        t = t if t < 0.5 else 0.5
        near_piece, far_piece = near_1 if in_second else near_0, far_1 if in_second else far_0
        near_depth = near_depth_1 if in_second else near_depth_0
        far_depth = far_depth_1 if in_second else far_depth_0
        depth = near_depth if is_near else far_depth
        rung = rung_of(t)
        piece = (near_piece if is_near else far_piece) + (rung if rung < depth else depth)
        row[i] = evaluate(pieces, piece, t)


@loop
def apply_quantile(tables: Tables, first: int, count: int, row: NDArray[np.float64]) -> None:
    """Replace the uniforms `row[iteration]` by values of the law whose segments are `first … first + count`."""
    if count == 1:
        for i in range(row.size):
            row[i] = look_up(tables, first, row[i])
    elif count == 2:
        look_up_in_two(tables, first, first + 1, row)
    elif count <= FEW_SEGMENTS:
        for i in range(row.size):
            segment = first
            for k in range(first + 1, first + count):
                segment += row[i] > tables.bounds[k, 0]
            row[i] = look_up(tables, segment, row[i])
    else:
        for i in range(row.size):
            low, high = first, first + count
            while high - low > 1:
                middle = (low + high) // 2
                if row[i] > tables.bounds[middle, 0]:
                    low = middle
                else:
                    high = middle
            row[i] = look_up(tables, low, row[i])
