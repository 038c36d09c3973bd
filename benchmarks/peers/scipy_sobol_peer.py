"""SciPy: scrambled Sobol' points through the `ppf` of frozen distributions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc


def play(iterations: int, seed: int) -> NDArray[np.float64]:
    """`(iteration)` sums."""
    u = qmc.Sobol(50, rng=np.random.default_rng(seed)).random(iterations).T
    total = np.zeros(iterations)
    for i in range(20):
        total += pert(5, 10 + 0.1 * i, 30).ppf(u[i])
    total += stats.lognorm(0.5, scale=np.e).ppf(u[20:30]).sum(axis=0)
    total += stats.triang(0.2, 1, 5).ppf(u[30:40]).sum(axis=0)
    struck = np.clip((u[40:] - 0.7) / 0.3, 0, 1)
    total += np.where(u[40:] > 0.7, pert(1, 5, 20).ppf(struck), 0.0).sum(axis=0)
    return np.asarray(total)


def pert(low: float, mode: float, high: float) -> Any:
    """A PERT as a scaled beta."""
    width = high - low
    return stats.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, width)
