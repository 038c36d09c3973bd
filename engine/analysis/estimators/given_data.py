"""First-order indices from one sample: what share of an output's variance its mean given an input explains.

Iterations are sorted by the input and taken together by neighbours, so that within such a bin the input hardly varies;
what the output still does there is not the input's. Equal values are neighbours too, so that counts, dates and yes or
no are inputs like others. Where inputs hang together the index counts what others bring by way of this one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.analysis.estimators.batches import Estimate, estimate
from engine.analysis.estimators.sorted_input import SortedInput

Floats = NDArray[np.float64]
NEIGHBOURS = 24  # an estimate of a bin's variance from them has a 24th more error than from infinitely many
QUANTILE_BINS = 60


def first_order(one: SortedInput, outputs: Floats, confidence: float = 0.95) -> Estimate:
    """1 - (mean variance within bins) / variance of `outputs[iteration]`; 0 where either never varies.

    The variance within a bin divides by one less than its size, so that an input that the output ignores has the
    expectation 0 and may come out a little below it.
    """
    variance = float(outputs.var(ddof=1)) if outputs.size > 1 else 0.0
    if variance == 0 or one.is_constant:
        return Estimate(*map(np.asarray, (0.0, 0.0, 0.0, 0.0)))
    inside = (outputs - outputs.mean())[one.bins(min(NEIGHBOURS, max(outputs.size // 4, 2)))]
    if min(inside.shape) < 2:  # too few iterations for a variance within bins, or for its error between them
        return Estimate(*(np.asarray(np.nan) for _ in range(4)))
    within, about = inside.var(axis=1, ddof=1), (inside**2).mean(axis=1)
    rest = within.mean() / variance
    return _share(rest, (within - rest * about) / variance, confidence)


def quantile_index(
    one: SortedInput, outputs: Floats, percentage: float, confidence: float = 0.95
) -> Estimate:
    """How much of the expected check loss about a percentile of `outputs[iteration]` knowing the input would save.

    Fort, Klein and Rachdi, "New sensitivity analysis subordinated to a contrast" (Communications in Statistics, Theory
    and Methods 45, 2016). Of a linear Gaussian output of which the input explains the share S of the variance it is
    1 - sqrt(1 - S) at every percentage. A bin's percentile from one half of it is judged on both halves: what it gains
    on its own it loses on the other, so that the two errors cancel.
    """
    level = percentage / 100
    size = 2 * max(outputs.size // QUANTILE_BINS // 2, 10)
    loss = _loss(outputs, np.quantile(outputs, level, method="inverted_cdf"), level)
    if one.is_constant or loss.mean() == 0 or outputs.size < 2 * size:
        return Estimate(*map(np.asarray, (0.0, 0.0, 0.0, 0.0)))
    bins = one.bins(size)
    values = outputs[bins]
    halves = values[:, ::2], values[:, 1::2]
    rank = max(int(np.ceil(level * size / 2)) - 1, 0)
    ends = [np.partition(half, rank, axis=1)[:, rank, None] for half in halves]
    mine = sum(_loss(half, end, level).mean(axis=1) for half in halves for end in ends) / 4
    rest = float(np.mean(mine)) / float(loss.mean())
    return _share(rest, (mine - rest * loss[bins].mean(axis=1)) / loss.mean(), confidence)


def _loss(values: Floats, quantile: Floats | float, level: float) -> Floats:
    """The check loss of a quantile."""
    off = values - quantile
    return np.where(off > 0, level * off, (level - 1) * off)


def _share(rest: float, residual: Floats, confidence: float) -> Estimate:
    """1 less what is left, with the error of a ratio of means over bins."""
    error = residual.std(ddof=1) / np.sqrt(residual.size)
    return estimate(np.asarray(1 - rest), np.asarray(error), residual.size - 1, confidence)
