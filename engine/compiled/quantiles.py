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
def look_up(tables, segment, u):  # type: ignore[no-untyped-def]
    """Quantile at `u`, which lies in `segment`."""
    near = u - tables.bounds[segment, 0]
    far = tables.bounds[segment, 1] - u
    side = 0 if near <= far else 2
    t = min(min(near, far) * tables.bounds[segment, 2], 0.5)  # rounding may carry the middle over 1/2
    rung = np.int64((BITS_OF_HALF - bits_of(t)) >> PIECE_SHIFT)  # type: ignore[call-arg]
    piece = tables.ladders[segment, side] + min(rung, tables.ladders[segment, side + 1])
    p = tables.pieces[piece]
    d = t - p[0]
    return p[1] + d * (p[2] + d * (p[3] + d * (p[4] + d * (p[5] + d * (p[6] + d * p[7])))))


@loop
def apply_quantile(tables: Tables, first: int, count: int, row: NDArray[np.float64]) -> None:
    """Replace the uniforms `row[iteration]` by values of the law whose segments are `first … first + count`."""
    if count == 1:
        for i in range(row.size):
            row[i] = look_up(tables, first, row[i])
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
