"""Spearman's rank correlation with its interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.analysis.estimators.batches import Estimate
from engine.analysis.estimators.sorted_input import SortedInput

Floats = NDArray[np.float64]


def spearman(one: SortedInput, ranks: Floats, confidence: float = 0.95) -> Estimate:
    """Of an input with an output of which `ranks[iteration]` are given; 0 where either never varies.

    The interval is that of Fisher's z with the standard error of Bonett and Wright (Psychometrika 65, 2000, equation
    7): sqrt((1 + rho^2 / 2) / (n - 3)).
    """
    own = one.ranks()
    mine, other = own - own.mean(), ranks[one.order] - ranks.mean()
    # no matrix product: of vectors this long it wakes threads, which take ten times as long and sum by their number
    scale = float(np.sqrt((mine * mine).sum() * (other * other).sum()))
    rho = float(np.clip((mine * other).sum() / scale, -1, 1)) if scale > 0 else 0.0
    if scale == 0 or ranks.size < 4:
        return Estimate(*map(np.asarray, (rho, np.nan, -1.0, 1.0) if scale else (0.0, 0.0, 0.0, 0.0)))
    error = float(np.sqrt((1 + rho**2 / 2) / (ranks.size - 3)))
    with np.errstate(divide="ignore"):
        ends = np.tanh(np.arctanh(rho) + np.array([-1, 1]) * ndtri((1 + confidence) / 2) * error)
    return Estimate(*map(np.asarray, (rho, error * (1 - rho**2), ends[0], ends[1])))
