"""OpenTURNS: a joint distribution, sampled at once."""

from __future__ import annotations

import math

import numpy as np
import openturns as ot

from benchmarks.peers import FloatArray, Run

SPEARMAN = 0.4


def pert(low: float, mode: float, high: float) -> ot.Distribution:
    """A PERT law, as OpenTURNS knows beta laws."""
    width = high - low
    return ot.Beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, high)


def sum_of_lines(iterations: int, _threads: int) -> Run:
    """W1: strikes and severities are marginals of their own."""
    certain = [pert(5, 10 + 0.1 * i, 30) for i in range(20)]
    certain += [ot.LogNormal(1, 0.5, 0.0)] * 10 + [ot.Triangular(1, 2, 6)] * 10
    joint = ot.JointDistribution([*certain, *[ot.Bernoulli(0.3)] * 10, *[pert(1, 5, 20)] * 10])

    def run() -> FloatArray:
        sample = np.asarray(joint.getSample(iterations))
        return np.asarray(sample[:, :40].sum(1) + np.einsum("ij,ij->i", sample[:, 40:50], sample[:, 50:]))

    return run


def correlated(iterations: int, _threads: int) -> Run:
    """W3: a normal copula whose matrix comes from the rank correlations."""
    pearson = 2 * math.sin(math.pi / 6 * SPEARMAN)
    matrix = ot.CorrelationMatrix(200)
    for i in range(200):
        for j in range(i):
            matrix[i, j] = pearson
    laws = [pert(5, 10, 30), ot.LogNormal(1, 0.5, 0.0), ot.Triangular(1, 2, 6)]
    laws += [ot.Normal(10, 2), ot.Gamma(3, 0.5, 0.0)]
    joint = ot.JointDistribution([law for law in laws for _ in range(40)], ot.NormalCopula(matrix))
    return lambda: np.asarray(np.asarray(joint.getSample(iterations)).sum(1))
