"""The point nearest to the middle of independent standard normals at which something holds.

It is the design point of the first order reliability method (Hasofer & Lind, J. Eng. Mech. 100, 1974): the likeliest
place of the event, at the distance beta, and of a plane border the event has the probability Phi(-beta). Here it is
looked for in three steps, since borders have steps (a risk strikes or not) and flats: the cross-entropy method of
Rubinstein & Kroese (2004) finds the region, sequential quadratic programming the point of it among the scores that
work smoothly, and then every score is taken back towards nought as far as the event allows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Margins = Callable[[Floats], Floats]
"""`scores[score, point]` -> `(condition, point)`, at most 0 where the condition is met."""

ELITE, LEVELS = 0.1, 25
STEP = 0.02  # of a score, for differences: wider than the pieces of a quantile table
CLOSE = 1e-9
ROUNDS = 4


class Found(NamedTuple):
    """The point, whether all conditions are met there, and by how much the worst is missed."""

    scores: Floats
    met: bool
    margin: float


def design_point(margins: Margins, normals: Floats, switches: NDArray[np.int64]) -> Found:
    """The nearest point at which every margin is at most 0; where none is found, the nearest to meeting them.

    `normals[score, sample]` are standard normals to search with, `switches` the scores of which only steps matter.
    """
    size = len(normals)
    if _worst(margins, np.zeros((size, 1)))[0] <= 0:
        return Found(np.zeros(size), True, 0.0)
    region = _region(margins, normals)
    start = _on_ray(margins, region)
    if start is None:
        return Found(region, False, float(_worst(margins, region[:, np.newaxis])[0]))
    best = start
    for _ in range(ROUNDS):
        before = _length(best)
        for candidate in (_smooth(margins, best, switches), _taken_back(margins, best, switches)):
            if candidate is not None and _length(candidate) < _length(best):
                best = candidate
        if _length(best) > before - 1e-7:
            break
    return Found(best, True, 0.0)


def _worst(margins: Margins, points: Floats) -> Floats:
    found = margins(points)
    return np.asarray(np.where(np.isnan(found), np.inf, found).max(axis=0))


def _length(point: Floats) -> float:
    return float(np.linalg.norm(point))


def _region(margins: Margins, normals: Floats) -> Floats:
    """The mean of the points that meet the conditions, reached in levels; where none does, of those nearest to it."""
    middle = np.zeros(len(normals))
    last = np.inf
    for _ in range(LEVELS):
        points = middle[:, np.newaxis] + normals
        worst = _worst(margins, points)
        level = max(float(np.quantile(worst, ELITE)), 0.0)
        chosen = points[:, worst <= level]
        weight = (
            -(middle @ chosen) + middle @ middle / 2
        )  # the logarithm of how much likelier they are at nought
        weight = np.exp(weight - weight.max()) if level == 0 else np.ones(chosen.shape[1])
        middle = chosen @ weight / weight.sum()
        if level == 0 or (level >= last and np.isfinite(last)):
            break
        last = level
    return middle


def _on_ray(margins: Margins, direction: Floats) -> Floats | None:
    """The first point on a ray from nought, no further than four times its length, that meets the conditions."""
    times = np.linspace(0.0, 4.0, 401)
    met = _worst(margins, direction[:, np.newaxis] * times) <= 0
    if not met.any():
        return None
    first = int(np.argmax(met))
    return _between(margins, direction * times[max(first - 1, 0)], direction * times[first])


def _between(margins: Margins, outside: Floats, inside: Floats) -> Floats:
    """The point between two, of which one meets the conditions, next to the border on its side."""
    for _ in range(40):
        middle = (outside + inside) / 2
        if _worst(margins, middle[:, np.newaxis])[0] <= 0:
            inside = middle
        else:
            outside = middle
        if _length(inside - outside) < CLOSE:
            break
    return inside


def _smooth(margins: Margins, start: Floats, switches: NDArray[np.int64]) -> Floats | None:
    """The nearest point by the slopes of the margins, switches as they are."""
    free = np.setdiff1d(np.arange(start.size), switches)
    if not free.size:
        return None

    def whole(some: Floats) -> Floats:
        point = start.copy()
        point[free] = some
        return point

    def slopes(some: Floats) -> Floats:
        point = whole(some)
        moved = np.repeat(point[:, np.newaxis], 2 * free.size, axis=1)
        columns = np.arange(free.size)
        moved[free, columns] += STEP
        moved[free, free.size + columns] -= STEP
        found = margins(moved)
        return np.asarray((found[:, : free.size] - found[:, free.size :]) / (2 * STEP))

    settings: Any = {
        "jac": lambda some: 2 * some,
        "method": "SLSQP",
        "constraints": {
            "type": "ineq",
            "fun": lambda some: -margins(whole(some)[:, np.newaxis])[:, 0],
            "jac": lambda some: -slopes(some),
        },
        "options": {"maxiter": 60, "ftol": 1e-10},
    }

    def square(some: Floats) -> float:
        return float(some @ some)

    solved = minimize(square, start[free], **settings)
    point = whole(np.asarray(solved.x))
    if not np.isfinite(point).all():
        return None
    for beyond in (1.0, 1.0 + 1e-9, 1.0 + 1e-6, 1.001, 1.01, 1.05):  # over the border, and back to it
        if _worst(margins, (point * beyond)[:, np.newaxis])[0] <= 0:
            return _between(margins, point * (2 - beyond) * 0.95, point * beyond)
    return None


def _taken_back(margins: Margins, start: Floats, switches: NDArray[np.int64]) -> Floats:
    """Each score nearer to nought as long as the conditions are met, switches first, then those that cost least."""
    point = start.copy()
    others = np.setdiff1d(np.argsort(np.abs(start)), switches, assume_unique=True)
    for k in (*switches[np.argsort(-np.abs(start[switches]))], *others):
        if point[k] == 0.0:
            continue
        back = point.copy()
        back[k] = 0.0
        if _worst(margins, back[:, np.newaxis])[0] <= 0:
            point = back
        elif k in switches:
            point = _between(margins, back, point)
    return point
