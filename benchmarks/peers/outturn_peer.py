"""outturn itself: inputs with laws and a formula."""

from __future__ import annotations

from itertools import count

import numpy as np

import engine
from benchmarks.peers import FloatArray, Run, frozen_samples
from benchmarks.peers.models import correlated_model, ishigami_model, sum_model
from engine.simulation.bench import CHUNK

SEED = 2023


def sum_of_lines(iterations: int, threads: int) -> Run:
    """W1."""
    model = sum_model()
    return lambda: engine.simulate(model, iterations, SEED, threads)["y"].values


def correlated(iterations: int, threads: int) -> Run:
    """W3."""
    model = correlated_model()
    return lambda: engine.simulate(model, iterations, SEED, threads)["y"].values


def ishigami(plays: int, threads: int) -> Run:
    """First and total Sobol' indices of the Ishigami function, by random draws."""
    return _indices(plays, threads, "random")


def ishigami_by_sobol(plays: int, threads: int) -> Run:
    """The same by Sobol' points."""
    return _indices(plays, threads, "sobol")


def _indices(plays: int, threads: int, design: str) -> Run:
    model, seeds = ishigami_model(), count(1)
    iterations = frozen_samples(plays, 3, even=design == "sobol") // CHUNK * CHUNK  # whole chunks are played

    def run() -> FloatArray:
        found = engine.sobol(model, iterations=iterations, seed=next(seeds), design=design, threads=threads)
        return np.array([found[key].sel(output="y").values for key in ("first", "total")])

    return run
