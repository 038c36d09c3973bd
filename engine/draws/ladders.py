"""One side of a segment -> polynomials of degree 6 in t, eight an octave, checked when built.

Few of the law's own quantiles are needed: in y = log2 t / (1 - t) a quantile is smooth, so each group of
octaves is interpolated from 20 Chebyshev points (barycentric form: Berrut & Trefethen, SIAM Review 46, 2004)
and the pieces are laid through the interpolant. A group in which the check finds an error is halved, down to one
octave. Where one piece serves all that is left of a side down to t = 0, it ends the ladder.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Quantile = Callable[[FloatArray], FloatArray]  # x as a function of t, on one side of a segment

TOLERANCE = 9e-11  # error of x relative to max(|x|, scale of the law), where it is checked
OCTAVES = (2, 3, 6, 9, 13, 20)  # the groups: 53 octaves reach from t = 1/2 to 2**-54, below every draw
# Eight pieces of degree 6 an octave are as close as sixteen quintics (34^-7 = 2e-11 against 66^-6 = 1e-11 of the
# nearest singularity, t = 0), and half the memory: the part of a table that draws meet fits the first cache.
PIECES = 8
NODES = 0.5 - 0.5 * np.cos(np.pi * np.arange(7) / 6)  # of a piece, ends included, so that pieces join
POINTS = 20  # a group
CHECKS = np.array([1, 3, 6, 8, 12, 14, 17, 19]) + 0.06  # in steps from point to point: nearly midway
LOG_FROM = 3  # groups this deep are interpolated in log |x - centre| where x is unbounded


class Group(NamedTuple):
    """Some octaves of a side, the same for every law: where to evaluate, and how to get to the pieces."""

    top: int  # they begin at t = 2**-top
    octaves: int
    t: FloatArray  # first the nodes of the piece that may serve all below, then Chebyshev points, then checks
    to_nodes: FloatArray  # (piece x node, point) values at the points -> values at the pieces' nodes
    centre: FloatArray  # (piece) t at the centre of a piece
    scaling: FloatArray  # (piece, coefficient) half width to the power -coefficient
    check_piece: NDArray[np.int64]


@cache
def vandermonde_inverse() -> FloatArray:
    """(coefficient, node): values at a piece's nodes -> coefficients in units of its half width."""
    return np.asarray(np.linalg.inv(np.vander(2.0 * NODES - 1.0, increasing=True)), float)


@cache
def group_of(top: int, octaves: int) -> Group:
    """The octaves from t = 2**-top downwards."""
    octave = 2.0 ** -(1.0 + top + np.arange(octaves))[:, None]
    lower = (octave * (1 + np.arange(PIECES)[::-1] / PIECES)).ravel()
    half_width = (octave / PIECES / 2 * np.ones(PIECES)).ravel()
    nodes = lower[:, None] + 2 * half_width[:, None] * NODES
    ends = odds(0.5 ** np.array([top + octaves, top]))
    middle, radius = ends.mean(), np.ptp(ends) / 2
    angle = np.pi * (np.arange(POINTS) + 0.5) / POINTS
    points = middle + radius * np.cos(angle)
    kernel = np.sin(angle) * (-1.0) ** np.arange(POINTS) / (odds(nodes.ravel())[:, None] - points)
    check = middle + radius * np.cos(np.pi * CHECKS / POINTS)
    t = 1 / (1 + 2.0 ** -np.concatenate([points, check]))
    return Group(
        top,
        octaves,
        np.concatenate([0.5**top * NODES, t]),
        kernel / kernel.sum(axis=1, keepdims=True),
        lower + half_width,
        half_width[:, None] ** -np.arange(float(len(NODES))),
        np.searchsorted(-lower, -t[POINTS:], side="left").astype(np.int64),
    )


class Side(NamedTuple):
    """The groups from t = 1/2 downwards, evaluated all at once: calls cost more than points."""

    groups: tuple[Group, ...]
    t: FloatArray
    points: NDArray[np.int64]  # (group, point) where they are in `t`
    checks: NDArray[np.int64]  # (group, check)
    check_piece: NDArray[np.int64]  # (group, check) counted from the first piece of the side
    centre: FloatArray  # (piece)
    scaling: FloatArray  # (piece, coefficient)
    tail_nodes: NDArray[np.int64]  # (group, node) of the piece that may serve the group and all below
    tail_centre: FloatArray  # (group)
    tail_scaling: FloatArray  # (group, coefficient)
    above: BoolArray  # (group, t) where it does not matter what that piece is


@cache
def side() -> Side:
    """What all laws have in common."""
    tops = np.cumsum([1, *OCTAVES[:-1]])
    groups = tuple(group_of(int(top), octaves) for top, octaves in zip(tops, OCTAVES, strict=True))
    t = np.concatenate([group.t for group in groups])
    place = np.arange(t.size).reshape(len(groups), -1)
    radius = 0.5 ** (tops + 1.0)
    first = PIECES * (tops - 1)[:, None]
    return Side(
        groups,
        t,
        place[:, len(NODES) : -len(CHECKS)],
        place[:, -len(CHECKS) :],
        first + np.stack([group.check_piece for group in groups]),
        np.concatenate([group.centre for group in groups]),
        np.concatenate([group.scaling for group in groups]),
        place[:, : len(NODES)],
        radius,
        radius[:, None] ** -np.arange(float(len(NODES))),
        np.arange(t.size) < place[:, :1],
    )


def odds(t: FloatArray) -> FloatArray:
    """log2 of t / (1 - t)."""
    return np.asarray(np.log2(t) - np.log2(1 - t))


def build_ladder(quantile: Quantile, scale: float) -> tuple[FloatArray, float]:
    """Pieces of one side, `(piece, 8)`, and the largest error found."""
    grid = side()
    x = quantile(grid.t)
    centre = None if np.isfinite(x[0]) else float(x[len(NODES) - 1])
    with np.errstate(invalid="ignore", over="ignore"):  # an infinite value is an error that the check sees
        tails = polynomials(x[grid.tail_nodes], grid.tail_centre, grid.tail_scaling)
        missed = errors(evaluate(tails[:, None], grid.t), x, scale)
        missed[grid.above] = 0.0
        serves = np.flatnonzero(missed.max(axis=1) <= TOLERANCE / 100)
        count = int(serves[0]) if serves.size else len(grid.groups)
        rows = [tails[count : count + 1]]
        worst = float(missed[count].max()) if serves.size else 0.0
        if count:
            pieces, found = build_groups(x, count, scale, centre)
            ends = np.cumsum(PIECES * np.array(OCTAVES[:count]))[:-1]
            rows = [*np.split(pieces, ends), *rows]
            worst = max(worst, float(found[found <= TOLERANCE].max(initial=0.0)))
            for k in np.flatnonzero(~(found <= TOLERANCE)):
                from_centre = centre if k >= LOG_FROM else None
                rows[k], error = build_halves(quantile, grid.groups[k], scale, from_centre)
                worst = max(worst, error)
                if worst > TOLERANCE:
                    break
    return np.concatenate(rows), worst


def build_groups(
    x: FloatArray, count: int, scale: float, centre: float | None
) -> tuple[FloatArray, FloatArray]:
    """The pieces of a side's first groups, and the error found between them in each."""
    grid = side()
    nodes = [
        at_nodes(grid.groups[k], x[grid.points[k]], centre if k >= LOG_FROM else None) for k in range(count)
    ]
    values = np.concatenate(nodes).reshape(-1, len(NODES))
    pieces = polynomials(values, grid.centre[: len(values)], grid.scaling[: len(values)])
    checks = grid.checks[:count]
    found = evaluate(pieces[grid.check_piece[:count]], grid.t[checks])
    return pieces, errors(found, x[checks], scale).max(axis=1)


def build_group(
    quantile: Quantile, group: Group, scale: float, centre: float | None
) -> tuple[FloatArray, float]:
    """The pieces of one group of octaves, and the error found between them."""
    x = quantile(group.t)[len(NODES) :]
    nodes = at_nodes(group, x[:POINTS], centre)
    pieces = polynomials(nodes.reshape(-1, len(NODES)), group.centre, group.scaling)
    found = evaluate(pieces[group.check_piece], group.t[-len(CHECKS) :])
    error = float(errors(found, x[POINTS:], scale).max())
    return (pieces, error) if error <= TOLERANCE else build_halves(quantile, group, scale, centre)


def build_halves(
    quantile: Quantile, group: Group, scale: float, centre: float | None
) -> tuple[FloatArray, float]:
    """The same from two groups of half as many octaves each; one octave is not halved any more."""
    if group.octaves == 1:
        return np.zeros((PIECES, 8)), math.inf
    upper = group_of(group.top, group.octaves // 2)
    lower = group_of(group.top + upper.octaves, group.octaves - upper.octaves)
    parts = [build_group(quantile, part, scale, centre) for part in (upper, lower)]
    return np.concatenate([pieces for pieces, _ in parts]), max(error for _, error in parts)


def at_nodes(group: Group, values: FloatArray, centre: float | None) -> FloatArray:
    """Values at the pieces' nodes; interpolated in the log of the distance from `centre` if there is one."""
    if centre is not None:
        away = values - centre
        if np.all(away > 0) or np.all(away < 0):
            distance = np.exp(group.to_nodes @ np.log(np.abs(away)))
            return np.asarray(centre + math.copysign(1.0, away[0]) * distance)
    # From the first value on, so that a constant side (a fixed value) is constant to the bit.
    return np.asarray(values[0] + group.to_nodes @ (values - values[0]))


def polynomials(values: FloatArray, centre: FloatArray, scaling: FloatArray) -> FloatArray:
    """`(piece, 8)` from the values at the nodes `(piece, node)`."""
    pieces = np.zeros((len(values), 8))
    pieces[:, 0] = centre
    pieces[:, 1:] = (values - values[:, :1]) @ vandermonde_inverse().T * scaling
    pieces[:, 1] += values[:, 0]
    return pieces


def evaluate(pieces: FloatArray, t: FloatArray) -> FloatArray:
    """Value of each piece at each t, as the compiled loop computes it."""
    d = t - pieces[..., 0]
    result = pieces[..., 7]
    for k in range(6, 0, -1):
        result = pieces[..., k] + d * result
    return result


def errors(found: FloatArray, wanted: FloatArray, scale: float) -> FloatArray:
    """|found - wanted| relative to max(|wanted|, scale)."""
    return np.asarray(np.abs(found - wanted) / np.maximum(np.abs(wanted), scale))
