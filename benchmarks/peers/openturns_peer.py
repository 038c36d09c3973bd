"""OpenTURNS: a joint distribution sampled at once, summed by NumPy."""

from __future__ import annotations

import numpy as np
import openturns as ot
from numpy.typing import NDArray


def play(iterations: int, seed: int) -> NDArray[np.float64]:
    """`(iteration)` sums."""
    ot.RandomGenerator.SetSeed(seed)
    lines = [pert(5, 10 + 0.1 * i, 30) for i in range(20)]
    lines += [ot.LogNormal(1.0, 0.5)] * 10 + [ot.Triangular(1, 2, 6)] * 10
    lines += [ot.Bernoulli(0.3)] * 10 + [pert(1, 5, 20)] * 10
    drawn = np.asarray(ot.JointDistribution(lines).getSample(iterations))
    return np.asarray(drawn[:, :40].sum(axis=1) + (drawn[:, 40:50] * drawn[:, 50:]).sum(axis=1))


def pert(low: float, mode: float, high: float) -> ot.Beta:
    """A PERT as a beta with bounds."""
    width = high - low
    return ot.Beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, high)
