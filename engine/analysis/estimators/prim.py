"""Boxes in the space of inputs in which an outcome is much commoner, or much greater, than elsewhere.

PRIM of Friedman and Fisher ("Bump hunting in high-dimensional data", Statistics and Computing 9, 1999): a box is
peeled, a little of it at a time, from the side whose loss raises the mean most. Of the boxes on the way that one is
taken whose mean lies farthest above the whole's for its size; then each limit is put where that is greatest, and what
has become idle is dropped. Equal values are peeled together: counts, dates and yes or no are inputs like others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, stdtr

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Side(NamedTuple):
    """A limit of a box: `values` above it (or at most it) are inside."""

    column: int
    is_lower: bool
    at: float

    def holds(self, values: Floats) -> Mask:
        """Where `values[iteration]` of the column are inside."""
        return values > self.at if self.is_lower else values <= self.at


Box = tuple[Side, ...]


def inside(box: Box, table: Floats) -> Mask:
    """`(iteration)` Whether `table[column, iteration]` is in a box; all is in one without sides."""
    found = np.ones(table.shape[1], np.bool_)
    for side in box:
        found &= side.holds(table[side.column])
    return found


def lift(outcomes: Floats, mean: float, size: int) -> float:
    """How far the mean of what is in a box lies above the whole's, times the root of the box's share."""
    return float((outcomes.mean() - mean) * np.sqrt(outcomes.size / size)) if outcomes.size else -np.inf


def find_box(table: Floats, outcomes: Floats, alpha: float = 0.05, least: float = 0.02) -> Box:
    """The box for `outcomes[iteration]` in `table[column, iteration]`; without sides where none raises the mean.

    `alpha` is peeled at a time; a box holds at least the share `least` of the iterations.
    """
    best: Box = ()
    best_lift = 0.0
    mean, size = float(outcomes.mean()), outcomes.size
    for box, member in peels(table, outcomes, alpha, least):
        found = lift(outcomes[member], mean, size)
        if found > best_lift:
            best, best_lift = box, found
    for _ in range(3):
        tuned = tune(best, table, outcomes, least)
        if tuned == best:
            break
        best = tuned
    return best


def peels(
    table: Floats, outcomes: Floats, alpha: float, least: float
) -> Iterator[tuple[Box, NDArray[np.int64]]]:
    """Boxes, ever smaller, each with its members."""
    sides: dict[tuple[int, bool], Side] = {}
    member = np.arange(outcomes.size)
    while True:
        part, mine = table[:, member], outcomes[member]
        side = best_peel(part, mine, alpha)
        if side is None:
            return
        kept = side.holds(part[side.column])
        if kept.sum() < max(least * outcomes.size, 10):
            return
        member = member[kept]
        sides[side.column, side.is_lower] = side
        yield tuple(sides.values()), member


def best_peel(part: Floats, mine: Floats, alpha: float) -> Side | None:
    """The side whose loss raises the mean most for what is lost; nothing if none does."""
    count, total = mine.size, float(mine.sum())
    drop = max(int(alpha * count), 1)
    if count <= 2 * drop:
        return None
    ordered = np.partition(part, (drop - 1, count - 1 - drop), axis=1)
    below, above = ordered[:, drop - 1], ordered[:, count - 1 - drop]
    best, gain = None, 1e-12 * max(abs(total) / count, 1e-300)
    for is_lower, limits in ((True, below), (False, above)):
        lost = part <= limits[:, None] if is_lower else part > limits[:, None]
        many = lost.sum(axis=1)
        rest = count - many
        with np.errstate(divide="ignore", invalid="ignore"):
            # no matrix product, which would wake threads for so little
            rise = ((total - np.where(lost, mine, 0.0).sum(axis=1)) / rest - total / count) * count / many
        rise[(rest == 0) | (many == 0)] = -np.inf
        column = int(np.argmax(rise))
        if rise[column] > gain:
            best, gain = Side(column, is_lower, float(limits[column])), float(rise[column])
    return best


def tune(box: Box, table: Floats, outcomes: Floats, least: float) -> Box:
    """Each limit where the box is best, the others given; one that does best without is dropped."""
    sides = list(box)
    mean, size = float(outcomes.mean()), outcomes.size
    for place in range(len(sides) - 1, -1, -1):
        side = sides[place]
        others = inside((*sides[:place], *sides[place + 1 :]), table)
        values, mine = table[side.column][others], outcomes[others]
        order = np.argsort(values if not side.is_lower else -values, kind="stable")
        values, count = values[order], np.arange(1, order.size + 1)
        score = (np.cumsum(mine[order]) / count - mean) * np.sqrt(count / size)
        last = np.append(values[1:] != values[:-1], True)  # a limit does not part equal values
        score[~last | (count < max(least * size, 10))] = -np.inf
        at = int(np.argmax(score))
        if at == order.size - 1:
            del sides[place]
            continue
        edge = (values[at] + values[at + 1]) / 2  # between what is inside and what is not
        sides[place] = side._replace(at=float(edge))
    return tuple(sides)


def quasi_p(box: Box, column: int, table: Floats, outcomes: Floats) -> float:
    """Chance of so high a mean if the limits on one column did not matter, on iterations that did not find the box.

    Of yes and no the binomial tail at the share without these limits (Bryant and Lempert, Technological Forecasting and
    Social Change 77, 2010, section 3.2), of amounts Student's t.
    """
    without = inside(tuple(side for side in box if side.column != column), table)
    within = without & inside(box, table)
    mine, other = outcomes[within], outcomes[without]
    if mine.size < 2 or mine.size == other.size:
        return 1.0
    if _is_yes_or_no(outcomes):
        share, count = float(other.mean()), int(mine.sum())
        return float(bdtrc(count - 1, mine.size, share)) if count else 1.0
    spread = float(other.std(ddof=1))
    return (
        float(stdtr(mine.size - 1, (other.mean() - mine.mean()) / spread * np.sqrt(mine.size)))
        if spread
        else 1.0
    )


def columns_of(box: Box) -> list[int]:
    """The columns that a box limits, in the order in which they were peeled."""
    return list(dict.fromkeys(side.column for side in box))


def kept_limits(
    box: Box, table: Floats, outcomes: Floats, level: float = 0.01
) -> tuple[Box, dict[int, float]]:
    """The box without limits that do not matter, and each other column's quasi-p.

    The weakest goes first; one stays if its quasi-p is below `level` over the number of columns that were limited, so
    that pure noise keeps a box once in a hundred times.
    """
    level /= max(len(columns_of(box)), 1)
    while box:
        found = {column: quasi_p(box, column, table, outcomes) for column in columns_of(box)}
        weakest = max(found, key=lambda column: found[column])
        if found[weakest] <= level:
            return box, found
        box = tuple(side for side in box if side.column != weakest)
    return (), {}


def _is_yes_or_no(outcomes: Floats) -> bool:
    return bool(((outcomes == 0) | (outcomes == 1)).all())
