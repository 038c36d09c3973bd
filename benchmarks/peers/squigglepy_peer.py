"""squigglepy: laws added up as if they were numbers, then sampled."""

from __future__ import annotations

from functools import reduce
from operator import add

import numpy as np
import squigglepy as sq

from benchmarks.peers import Run


def sum_of_lines(iterations: int, _threads: int) -> Run:
    """W1."""
    lines = [sq.pert(5, 10 + 0.1 * i, 30) for i in range(20)]
    lines += [sq.lognorm(norm_mean=1, norm_sd=0.5) for _ in range(10)]
    lines += [sq.triangular(1, 2, 6) for _ in range(10)]
    lines += [sq.bernoulli(0.3) * sq.pert(1, 5, 20) for _ in range(10)]
    total = reduce(add, lines)
    sq.set_seed(2023)
    return lambda: np.asarray(sq.sample(total, iterations))
