"""NumPy `Generator`: beta variates scaled to PERT, one line after the other added to the sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def play(iterations: int, seed: int) -> NDArray[np.float64]:
    """`(iteration)` sums."""
    rng = np.random.default_rng(seed)
    total = np.zeros(iterations)
    for i in range(20):
        total += pert(rng, 5, 10 + 0.1 * i, 30, iterations)
    for _ in range(10):
        total += rng.lognormal(1.0, 0.5, iterations)
        total += rng.triangular(1, 2, 6, iterations)
        strikes = rng.random(iterations) < 0.3
        total[strikes] += pert(rng, 1, 5, 20, int(strikes.sum()))
    return total


def pert(rng: np.random.Generator, low: float, mode: float, high: float, size: int) -> NDArray[np.float64]:
    """PERT variates."""
    width = high - low
    return low + width * rng.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, size)
