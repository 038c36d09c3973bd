"""NumPy that makes use of equal correlations: one common factor, and no matrix."""

from __future__ import annotations

import numpy as np

from benchmarks.peers import FloatArray, Run
from benchmarks.peers.numpy_peer import PEARSON, chunked, sum_from_scores


def correlated(iterations: int, _threads: int) -> Run:
    """W3."""
    shared, own = np.sqrt(PEARSON), np.sqrt(1 - PEARSON)
    add = sum_from_scores()

    def chunk(rng: np.random.Generator, size: int) -> FloatArray:
        scores = rng.standard_normal((size, 200))
        scores *= own
        scores += shared * rng.standard_normal((size, 1))
        return add(scores)

    return lambda: chunked(chunk, iterations)
