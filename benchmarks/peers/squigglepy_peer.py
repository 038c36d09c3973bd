"""squigglepy: its own PERT, lognormal, triangular and Bernoulli, sampled line by line."""

from __future__ import annotations

import numpy as np
import squigglepy as sq
from numpy.typing import NDArray


def play(iterations: int, seed: int) -> NDArray[np.float64]:
    """`(iteration)` sums."""
    sq.set_seed(seed)
    total = np.zeros(iterations)
    for i in range(20):
        total += sq.sample(sq.pert(5, 10 + 0.1 * i, 30), n=iterations)
    for _ in range(10):
        total += sq.sample(sq.lognorm(norm_mean=1.0, norm_sd=0.5), n=iterations)
        total += sq.sample(sq.triangular(1, 2, 6), n=iterations)
        strikes = np.asarray(sq.sample(sq.bernoulli(0.3), n=iterations))
        total += strikes * sq.sample(sq.pert(1, 5, 20), n=iterations)
    return total
