"""Law -> quantile table: its segments, each with two ladders of polynomials in t = min(v, 1 - v).

Where a segment's ladder has an error (see `engine.draws.ladders`), the segment is halved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Law, Segment
from distributions.base.asked import patiently
from distributions.base.bounded_work import at_most
from engine.compiled.quantiles import Tables
from engine.draws.input_error import InputError
from engine.draws.ladders import TOLERANCE, FloatArray, Quantile, build_ladder

SCHEME = "ladders of sextics"  # how laws become tables, recorded with every run
VERSION = 1  # of it: another number, values that differ by more than rounding
DEEPEST_SPLIT = 12  # halvings of a segment before a law is given up as not tabulable
FORMULA_STEPS, SEARCHED_STEPS = (
    300,
    3_000,
)  # most for a quantile by a formula; least that count for one searched for


class TableError(InputError):
    """A law whose quantile function could not be tabulated to the tolerance."""


class Table(NamedTuple):
    """One law's segments: arrays as in `Tables`, pieces counted from 0, and the largest error found."""

    bounds: FloatArray
    ladders: NDArray[np.int64]
    pieces: FloatArray
    error: float


def describe() -> str:
    """The scheme of tables, as results record it."""
    return f"{SCHEME} {VERSION}"


def tabulate(law: Law) -> Table:
    """The checked quantile table of `law`.

    Raises `TableError` where the quantile function is not finite inside (0, 1) or cannot be reached to
    `TOLERANCE` relative to max(|x|, scale), the scale being the law's 1%-99% range, `AskedTooMuch` where laws within
    laws take too long.
    """
    with patiently():
        return _tabulated(law)


def _tabulated(law: Law) -> Table:
    centre = np.asarray(law.ppf(np.array([0.01, 0.5, 0.99])), float)
    if not np.isfinite(centre).all():
        raise TableError(f"{law!r} has no finite quantiles at 1%, 50% and 99%")
    scale = float(centre[2] - centre[0]) or abs(float(centre[1])) or 1.0
    segments = within_patience(law, law.segments())
    parts = [built for s in segments if s.ends is None for built in build_segments(law, s, scale)]
    parts += build_straight([(s.start, s.stop, *s.ends) for s in segments if s.ends is not None])
    starts = np.cumsum([0, *(len(part.pieces) for part in parts[:-1])])
    bounds = np.concatenate([part.bounds for part in parts])
    order = np.argsort(bounds[:, 0], kind="stable")
    ladders = np.concatenate(
        [part.ladders + np.array([p, 0, p, 0]) for part, p in zip(parts, starts, strict=True)]
    )
    pieces = np.concatenate([part.pieces for part in parts])
    return Table(bounds[order], ladders[order], pieces, max(part.error for part in parts))


def within_patience(law: Law, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The segments of a law, of which as much can be asked as can be waited for; raises `LawError` when it is more."""
    left = law.patience()
    if left == math.inf:
        return segments
    refusal = (
        f"{law!r} takes too long: SciPy searches for its quantiles, and finds them too roughly for a table"
    )

    def counted(quantile: Quantile) -> Quantile:
        def ask(t: FloatArray) -> FloatArray:
            nonlocal left
            with at_most(max(int(left), 0), refusal) as steps:
                found = quantile(t)
            is_searched_for = steps.taken > FORMULA_STEPS * t.size
            left -= max(steps.taken, SEARCHED_STEPS * t.size * is_searched_for)
            return found

        return ask

    return tuple(
        one if one.ends is not None else one._replace(near=counted(one.near), far=counted(one.far))
        for one in segments
    )


def build_straight(found: list[tuple[float, float, float, float]]) -> list[Table]:
    """Segments, each (start, stop, value at start, value at stop), on which the quantile is a straight line."""
    if not found:
        return []
    start, stop, low, high = np.array(found).T
    count, slope = len(found), high - low
    pieces = np.zeros((2 * count, 8))
    pieces[:, 1] = np.concatenate([low, high])
    pieces[:, 2] = np.concatenate([slope, -slope])
    near = np.arange(count)
    far = np.where(slope == 0, near, count + near)  # an atom needs one piece
    kept = np.concatenate([np.ones(count, bool), slope != 0])
    place = np.cumsum(kept) - 1
    nothing = np.zeros(count, np.int64)
    ladders = np.stack([near, nothing, place[far], nothing], axis=1)
    return [Table(np.stack([start, stop, 1.0 / (stop - start)], axis=1), ladders, pieces[kept], 0.0)]


def build_segments(law: Law, segment: Segment, scale: float, halvings: int = 0) -> list[Table]:
    """One segment, or several parts of it where one is not good enough."""
    start, stop = segment.start, segment.stop
    near, near_error = build_ladder(segment.near, scale)
    far, far_error = build_ladder(segment.far, scale) if near_error <= TOLERANCE else (near, math.inf)
    error = max(near_error, far_error)
    if error <= TOLERANCE:
        bounds = np.array([[start, stop, 1.0 / (stop - start)]])
        ladders = np.array([[0, len(near) - 1, len(near), len(far) - 1]], np.int64)
        return [Table(bounds, ladders, np.concatenate([near, far]), error)]
    middle = start + (stop - start) / 2
    if halvings == DEEPEST_SPLIT or not start < middle < stop:
        raise TableError(
            f"the quantile function of {law!r} is not smooth near u = {middle:.12g} (an error of more than "
            f"{TOLERANCE:.0e} of the scale); cumulative, through its percentiles, comes near to it; in a law of "
            "your own let knots() name where it jumps or bends"
        )
    return [
        built for half in halves(segment, middle) for built in build_segments(law, half, scale, halvings + 1)
    ]


def halves(segment: Segment, middle: float) -> tuple[Segment, Segment]:
    """A segment cut in two; what counts from an old end stays exact there."""
    near, far = segment.near, segment.far
    return (
        Segment(segment.start, middle, lambda t: near(t / 2), lambda t: near((1 - t) / 2)),
        Segment(middle, segment.stop, lambda t: far((1 - t) / 2), lambda t: far(t / 2)),
    )


def join(tables: Iterable[Table]) -> tuple[Tables, NDArray[np.int64]]:
    """Tables end to end, and `(law, 2)`: each law's first segment and number of segments."""
    tables = list(tables)
    segments = np.cumsum([0, *(len(table.bounds) for table in tables)])
    pieces = np.cumsum([0, *(len(table.pieces) for table in tables)])
    ladders = [table.ladders + np.array([p, 0, p, 0]) for table, p in zip(tables, pieces, strict=False)]
    joined = Tables(
        np.concatenate([np.empty((0, 3)), *(table.bounds for table in tables)]),
        np.concatenate([np.empty((0, 4), np.int64), *ladders]),
        aligned(np.concatenate([np.empty((0, 8)), *(table.pieces for table in tables)])),
    )
    return joined, np.stack([segments[:-1], np.diff(segments)], axis=1)


def aligned(pieces: FloatArray) -> FloatArray:
    """The same pieces from an address that is a multiple of 64 on, so that each is one cache line and not two."""
    memory = np.empty(pieces.size + 8)
    start = -memory.ctypes.data % 64 // 8
    found = memory[start : start + pieces.size].reshape(pieces.shape)
    found[:] = pieces
    return found
