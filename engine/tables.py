"""Law -> quantile table: pieces of quintics, checked when built.

A segment's two sides are ladders in t = min(v, 1 - v), sixteen pieces an octave. Few of the law's own
quantiles are needed: in y = log2 t a quantile is smooth, so each group of octaves is interpolated
from 24 Chebyshev points (barycentric form: Berrut & Trefethen, SIAM Review 46, 2004) and the quintics are
laid through the interpolant. Where one quintic serves all that is left of a side down to t = 0, it ends the
ladder. Where the check finds an error, the segment is halved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions import Law, Segment
from engine.compiled.quantiles import Tables

FloatArray = NDArray[np.float64]
Quantile = Callable[[FloatArray], FloatArray]  # x as a function of t, on one side of a segment

TOLERANCE = 9e-11  # error of x relative to max(|x|, scale of the law)
OCTAVES = (2, 3, 6, 9, 13, 20)  # the groups: 53 octaves reach from t = 1/2 to 2**-54, below every draw
POINTS = 24
PIECES = 16
NODES = 0.5 - 0.5 * np.cos(np.pi * np.arange(6) / 5)  # of a piece, ends included, so that pieces join
INNER = 0.5 - 0.5 * np.cos(np.pi * (np.arange(12) + 0.5) / 12)  # where an only quintic is checked
DEEPEST_SPLIT = 12  # halvings of a segment before a law is given up as not tabulable
LOG_FROM = 3  # groups this deep are interpolated in log |x - centre| where x is unbounded


class TableError(ValueError):
    """A law whose quantile function could not be tabulated to the tolerance."""


class Table(NamedTuple):
    """One law's segments: arrays as in `Tables`, pieces counted from 0, and the largest error found."""

    bounds: FloatArray
    ladders: NDArray[np.int64]
    pieces: FloatArray
    error: float


class Group(NamedTuple):
    """A group of octaves, the same for every law: where to evaluate, and how to get to the pieces."""

    sample: FloatArray  # (point) t of the Chebyshev points
    to_nodes: FloatArray  # (piece x node, point) values at the points -> values at the pieces' nodes
    centre: FloatArray  # (piece) t at the centre of a piece
    half_width: FloatArray  # (piece)
    check: FloatArray  # (check) t, between points and between nodes
    check_piece: NDArray[np.int64]


@cache
def vandermonde_inverse() -> FloatArray:
    """(coefficient, node): values at a piece's nodes -> coefficients in units of its half width."""
    return np.asarray(np.linalg.inv(np.vander(2.0 * NODES - 1.0, increasing=True)), float)


@cache
def groups() -> tuple[Group, ...]:
    """The octave groups, from t = 1/2 downwards."""
    built, top = [], 0
    for octaves in OCTAVES:
        lower = 2.0 ** -(2.0 + top + np.arange(octaves))[:, None] * (1 + np.arange(PIECES)[::-1] / PIECES)
        width = 2.0 ** -(2.0 + top + np.arange(octaves))[:, None] / PIECES * np.ones(PIECES)
        nodes = (lower[..., None] + width[..., None] * NODES).ravel()
        middle, radius = -(1.0 + top + octaves / 2), octaves / 2
        angle = np.pi * (np.arange(POINTS) + 0.5) / POINTS
        points = middle + radius * np.cos(angle)
        weights = np.sin(angle) * (-1.0) ** np.arange(POINTS)
        kernel = weights / (np.log2(nodes)[:, None] - points)
        between = middle + radius * np.cos(np.pi * (np.arange(10) + 0.31) / 10)
        check = 2.0**between
        rung = np.searchsorted(-lower.ravel(), -check, side="left")
        built.append(
            Group(
                2.0**points,
                kernel / kernel.sum(axis=1, keepdims=True),
                (lower + width / 2).ravel(),
                (width / 2).ravel(),
                check,
                rung.astype(np.int64),
            )
        )
        top += octaves
    return tuple(built)


def tabulate(law: Law) -> Table:
    """The checked quantile table of `law`.

    Raises `TableError` where the quantile function is not finite inside (0, 1) or cannot be reached to
    `TOLERANCE` relative to max(|x|, scale), the scale being the law's 1%-99% range.
    """
    centre = np.asarray(law.ppf(np.array([0.01, 0.5, 0.99])), float)
    if not np.isfinite(centre).all():
        raise TableError(f"{law!r} has no finite quantiles at 1%, 50% and 99%")
    scale = float(centre[2] - centre[0]) or abs(float(centre[1])) or 1.0
    segments = [built for segment in law.segments() for built in build_segments(law, segment, scale)]
    starts = np.cumsum([0, *(len(pieces) for _, _, pieces, _ in segments)])
    ladders = np.array([rungs for _, rungs, _, _ in segments])
    ladders[:, ::2] += starts[:-1, None]
    return Table(
        np.array([bounds for bounds, _, _, _ in segments]),
        ladders,
        np.concatenate([pieces for _, _, pieces, _ in segments]),
        max(error for _, _, _, error in segments),
    )


Built = tuple[tuple[float, float, float], tuple[int, int, int, int], FloatArray, float]


def build_segments(law: Law, segment: Segment, scale: float, halvings: int = 0) -> list[Built]:
    """One segment, or several parts of it where one is not good enough."""
    start, stop = segment.start, segment.stop
    if segment.atom is not None:
        piece = np.zeros((1, 8))
        piece[0, 1] = segment.atom
        return [((start, stop, 1.0 / (stop - start)), (0, 0, 0, 0), piece, 0.0)]
    near, near_error = build_ladder(segment.near, scale)
    far, far_error = build_ladder(segment.far, scale)
    error = max(near_error, far_error)
    if error <= TOLERANCE:
        rungs = (0, len(near) - 1, len(near), len(far) - 1)
        return [((start, stop, 1.0 / (stop - start)), rungs, np.concatenate([near, far]), error)]
    middle = start + (stop - start) / 2
    if halvings == DEEPEST_SPLIT or not start < middle < stop:
        raise TableError(
            f"the quantile function of {law!r} is not smooth near u = {middle:.12g} (error {error:.1e} of the "
            f"scale, {TOLERANCE:.0e} accepted); if it jumps or bends there, let knots() name the place"
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


def build_ladder(quantile: Quantile, scale: float) -> tuple[FloatArray, float]:
    """Pieces of one side, `(piece, 8)`, and the largest error found."""
    tops = 0.5 ** np.cumsum([1, *OCTAVES])
    ends = quantile((tops[:, None] * np.concatenate([NODES, INNER])).ravel()).reshape(len(tops), -1)
    rows: list[FloatArray] = []
    worst = 0.0
    for k, group in enumerate(groups()):
        values, wanted = ends[k, :6], ends[k, 6:]
        if np.isfinite(values).all():
            tail = quintics(values[None, :], np.array([tops[k] / 2]), np.array([tops[k] / 2]))
            error = relative_error(evaluate(tail[0], tops[k] * INNER), wanted, scale)
            if error <= TOLERANCE / 100:
                return np.concatenate([*rows, tail]), max(worst, error)
        unbounded = not np.isfinite(values[0])
        pieces, error = build_group(quantile, group, scale, unbounded and k >= LOG_FROM, ends[0, 5])
        rows.append(pieces)
        worst = max(worst, error)
        if worst > TOLERANCE:
            break
    return np.concatenate(rows), worst


def build_group(
    quantile: Quantile, group: Group, scale: float, logarithmic: bool, centre: float
) -> tuple[FloatArray, float]:
    """The pieces of a group of octaves, and the error found between them."""
    n = len(group.sample)
    asked = quantile(np.concatenate([group.sample, group.check]))
    if not np.isfinite(asked).all():
        return np.zeros((1, 8)), math.inf
    values, wanted = asked[:n], asked[n:]
    away = values - centre
    if logarithmic and (np.all(away > 0) or np.all(away < 0)):
        nodes = centre + math.copysign(1.0, away[0]) * np.exp(group.to_nodes @ np.log(np.abs(away)))
    else:
        nodes = group.to_nodes @ values
    pieces = quintics(nodes.reshape(-1, 6), group.centre, group.half_width)
    found = evaluate(pieces[group.check_piece], group.check)
    return pieces, relative_error(found, wanted, scale)


def quintics(values: FloatArray, centre: FloatArray, half_width: FloatArray) -> FloatArray:
    """`(piece, 8)` from the values at the nodes `(piece, node)`."""
    pieces = np.zeros((len(values), 8))
    pieces[:, 0] = centre
    # From the first node on, so that a constant piece (an atom, a fixed value) is constant to the bit.
    pieces[:, 1:7] = (values - values[:, :1]) @ vandermonde_inverse().T / half_width[:, None] ** np.arange(6)
    pieces[:, 1] += values[:, 0]
    return pieces


def evaluate(pieces: FloatArray, t: FloatArray) -> FloatArray:
    """Value of each piece at each t, as the compiled loop computes it."""
    d = t - pieces[..., 0]
    result = pieces[..., 6]
    for k in range(5, 0, -1):
        result = pieces[..., k] + d * result
    return result


def relative_error(found: FloatArray, wanted: FloatArray, scale: float) -> float:
    """Largest |found - wanted| relative to max(|wanted|, scale)."""
    return float(np.max(np.abs(found - wanted) / np.maximum(np.abs(wanted), scale)))


def join(tables: Iterable[Table]) -> tuple[Tables, NDArray[np.int64]]:
    """Tables end to end, and `(law, 2)`: each law's first segment and number of segments."""
    tables = list(tables)
    segments = np.cumsum([0, *(len(table.bounds) for table in tables)])
    pieces = np.cumsum([0, *(len(table.pieces) for table in tables)])
    ladders = [table.ladders + np.array([p, 0, p, 0]) for table, p in zip(tables, pieces, strict=False)]
    joined = Tables(
        np.concatenate([np.empty((0, 3)), *(table.bounds for table in tables)]),
        np.concatenate([np.empty((0, 4), np.int64), *ladders]),
        np.concatenate([np.empty((0, 8)), *(table.pieces for table in tables)]),
    )
    return joined, np.stack([segments[:-1], np.diff(segments)], axis=1)
