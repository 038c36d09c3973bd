"""SALib: Saltelli's design on Sobol' points, indices with their bootstrap."""

from __future__ import annotations

from itertools import count

import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

from benchmarks.peers import FloatArray, Run
from benchmarks.peers.models import ishigami_columns

PROBLEM = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}


def ishigami(plays: int, _threads: int) -> Run:
    """First and total indices; as many points as a power of two lets it make of the plays."""
    points, seeds = (
        2 ** ((plays // 5).bit_length() - 1),
        count(1),
    )  # 5: two samples, and one with each input frozen

    def run() -> FloatArray:
        seed = next(seeds)
        inputs = sample.sample(PROBLEM, points, calc_second_order=False, seed=seed)
        found = analyze.analyze(PROBLEM, ishigami_columns(inputs.T), calc_second_order=False, seed=seed)
        return np.array([found["S1"], found["ST"]])

    return run
