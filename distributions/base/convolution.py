"""The distribution function of a random sum, by Fourier transform.

On a grid the severity is replaced by masses at its points that keep the mean of every cell (Gerber, An
Introduction to Mathematical Risk Theory, 1979). Sums that run over the end of the grid would come back at its
beginning; exponential tilting makes them negligible (Grübel & Hermesmeier, ASTIN Bulletin 29, 1999). A severity
beyond the end is left out: a sum within the grid has none. So a heavy tail needs no single grid that is
both wide and fine: every grid is exact up to its end, and the next takes over there. Amounts of either sign have
one grid, wide enough for all of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions.base.jumps import Jumps
from distributions.base.law import FloatArray, Law, LawError
from distributions.base.separate_sums import Generating

MOST_COUNTS = 32_000.0  # on average
STEPS_OF_TWO_SIDES = 2**18
_STEPS = 2**15
_COUNTS = 1000.0  # up to which that many steps do; a step must be small beside one amount
_GROWTH = 4.0
_MOST_GRIDS = 16
_TILT = 24.0  # sums beyond the padded end come back e^-24 as large, rounding grows e^12 times
_BEYOND = 1e-9
_STRAIGHT = 1e-4
_SURELY = 0.2  # of many amounts exceed their median


class Summed(NamedTuple):
    """What is summed: how many amounts there are on average and at least, and the law and jumps of one.

    Where there are `jumps`, sums of these alone, and the sum of nothing, are left out of the distribution function:
    they are known exactly.
    """

    generating: Generating
    mean_count: float
    least_count: float
    severity: Law
    jumps: Jumps | None

    def masses(self, masses: FloatArray, first: int, step: float, tilt: FloatArray) -> FloatArray:
        """Masses of the sums on a grid of as many points, before the tilt is taken back."""
        size = 2 * masses.size
        padded = np.zeros(size)
        padded[(first + np.arange(masses.size)) % size] = masses * tilt
        transform = self.generating(np.fft.rfft(padded))
        if self.jumps is not None:
            alone = np.zeros(size)
            place = self.jumps.values / step
            inside = place < first + masses.size - 1
            under = np.floor(place[inside]).astype(np.int64)
            part = place[inside] - under
            for point, share in ((under, 1 - part), (under + 1, part)):
                np.add.at(alone, point % size, self.jumps.masses[inside] * share * tilt[point - first])
            transform = transform - self.generating(np.fft.rfft(alone))
        return np.asarray(np.roll(np.fft.irfft(transform), -first)[: masses.size])


def distribution_function(summed: Summed) -> tuple[FloatArray, FloatArray]:
    """Ascending values above 0 and the probability that the sum stays at or below each.

    The last value is exceeded with probability 1e-9 at most, or is the end of the last of 16 grids. Amounts are at
    least 0. Raises `LawError` if they are too great or too small to tell.
    """
    severity, steps = summed.severity, _STEPS
    tails = severity.isf(10.0 ** -np.arange(2, 16))
    if not 1e-290 < tails[-1] < 1e290:
        raise LawError(f"severity = {severity}: amounts of about {tails[-1]:.3g} cannot be summed")
    end, reached = float(tails[tails > 0][0]), 0.0
    while steps * _COUNTS < _STEPS * summed.mean_count:
        steps *= 2
    if steps > _STEPS:
        end = max(end, _SURELY * summed.least_count * float(severity.ppf(0.5)))
    tilt = np.exp(-_TILT / (2 * steps) * np.arange(steps))
    total = 1.0
    if summed.jumps is not None:
        total -= float(summed.generating(np.array([summed.jumps.masses.sum() + 0j]))[0].real)
    values, at_most = [], []
    for _ in range(_MOST_GRIDS):
        step = end / steps
        masses = summed.masses(_masses(severity, 0, steps, step), 0, step, tilt) / tilt
        cumulative = np.cumsum(np.maximum(masses, 0))
        places = _chosen(cumulative, int(reached / step))
        values.append((places + 0.5) * step)
        at_most.append(cumulative[places])
        if total - cumulative[-1] < _BEYOND:
            break
        end, reached = end * _GROWTH, end
    return np.concatenate(values), np.maximum.accumulate(np.concatenate(at_most))


def two_sided(summed: Summed, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """The same for amounts of either sign, on one grid from `low` to `high`, beyond which no sum is to be expected."""
    steps = STEPS_OF_TWO_SIDES
    step = (high - low) / (steps - 4)
    first = int(np.floor(low / step)) - 1
    masses = _masses(summed.severity, first, steps, step)
    cumulative = np.cumsum(np.maximum(summed.masses(masses, first, step, np.ones(steps)), 0))
    places = straight_places(cumulative)
    inside = np.flatnonzero((cumulative[places] > _BEYOND) & (cumulative[places] < cumulative[-1] - _BEYOND))
    if not inside.size:
        return np.array([low, high]), np.array([0.0, cumulative[-1]])
    places = places[max(inside[0] - 1, 0) : inside[-1] + 2]  # what lies further out is rounding
    cumulative[places[0]], cumulative[places[-1]] = 0.0, cumulative[-1]
    return np.clip((first + places + 0.5) * step, low, high), np.asarray(cumulative[places])


def _masses(severity: Law, first: int, steps: int, step: float) -> FloatArray:
    """Masses on the points first * step, (first + 1) * step, ... that keep the severity's mean over each cell.

    What lies below the grid is put on its first point, what lies above is left out.
    """
    grid, nowhere = (first + np.arange(steps + 1)) * step, np.array([0.0])
    ends = np.array([side(nowhere)[0] for s in severity.segments() for side in (s.near, s.far)])
    ends = ends[(ends > grid[0]) & (ends < grid[-1])]  # where the severity jumps or bends
    edges = np.union1d(grid, ends) if ends.size else grid
    widths = np.diff(edges)
    middles = edges[:-1] + widths / 2
    nodes = np.sqrt(0.6) / 2 * widths  # Gauss's rule of three points
    inner, outer = severity.sf(middles), severity.sf(middles - nodes) + severity.sf(middles + nodes)
    parts = widths * (8 * inner + 5 * outer) / 18
    starts = np.searchsorted(edges, grid[:-1])
    if ends.size:
        parts = np.add.reduceat(parts, starts)
    # Far below 0 all but all is exceeded, and the rounding of widths would show.
    cells = parts / (np.add.reduceat(widths, starts) if first else step)
    return np.concatenate([1 - cells[:1], cells[:-1] - cells[1:]])


def straight_places(cumulative: FloatArray) -> NDArray[np.int64]:
    """Places between which straight lines stay within a hundred-thousandth of the whole grid."""
    return _chosen(cumulative, 0, 1e-5 * len(cumulative), 0.0)


def _chosen(
    cumulative: FloatArray, first: int, allowed: float = _STRAIGHT, share: float = _STRAIGHT
) -> NDArray[np.int64]:
    """Places from `first` on between which straight lines stay within `allowed` + `share` of the place."""
    last = len(cumulative) - 1
    levels = np.linspace(cumulative[first], cumulative[last], 64)
    steep = np.searchsorted(cumulative, levels)  # a curve seen at too few places may look straight
    places = np.concatenate([np.linspace(first, last, 64).astype(np.int64), steep, steep - 1])
    while True:
        places = np.unique(np.clip(places, first, last))
        left, right = places[:-1], places[1:]
        middle = (left + right) // 2
        rise = cumulative[right] - cumulative[left]
        part = (cumulative[middle] - cumulative[left]) / np.where(rise > 0, rise, 1)
        missed = (rise > 0) & (np.abs(left + part * (right - left) - middle) > allowed + share * middle)
        if not (missed & (middle > left)).any():
            return places
        places = np.append(places, middle[missed])
