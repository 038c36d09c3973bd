"""Inputs that hang together, and the factor by which their normal scores are made to."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Group(NamedTuple):
    """Inputs tied by a copula, and the correlation matrix `(input, input)` of their normal scores.

    Finite `degrees` of freedom make it a Student t copula, whose one divisor an iteration is an input named
    after the group. `reorder` asks for the reordering of Iman & Conover instead of a copula.
    """

    inputs: tuple[str, ...]
    normal_correlation: NDArray[np.float64]
    degrees: float = math.inf
    name: str = ""
    reorder: bool = False


def correlation_factor(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lower-triangular L with L L' = `correlation`, semi-definite matrices and exact +-1 included.

    A pivot below 1e-12 is a column that the earlier ones explain: it stays zero. Rows are of length 1, so
    that every coupled score is standard normal.
    """
    n = len(correlation)
    factor = np.zeros((n, n))
    for k in range(n):
        pivot = correlation[k, k] - factor[k, :k] @ factor[k, :k]
        if pivot > 1e-12:
            factor[k, k] = np.sqrt(pivot)
            factor[k + 1 :, k] = (correlation[k + 1 :, k] - factor[k + 1 :, :k] @ factor[k, :k]) / factor[
                k, k
            ]
    return np.asarray(factor / np.linalg.norm(factor, axis=1, keepdims=True))
