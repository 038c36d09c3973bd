"""OpenTURNS: a joint distribution, sampled at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import count

import numpy as np
import openturns as ot

from benchmarks.peers import FloatArray, Run, frozen_samples

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


def ishigami(plays: int, _threads: int) -> Run:
    """First and total indices by Saltelli's estimator, of random draws."""
    return _indices(frozen_samples(plays, 3), ot.MonteCarloExperiment)


def ishigami_by_sobol(plays: int, _threads: int) -> Run:
    """The same by Sobol' points, scrambled."""

    def points_of(joint: ot.Distribution, points: int) -> ot.WeightedExperiment:
        # the points of both samples are coordinates of one sequence
        sequence = ot.LowDiscrepancyExperiment(ot.SobolSequence(), joint, points)
        sequence.setRandomize(True)
        return sequence

    return _indices(frozen_samples(plays, 3, even=True), points_of)


def _indices(points: int, experiment: Callable[[ot.Distribution, int], ot.WeightedExperiment]) -> Run:
    formula = ot.SymbolicFunction(["a", "b", "c"], ["sin(a) + 7 * sin(b)^2 + 0.1 * c^4 * sin(a)"])
    joint = ot.JointDistribution([ot.Uniform(-math.pi, math.pi)] * 3)
    seeds = count(1)

    def run() -> FloatArray:
        ot.RandomGenerator.SetSeed(next(seeds))
        inputs = ot.SobolIndicesExperiment(experiment(joint, points), False).generate()
        found = ot.SaltelliSensitivityAlgorithm(inputs, formula(inputs), points)
        return np.array([found.getFirstOrderIndices(), found.getTotalOrderIndices()])

    return run
