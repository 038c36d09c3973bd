"""Where the values of each row are counted: a grid from a pilot run, and its cells' ends and counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.reduce import HALF, STEPS, Grid, divide, place

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Cells(NamedTuple):
    """What one row's finite values were counted in, ascending: ends (equal where it is one value), frequency."""

    lower: Floats
    upper: Floats
    frequency: Integers


def make_grid(parts: Iterable[Row]) -> Grid:
    """The grid of all rows."""
    rows = list(parts)
    bins = np.cumsum([0, *(len(row.reference) for row in rows)])
    counts = np.cumsum([0, *(len(row.reference) * (3 if row.repeats else 1) for row in rows)])
    return Grid(
        centre=np.array([row.centre for row in rows]),
        inverse_width=np.array([row.inverse_width for row in rows]),
        origin=np.array([row.centre for row in rows]),
        repeats=np.array([row.repeats for row in rows]),
        first_bin=bins.astype(np.int64),
        first_count=counts.astype(np.int64),
        base=np.array([row.base for row in rows], np.int32),
        bins=np.array([row.bins for row in rows], np.float32),
        reference=np.concatenate([row.reference for row in rows]),
    )


class Row:
    """One row's part of the grid, laid so that at most `few` of some of its values are in a bin."""

    def __init__(self, values: Floats, few: int) -> None:
        ordered = np.sort(values[np.isfinite(values)])
        if not ordered.size:
            ordered = np.zeros(1)
        self.centre = float(ordered[ordered.size // 2])
        low, high = ordered[ordered.size // 10], ordered[ordered.size * 9 // 10]
        width = (high - low) / 2 or (ordered[-1] - ordered[0]) / 2
        # a width that overflows or vanishes says nothing; then any does, since nearly all values are the centre
        self.inverse_width = 1.0 / width if 1e-300 < width < 1e300 else 1.0
        # a value rarer than that is counted with its bin and makes it little fuller
        rare = few // 4
        self.repeats = ordered.size <= rare or bool((ordered[rare:] == ordered[: ordered.size - rare]).any())
        self.bins = np.empty(STEPS, np.float32)
        divide(ordered, self.centre, self.inverse_width, few, self.bins)
        self.base = np.concatenate([[0], np.cumsum(self.bins.astype(np.int64))[:-1]]).astype(np.int32)
        self.reference = self.references(ordered)

    def references(self, ordered: Floats) -> Floats:
        """The most frequent value of each bin; inf for a bin without any, where nothing is equal."""
        reference = np.full(int(self.bins.sum()), np.inf)
        if self.repeats:
            value, often = np.unique(ordered, return_counts=True)
            bins = np.empty(value.size, np.int32)
            positions = np.empty(value.size)
            place(value, self.centre, self.inverse_width, self.base, self.bins, positions, bins)
            rarest_first = np.argsort(often, kind="stable")
            reference[bins[rarest_first]] = value[
                rarest_first
            ]  # of several the last stays, the most frequent
        return reference


def cells(grid: Grid, row: int, counts: Integers, lowest: float, highest: float) -> Cells:
    """The cells of a row that hold something, from the counts of all and the row's finite extremes."""
    mine = counts[grid.first_count[row] : grid.first_count[row + 1]]
    lower, upper = ends(grid, row)
    if grid.repeats[row]:
        reference = grid.reference[grid.first_bin[row] : grid.first_bin[row + 1]]
        inside = np.where(np.isfinite(reference), reference, upper)
        lower = np.stack([lower, inside, inside], axis=1).ravel()
        upper = np.stack([inside, inside, upper], axis=1).ravel()
    held = mine > 0
    # rounding may put a value a hair beyond its bin's end, never beyond the extremes
    return Cells(np.clip(lower[held], lowest, highest), np.clip(upper[held], lowest, highest), mine[held])


def ends(grid: Grid, row: int) -> tuple[Floats, Floats]:
    """Lower and upper end of each bin of a row."""
    bins = grid.bins[row].astype(np.int64)
    step = np.repeat(np.arange(STEPS), bins)
    within = np.arange(bins.sum()) - np.repeat(grid.base[row], bins)
    edges = np.append(step + within / np.repeat(bins, bins), STEPS)
    with np.errstate(divide="ignore", over="ignore"):
        far = HALF / np.where(edges < HALF, edges, STEPS - edges) - 1.0
        values = grid.centre[row] + np.where(edges < HALF, -far, far) / grid.inverse_width[row]
    return values[:-1], values[1:]
