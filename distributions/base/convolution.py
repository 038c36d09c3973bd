"""The distribution function of a random sum, by Fourier transform.

On a grid the severity is replaced by masses at its points that keep the mean of every cell (Gerber, An
Introduction to Mathematical Risk Theory, 1979). Sums that run over the end of the grid would come back at its
beginning; exponential tilting makes them negligible (Grübel & Hermesmeier, ASTIN Bulletin 29, 1999). A severity
beyond the end is left out: a sum within the grid has none. So a heavy tail needs no single grid that is
both wide and fine: every grid is exact up to its end, and the next takes over there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from distributions.base.law import FloatArray, Law

_STEPS = 2**15
_GROWTH = 4.0
_MOST_GRIDS = 16
_TILT = 24.0  # sums beyond the padded end come back e^-24 as large, rounding grows e^12 times
_BEYOND = 1e-9
_STRAIGHT = 1e-4

Generating = Callable[[NDArray[np.complex128]], NDArray[np.complex128]]


def distribution_function(generating: Generating, severity: Law) -> tuple[FloatArray, FloatArray]:
    """Ascending values above 0 and the probability that the sum stays at or below each.

    `generating` is the generating function of the count. The last value is exceeded with probability 1e-9
    at most, or is the end of the last of 16 grids.
    """
    tails = severity.isf(10.0 ** -np.arange(2, 16))
    end, reached = float(tails[tails > 0][0]), 0.0
    values, at_most = [], []
    for _ in range(_MOST_GRIDS):
        step = end / _STEPS
        cumulative = np.cumsum(_sum_masses(generating, _masses(severity, step)))
        places = _chosen(cumulative, int(reached / step))
        values.append((places + 0.5) * step)
        at_most.append(cumulative[places])
        if 1 - cumulative[-1] < _BEYOND:
            break
        end, reached = end * _GROWTH, end
    return np.concatenate(values), np.maximum.accumulate(np.concatenate(at_most))


def _masses(severity: Law, step: float) -> FloatArray:
    """Masses on the points 0, step, 2 step, ... that keep the severity's mean over each cell."""
    grid = np.arange(_STEPS + 1) * step
    first = np.array([0.0])
    ends = np.array([side(first)[0] for s in severity.segments() for side in (s.near, s.far)])
    ends = ends[(ends > 0) & (ends < grid[-1])]  # where the severity jumps or bends
    edges = np.union1d(grid, ends) if ends.size else grid
    widths = np.diff(edges)
    middles = edges[:-1] + widths / 2
    nodes = np.sqrt(0.6) / 2 * widths  # Gauss's rule of three points
    inner, outer = severity.sf(middles), severity.sf(middles - nodes) + severity.sf(middles + nodes)
    parts = widths * (8 * inner + 5 * outer) / 18
    if ends.size:
        parts = np.add.reduceat(parts, np.searchsorted(edges, grid[:-1]))
    cells = parts / step
    return np.concatenate([1 - cells[:1], cells[:-1] - cells[1:]])


def _sum_masses(generating: Generating, masses: FloatArray) -> FloatArray:
    tilt = np.exp(-_TILT / (2 * _STEPS) * np.arange(_STEPS))
    transform = generating(np.fft.rfft(masses * tilt, 2 * _STEPS))
    masses = np.fft.irfft(transform)[:_STEPS] / tilt
    return np.maximum(masses, 0)


def _chosen(cumulative: FloatArray, first: int) -> NDArray[np.int64]:
    """Places from `first` on between which straight lines stay within 1e-4 of the value."""
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
        missed = (rise > 0) & (np.abs(left + part * (right - left) - middle) > _STRAIGHT * (middle + 1))
        if not (missed & (middle > left)).any():
            return places
        places = np.append(places, middle[missed])
