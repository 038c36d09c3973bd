"""Where between two ends of an input a chance has a stated level: bisection, then secants, on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from distributions import Law
from engine.analysis.estimators.shares import wilson_interval
from engine.problems import Refused
from engine.studies.predictive import predictive

Chance = Callable[[float, int], tuple[int, int]]
"""A value and a length of run -> in how many iterations the claim holds, and of how many."""

WIDEST = 3.0902  # scores of P0.1 and P99.9, between which a value is looked for
SHORT, LEAST = 8, 1_000  # the search plays every so manieth iteration, and at least so many
STEPS = 12


class SwitchingError(Refused):
    """A switching value that cannot be looked for."""


class Ends(NamedTuple):
    """From where to where, and how a share of the way becomes a value."""

    low: float
    high: float
    at: Callable[[float], float]


class Switch(NamedTuple):
    """Where a claim has its chance, with the interval; NaN where nothing in the range reaches it."""

    value: float
    low: float
    high: float


def ends_of(law: Law | None) -> Ends:
    """The range of a law by its scores; of whether a risk strikes, 0 to 1."""
    if law is None:
        return Ends(0.0, 1.0, lambda share: float(share >= 0.5))
    shown = predictive(law)

    def at(share: float) -> float:
        return float(shown.ppf(ndtr(WIDEST * (2 * share - 1))))

    return Ends(at(0.0), at(1.0), at)


def switch(
    chance: Chance, ends: Ends, at_ends: Sequence[tuple[int, int]], level: float, iterations: int
) -> Switch:
    """Where between the ends a chance is `level`: by bisection on a short run, then by secants on the whole one."""
    shares = [count / size for count, size in at_ends]
    if not min(shares) <= level <= max(shares) or shares[0] == shares[1]:
        return Switch(np.nan, np.nan, np.nan)
    short = min(iterations, max(iterations // SHORT, LEAST))
    sign = 1.0 if shares[1] > shares[0] else -1.0

    def gap(share: float, length: int) -> float:
        count, size = chance(ends.at(share), length)
        return sign * (count / size - level)

    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle, short) < 0 else (low, middle)
    at, width = (low + high) / 2, 0.04
    # the slope over a few percent of the way, on the whole run: sampling error of the short one is smoothed out
    below, above = max(at - width, 0.0), min(at + width, 1.0)
    gaps = [gap(below, iterations), gap(above, iterations)]
    slope = (gaps[1] - gaps[0]) / (above - below)
    if slope <= 0:
        return Switch(ends.at(at), ends.low, ends.high)
    for _ in range(2):
        at = min(max(at - gap(at, iterations) / slope, 0.0), 1.0)
    half = _half(level, iterations) / slope
    sides = sorted(ends.at(min(max(at + way, 0.0), 1.0)) for way in (-half, half))
    return Switch(ends.at(at), sides[0], sides[1])


def _half(level: float, iterations: int) -> float:
    low, high = wilson_interval(np.array(round(level * iterations)), iterations)
    return float(high - low) / 2
