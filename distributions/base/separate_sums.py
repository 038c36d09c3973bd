"""The law of a random sum of separate amounts: every sum with its probability.

With p the probabilities of the counts and f those of the amounts, the sums have p0 + f * (p1 + f * (p2 + ...)), where a
star is a convolution: nothing is subtracted, so that even the smallest probability is exact, whatever the law of the
counts (Horner's rule; Panjer's recursion, ASTIN Bulletin 12, 1981, serves three laws of counts only). Where that takes
too long the Fourier transform does it, within about 1e-15, if the amounts are multiples of one step. Amounts that
are not, and too many for a list of all their sums, are first moved to the points of a fine grid.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions.base.jumps import Jumps
from distributions.base.lattice_points import Multiples, multiples
from distributions.base.quantiles import FloatArray

Generating = Callable[[NDArray[np.complex128]], NDArray[np.complex128]]

MOST_POINTS = 2**20  # of a grid of sums
MOST_LISTED = 2**16  # sums
_NEVER = 1e-30
_NOISE = 1e-15  # of a transform
_MOST_WORK = 2e8  # additions
_CALL = 2000  # additions that cost as much as to call for them


class Sums(NamedTuple):
    """Ascending sums and their probabilities; amounts were first moved by up to `moved`."""

    values: FloatArray
    masses: FloatArray
    moved: float


def likely(counts: Jumps) -> Jumps:
    """The counts without those to whose side, they included, lies less than 1e-30 of the probability."""
    kept = (np.cumsum(counts.masses[::-1])[::-1] > _NEVER) & (np.cumsum(counts.masses) > _NEVER)
    return Jumps(counts.values[kept], counts.masses[kept])


def sums_of(counts: Jumps, generating: Generating, amounts: Jumps) -> Sums:
    """The sums of as many `amounts` as the likely `counts` say; what the amounts lack to 1 the sums lack too.

    `generating` is the generating function of the counts.
    """
    if not amounts.values.size:
        return Sums(np.zeros(1), generating(np.zeros(1, complex)).real, 0.0)
    most, moved = int(counts.values[-1]), 0.0
    found = multiples(amounts.values)
    if found is None or _span(most, found.k) > MOST_POINTS:
        listed = _listed(counts, amounts)
        if listed is not None:
            return listed
        found, masses, moved = _moved(most, amounts)
    else:
        masses = amounts.masses
    if not moved and most * masses.size * (_span(most, found.k) / 2 + _CALL) <= _MOST_WORK:
        return Sums(*_by_steps(counts, found, masses), 0.0)
    values, sums = _by_transform(most, generating, found, masses)
    low, high = _ends(counts, amounts.values)
    inside = (values > low - moved) & (values < high + moved) if moved else (values >= low) & (values <= high)
    return Sums(np.clip(values, low, high), np.where(inside, sums, 0.0), moved)


def _span(most: int, k: NDArray[np.int64]) -> int:
    return most * (max(int(k.max()), 0) - min(int(k.min()), 0)) + 1


def _ends(counts: Jumps, amounts: FloatArray) -> tuple[float, float]:
    """The least and the greatest sum."""
    ends = np.multiply.outer(counts.values[[0, -1]], [amounts.min(), amounts.max()])
    return float(ends.min()), float(ends.max())


def _probabilities(counts: Jumps) -> FloatArray:
    found = np.zeros(int(counts.values[-1]) + 1)
    found[counts.values.astype(np.int64)] = counts.masses
    return found


def _by_steps(counts: Jumps, amounts: Multiples, masses: FloatArray) -> tuple[FloatArray, FloatArray]:
    lowest, highest = min(int(amounts.k.min()), 0), max(int(amounts.k.max()), 0)
    probabilities = _probabilities(counts)
    most = len(probabilities) - 1
    pairs = list(zip((amounts.k - lowest).tolist(), masses.tolist(), strict=True))
    sums = probabilities[most:].copy()
    for n in range(most - 1, -1, -1):
        wider = np.zeros(sums.size + highest - lowest)
        for place, mass in pairs:
            wider[place : place + sums.size] += mass * sums
        wider[-lowest * (most - n)] += probabilities[n]
        sums = np.where(wider > 1e-300, wider, 0.0)  # what is denormal takes long
    return amounts.value(np.arange(most * lowest, most * highest + 1)), sums


def _by_transform(
    most: int, generating: Generating, amounts: Multiples, masses: FloatArray
) -> tuple[FloatArray, FloatArray]:
    first = most * min(int(amounts.k.min()), 0)
    span = _span(most, amounts.k)
    size = 1 << max(1, (span - 1).bit_length())
    weights = np.zeros(size)
    np.add.at(weights, amounts.k % size, masses)
    sums = np.roll(np.fft.irfft(generating(np.fft.rfft(weights)), size), -first)[:span]
    return amounts.value(first + np.arange(span)), np.where(sums > _NOISE, sums, 0.0)


def _listed(counts: Jumps, amounts: Jumps) -> Sums | None:
    """All sums, one by one; nothing if they are too many."""
    probabilities = _probabilities(counts)
    most, size = len(probabilities) - 1, float(np.abs(amounts.values).max())
    cancels = amounts.values.min() < 0 < amounts.values.max()
    rounding = 1e-15 * most * size if cancels else 0.0
    sums, work = Jumps(np.zeros(1), probabilities[most:]), 0
    for n in range(most - 1, -1, -1):
        values = np.append(np.add.outer(sums.values, amounts.values).ravel(), 0.0)
        masses = np.append(np.multiply.outer(sums.masses, amounts.masses).ravel(), probabilities[n])
        sums, work = _merged(values, masses, rounding), work + values.size + _CALL
        if sums.values.size > MOST_LISTED or values.size > 32 * MOST_LISTED or work > _MOST_WORK / 10:
            return None
    return Sums(*sums, 0.0)


def _merged(values: FloatArray, masses: FloatArray, rounding: float) -> Jumps:
    """Sums that differ by rounding alone, as one."""
    kept = masses > _NEVER / MOST_LISTED
    order = np.argsort(values[kept], kind="stable")
    values, masses = values[kept][order], masses[kept][order]
    apart = np.diff(values, prepend=-np.inf) > rounding + 1e-13 * np.abs(values)
    starts = np.flatnonzero(apart)
    return Jumps(values[starts], np.add.reduceat(masses, starts)) if starts.size else Jumps(values, masses)


def _moved(most: int, amounts: Jumps) -> tuple[Multiples, FloatArray, float]:
    """Each amount shared between the two neighbouring points of a grid so that its mean stays."""
    greatest = float(np.abs(amounts.values).max())
    sides = 1 + (amounts.values.min() < 0 < amounts.values.max())
    steps = MOST_POINTS // (sides * most) - 1
    place = amounts.values / greatest * steps
    under = np.floor(place)
    k = np.concatenate([under, np.minimum(under + 1, steps)]).astype(np.int64)
    masses = np.concatenate([amounts.masses * (1 - (place - under)), amounts.masses * (place - under)])
    return Multiples(Fraction(greatest) / steps, k), masses, greatest / steps
