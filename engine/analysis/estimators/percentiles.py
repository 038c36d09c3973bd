"""Percentiles of simulated values, with intervals that assume nothing about their distribution.

A percentile here is the smallest simulated value that has at least that share of the iterations at or
below it (Hyndman and Fan 1996, definition 1; NumPy's `inverted_cdf`). It is a value that some iteration
really gave, so a date stays a date, "80% chance of at least" is true of the run itself, and for a risk
that strikes or does not no percentile falls between the two.

The interval runs between two order statistics whose ranks come from the binomial law of the number of
iterations below the true percentile (David and Nagaraja 2003, section 7.1). It covers the true percentile
with at least the stated confidence, whatever the distribution. For draws that are spread more evenly than
chance (Latin hypercube, Sobol') it is wider than need be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

Missing = Literal["lowest", "highest", "unknown"]


class Percentiles(NamedTuple):
    """Percentiles of one or several sets of values, in the units of the values."""

    percentages: NDArray[np.float64]
    """The percentages asked for, shape `(percentile,)`."""
    value: NDArray[np.float64]
    """Shape `(..., percentile)`."""
    low: NDArray[np.float64]
    """Lower end of the interval; -inf where the run has too few iterations to give one."""
    high: NDArray[np.float64]
    """Upper end of the interval; +inf where the run has too few iterations to give one."""
    missing: NDArray[np.int64]
    """How many values were NaN, shape `(...)`."""


def percentiles(
    values: ArrayLike,
    percentages: Sequence[float],
    confidence: float = 0.95,
    missing: Missing = "unknown",
) -> Percentiles:
    """Percentiles along the last axis of `values`, shape `(..., iteration)`.

    NaN is counted and kept in its place, never dropped: with `missing` "highest" it ranks above every
    number (a payback that never comes is later than any date) and the percentile is +inf where it lands
    among them; "lowest" ranks it below, as -inf; with "unknown" one NaN makes all that row's figures NaN.

    Raises ValueError for no iterations, a percentage outside (0, 100) or a confidence outside (0, 1).
    """
    table = np.atleast_1d(np.asarray(values, dtype=np.float64))
    iterations = table.shape[-1]
    wanted, ranks, bounds = _ranks(iterations, percentages, confidence)
    absent = np.isnan(table)
    count = np.asarray(absent.sum(axis=-1), dtype=np.int64)
    if count.any() and missing != "unknown":
        table = np.where(absent, np.inf if missing == "highest" else -np.inf, table)

    needed = np.unique(np.clip(np.concatenate([ranks, bounds.ravel()]), 1, iterations))
    order = np.partition(table, needed - 1, axis=-1) if len(needed) else table

    def at(rank: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(order[..., np.clip(rank, 1, iterations) - 1])

    value = at(ranks)
    low = np.where(bounds[:, 0] < 1, -np.inf, at(bounds[:, 0]))
    high = np.where(bounds[:, 1] > iterations, np.inf, at(bounds[:, 1]))
    if missing == "unknown" and count.any():
        spoilt = (count > 0)[..., np.newaxis]
        value, low, high = (np.where(spoilt, np.nan, array) for array in (value, low, high))
    return Percentiles(wanted, value, low, high, count)


def percentiles_of_cells(
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    count: NDArray[np.int64],
    absent: int,
    percentages: Sequence[float],
    confidence: float = 0.95,
    missing: Missing = "unknown",
) -> Percentiles:
    """Percentiles of values of which `count[cell]` lie from `lower[cell]` to `upper[cell]`, and `absent` are NaN.

    As `percentiles` gives them, of the same ranks; in a cell that is more than one value, by linear
    interpolation. So the value is off by less than the cell's share of the iterations in percentile points.
    """
    wanted, ranks, bounds = _ranks(int(count.sum()) + absent, percentages, confidence)
    if absent and missing == "unknown":
        unknown = np.full(wanted.shape, np.nan)
        return Percentiles(wanted, unknown, unknown, unknown, np.array(absent))
    end = np.inf if missing == "highest" else -np.inf
    place = len(count) if missing == "highest" else 0
    lower, upper = np.insert(lower, place, end), np.insert(upper, place, end)
    count = np.insert(count, place, absent)
    last = np.cumsum(count)

    def at(rank: NDArray[np.int64]) -> NDArray[np.float64]:
        rank = np.clip(rank, 1, last[-1])
        cell = np.searchsorted(last, rank)
        within = (rank - (last[cell] - count[cell]) - 0.5) / count[cell]
        with np.errstate(invalid="ignore"):
            inside = lower[cell] + within * (upper[cell] - lower[cell])
        return np.asarray(np.where(lower[cell] == upper[cell], lower[cell], inside))

    low = np.where(bounds[:, 0] < 1, -np.inf, at(bounds[:, 0]))
    high = np.where(bounds[:, 1] > last[-1], np.inf, at(bounds[:, 1]))
    return Percentiles(wanted, at(ranks), low, high, np.array(absent))


def _ranks(
    iterations: int, percentages: Sequence[float], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """The percentages, their ranks and the ranks `(percentile, 2)` of their intervals' ends."""
    wanted = np.asarray(percentages, dtype=np.float64)
    if iterations == 0:
        raise ValueError("percentiles need at least one iteration; the last axis of values is empty")
    if wanted.ndim != 1 or not np.all((wanted > 0) & (wanted < 100)):
        raise ValueError(
            f"percentages must be a sequence of numbers above 0 and below 100, found {percentages}"
        )
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be above 0 and below 1 (such as 0.95), found {confidence}")
    ranks = np.array([value_rank(iterations, p) for p in wanted], dtype=np.int64)
    ends = np.array([interval_ranks(iterations, p, confidence) for p in wanted], dtype=np.int64)
    return wanted, ranks, ends.reshape(-1, 2)


def value_rank(iterations: int, percentage: float) -> int:
    """Rank (1 = smallest) of the order statistic that is the percentile."""
    share = iterations * percentage / 100
    # 1e-12: 12.5 % of 8 must be rank 1 even where the product is rounded a hair above 1
    return min(max(int(np.ceil(share * (1 - 1e-12))), 1), iterations)


def interval_ranks(iterations: int, percentage: float, confidence: float = 0.95) -> tuple[int, int]:
    """Ranks `(low, high)` of the two order statistics that hold the true percentile between them.

    Each end errs with probability at most (1 - confidence) / 2. `low` = 0 or `high` = iterations + 1
    means that the run is too short for that end: the interval is open there.
    """
    tail = (1 - confidence) / 2
    share = percentage / 100
    return _lower_rank(iterations, share, tail), iterations + 1 - _lower_rank(iterations, 1 - share, tail)


def _lower_rank(iterations: int, share: float, tail: float) -> int:
    """The largest rank r with P(B <= r - 1) <= tail, B binomial(iterations, share); 0 if there is none."""
    lowest, highest = 0, iterations  # bisection: rank `lowest` is known to do, ranks above `highest` are not
    while lowest < highest:
        rank = (lowest + highest + 1) // 2
        # P(B <= r - 1) as an incomplete beta function: exact for any number of iterations
        if betainc(iterations - rank + 1, rank, 1 - share) <= tail:
            lowest = rank
        else:
            highest = rank - 1
    return lowest
