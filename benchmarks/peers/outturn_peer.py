"""outturn itself: inputs with laws and a formula."""

from __future__ import annotations

import engine
from benchmarks.peers import Run
from benchmarks.peers.models import correlated_model, sum_model

SEED = 2023


def sum_of_lines(iterations: int, threads: int) -> Run:
    """W1."""
    model = sum_model()
    return lambda: engine.simulate(model, iterations, SEED, threads)["y"].values


def correlated(iterations: int, threads: int) -> Run:
    """W3."""
    model = correlated_model()
    return lambda: engine.simulate(model, iterations, SEED, threads)["y"].values
