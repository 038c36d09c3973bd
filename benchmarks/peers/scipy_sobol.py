"""SciPy: scrambled Sobol' points through the quantile functions of scipy.stats."""

from __future__ import annotations

import numpy as np

from benchmarks.peers import FloatArray, Run


def sum_of_lines(iterations: int, _threads: int) -> Run:
    """W1; laws of one shape share a call, in which only the mode changes."""
    from scipy import stats

    modes = 10 + 0.1 * np.arange(20)
    perts = stats.beta(1 + 4 * (modes - 5) / 25, 1 + 4 * (30 - modes) / 25, loc=5, scale=25)
    lognormal = stats.lognorm(0.5, scale=np.e)
    triangular = stats.triang(0.2, loc=1, scale=5)
    severity = stats.beta(1 + 16 / 19, 1 + 60 / 19, loc=1, scale=19)

    def run() -> FloatArray:
        u = stats.qmc.Sobol(50, scramble=True, rng=2023).random(iterations)
        total = perts.ppf(u[:, :20]).sum(1)
        total += lognormal.ppf(u[:, 20:30]).sum(1)
        total += triangular.ppf(u[:, 30:40]).sum(1)
        risks = u[:, 40:]
        costs = np.zeros_like(risks)
        strikes = risks > 0.7
        costs[strikes] = severity.ppf((risks[strikes] - 0.7) / 0.3)
        return np.asarray(total + costs.sum(1))

    return run
