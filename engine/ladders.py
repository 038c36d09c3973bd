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
Quantile = Callable[[FloatArray], FloatArray]  # x as a function of t, on one side of a segment

TOLERANCE = 9e-11  # error of x relative to max(|x|, scale of the law)
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


@cache
def groups() -> tuple[Group, ...]:
    """The octaves of a side, from t = 1/2 downwards."""
    tops = np.cumsum([1, *OCTAVES[:-1]])
    return tuple(group_of(int(top), octaves) for top, octaves in zip(tops, OCTAVES, strict=True))


@cache
def whole_side() -> FloatArray:
    """All t at which a side is evaluated, unless some octaves need more."""
    return np.concatenate([group.t for group in groups()])


def odds(t: FloatArray) -> FloatArray:
    """log2 of t / (1 - t)."""
    return np.asarray(np.log2(t) - np.log2(1 - t))


def build_ladder(quantile: Quantile, scale: float) -> tuple[FloatArray, float]:
    """Pieces of one side, `(piece, 8)`, and the largest error found."""
    t = whole_side()
    x = quantile(t)  # all at once: calls cost more than points
    centre = float(x[len(NODES) - 1])
    rows: list[FloatArray] = []
    worst, start = 0.0, 0
    for k, group in enumerate(groups()):
        unbounded = not np.isfinite(x[start])
        if np.isfinite(x[start:]).all():
            radius = np.array([0.5 ** (group.top + 1)])
            scaling = radius[:, None] ** -np.arange(float(len(NODES)))
            tail = polynomials(x[None, start : start + len(NODES)], radius, scaling)
            error = relative_error(evaluate(tail[0], t[start:]), x[start:], scale)
            if error <= TOLERANCE / 100:
                return np.concatenate([*rows, tail]), max(worst, error)
        stop = start + len(group.t)
        from_centre = centre if unbounded and k >= LOG_FROM else None
        pieces, error = build_group(quantile, group, x[start:stop], scale, from_centre)
        rows.append(pieces)
        worst, start = max(worst, error), stop
        if worst > TOLERANCE:
            break
    return np.concatenate(rows), worst


def build_group(
    quantile: Quantile, group: Group, x: FloatArray, scale: float, centre: float | None
) -> tuple[FloatArray, float]:
    """The pieces of a group of octaves whose values are `x`, and the error found between them."""
    values, wanted = np.split(x[len(NODES) :], [POINTS])
    pieces, error = np.zeros((1, 8)), math.inf
    if np.isfinite(x[len(NODES) :]).all():
        nodes = at_nodes(group, values, centre)
        pieces = polynomials(nodes.reshape(-1, len(NODES)), group.centre, group.scaling)
        found = evaluate(pieces[group.check_piece], group.t[-len(CHECKS) :])
        error = relative_error(found, wanted, scale)
    if error <= TOLERANCE or group.octaves == 1:
        return pieces, error
    upper = group_of(group.top, group.octaves // 2)
    lower = group_of(group.top + upper.octaves, group.octaves - upper.octaves)
    parts = [build_group(quantile, part, quantile(part.t), scale, centre) for part in (upper, lower)]
    return np.concatenate([part for part, _ in parts]), max(error for _, error in parts)


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


def relative_error(found: FloatArray, wanted: FloatArray, scale: float) -> float:
    """Largest |found - wanted| relative to max(|wanted|, scale)."""
    return float(np.max(np.abs(found - wanted) / np.maximum(np.abs(wanted), scale)))
