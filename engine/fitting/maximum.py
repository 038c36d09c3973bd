"""Many small likelihoods maximised at once, a row each: what makes a parametric bootstrap affordable."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.fitting.sample import FloatArray

Rows = NDArray[np.intp]
Objective = Callable[[FloatArray, Rows], FloatArray]

_STEP = 1e-4  # of central differences: the gradient is good to about 1e-8 of a coordinate
_HALVINGS = 12


class Care(NamedTuple):
    """How far a row is followed: the expected gain in log-likelihood that is left alone, and steps at most."""

    gain: float
    rounds: int


FULLY = Care(1e-9, 200)
# 1e-4 is 0.014 standard errors from the top; more steps than 20 are taken only along flat ridges
ROUGHLY = Care(1e-4, 20)


class Moves(NamedTuple):
    """How parameters move: a positive one by factors, any other by steps of its own unit."""

    positive: NDArray[np.bool_]  # (parameter,)
    unit: FloatArray  # (row, parameter)
    low: FloatArray  # (parameter,)
    high: FloatArray  # (parameter,)

    def place(self, start: FloatArray, z: FloatArray, rows: Rows) -> FloatArray:
        """Parameters at the coordinates `z`, measured from `start`; inside the limits."""
        by_factor = start * np.exp(np.where(self.positive, z, 0.0))
        return np.clip(np.where(self.positive, by_factor, start + self.unit[rows] * z), self.low, self.high)


def maximise(objective: Objective, start: FloatArray, moves: Moves, care: Care = FULLY) -> FloatArray:
    """Parameters, shape (row, parameter), at which `objective(parameters, rows)` is greatest in each row.

    Newton's method on central differences, uphill along every axis of the Hessian (its eigenvalues taken by
    size), with halved steps where a full one does not gain. A row that starts at no finite value stays.
    """
    theta = start.copy()
    value = objective(theta, np.arange(len(theta)))
    active: Rows = np.flatnonzero(np.isfinite(value))
    for _ in range(care.rounds):
        if not active.size:
            break
        gradient, hessian = derivatives(objective, theta[active], value[active], active, moves)
        step = _uphill(gradient, hessian, theta[active], moves)
        promising = np.abs(np.einsum("rp,rp->r", gradient, step)) > care.gain
        active, step = active[promising], step[promising]
        gained = np.zeros(active.size, bool)
        for _ in range(_HALVINGS):
            left = np.flatnonzero(~gained)
            if not left.size:
                break
            rows = active[left]
            tried = moves.place(theta[rows], step[left], rows)
            reached = objective(tried, rows)
            better = reached > value[rows]
            theta[rows[better]], value[rows[better]] = tried[better], reached[better]
            gained[left[better]] = True
            step[left] /= 2
        active = active[gained]
    return theta


def derivatives(
    objective: Objective, theta: FloatArray, value: FloatArray, rows: Rows, moves: Moves
) -> tuple[FloatArray, FloatArray]:
    """Gradient and Hessian of each row by central differences in the coordinates of `moves`."""
    count = theta.shape[1]
    axes = _STEP * np.eye(count)

    def at(z: FloatArray) -> FloatArray:
        return objective(moves.place(theta, z, rows), rows)

    up, down = (np.stack([at(sign * axis) for axis in axes], axis=1) for sign in (1, -1))
    gradient = (up - down) / (2 * _STEP)
    hessian = np.empty((len(theta), count, count))
    for i in range(count):
        hessian[:, i, i] = (up[:, i] - 2 * value + down[:, i]) / _STEP**2
        for j in range(i):
            pair = at(axes[i] + axes[j]) + at(-axes[i] - axes[j])
            alone = up[:, i] + down[:, i] + up[:, j] + down[:, j]
            hessian[:, i, j] = hessian[:, j, i] = (pair - alone + 2 * value) / (2 * _STEP**2)
    return gradient, hessian


def _uphill(gradient: FloatArray, hessian: FloatArray, theta: FloatArray, moves: Moves) -> FloatArray:
    """The step that Newton's method takes, at most 1 long; along no limit that it would cross."""
    spoilt = ~np.asarray(np.isfinite(gradient).all(axis=1) & np.isfinite(hessian).all(axis=(1, 2)))
    down, up = theta <= moves.low, theta >= moves.high
    stuck = np.asarray((down & (gradient < 0)) | (up & (gradient > 0)))
    gradient[stuck | spoilt[:, None]] = 0.0
    hessian[stuck[:, :, None] | stuck[:, None, :] | spoilt[:, None, None]] = 0.0
    sizes, axes = np.linalg.eigh(hessian)
    along = np.einsum("rpq,rp->rq", axes, gradient) / np.maximum(np.abs(sizes), 1e-6)
    step = np.einsum("rpq,rq->rp", axes, along)
    return np.asarray(step / np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1.0))
