"""W3: the sum of 200 lines in one Gaussian-copula group, rank correlation 0.4 between all, against what is usual."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

import engine
from benchmarks.sum_of_lines import total
from benchmarks.timing import interleaved
from distributions import Gamma, Lognormal, Normal, Triangular

LINES, RANK = 200, 0.4
SCORES = 2 * np.sin(np.pi * RANK / 6)  # of the normal scores behind it
Play = Callable[[int, int], NDArray[np.float64]]


def model() -> engine.Model:
    """50 each of lognormal, normal, triangular and gamma lines."""
    laws = [Lognormal(1, 0.5), Normal(10, 2), Triangular(1, 2, 6), Gamma(2, 3)]
    inputs = {f"line {k}": laws[k % 4] for k in range(LINES)}
    group = engine.Correlation(inputs=tuple(inputs), all_pairs=RANK)
    return engine.Model(inputs, total, outputs=("sum",), correlation=[group])


def with_numpy(iterations: int, seed: int) -> NDArray[np.float64]:
    """One common factor makes equal correlations of normals, which is quicker than a Cholesky factor."""
    rng = np.random.default_rng(seed)
    common = np.sqrt(SCORES) * rng.standard_normal(iterations)
    sums = np.zeros(iterations)
    for k in range(LINES):
        z = common + np.sqrt(1 - SCORES) * rng.standard_normal(iterations)
        sums += from_scores(k % 4, z)
    return sums


def from_scores(law: int, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of a line of each sort from its normal scores."""
    if law == 0:
        return np.asarray(np.exp(1 + 0.5 * z))
    if law == 1:
        return 10 + 2 * z
    u = special.ndtr(z)
    if law == 2:
        return np.where(u < 0.2, 1 + np.sqrt(5 * u), 6 - np.sqrt(20 * (1 - u)))
    return np.asarray(3 * special.gammaincinv(2, u))


def with_openturns() -> Play | None:
    """A `JointDistribution` with a `NormalCopula`, where it is installed."""
    try:
        import openturns as ot
    except ImportError:
        return None
    laws: list[Any] = [ot.LogNormal(1, 0.5), ot.Normal(10, 2), ot.Triangular(1, 2, 6), ot.Gamma(2, 1 / 3)]
    correlation = ot.CorrelationMatrix(LINES)
    for i in range(LINES):
        for j in range(i):
            correlation[i, j] = SCORES
    joint = ot.JointDistribution([laws[k % 4] for k in range(LINES)], ot.NormalCopula(correlation))

    def play(iterations: int, seed: int) -> NDArray[np.float64]:
        ot.RandomGenerator.SetSeed(seed)
        return np.asarray(np.asarray(joint.getSample(iterations)).sum(axis=1))

    return play


def rivals() -> dict[str, Play]:
    """The engine on one and two threads, and the peers that are there."""
    ours = model()

    def outturn(iterations: int, seed: int, threads: int) -> NDArray[np.float64]:
        return np.asarray(engine.simulate(ours, iterations, seed, threads)["sum"].values)

    found: dict[str, Play] = {
        "outturn, 1 thread": partial(outturn, threads=1),
        "outturn, 2 threads": partial(outturn, threads=2),
        "numpy": with_numpy,
    }
    openturns = with_openturns()
    return found if openturns is None else found | {"openturns": openturns}


def compare(iterations: int, repeats: int) -> dict[str, float]:
    """Median nanoseconds an iteration; means and standard deviations are compared first."""
    players = rivals()
    wanted = players["outturn, 1 thread"](iterations, 1)
    for name, play in players.items():
        sums = play(iterations, 2)
        error = 6 * wanted.std() * np.sqrt(2 / iterations)
        if abs(sums.mean() - wanted.mean()) > error or abs(sums.std() - wanted.std()) > error:
            raise AssertionError(f"{name} has mean {sums.mean()} and sd {sums.std()}")
    seconds = interleaved({name: partial(play, iterations, 3) for name, play in players.items()}, repeats)
    return {name: 1e9 * each / iterations for name, each in seconds.items()}
