"""Inputs that hang together, and the factor by which their normal scores are made to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.dependence.arrays import FloatArray
from engine.dependence.copula import Copula
from engine.dependence.copulas.gaussian import Gaussian
from engine.dependence.varied import VariedEntry


class Group(NamedTuple):
    """Inputs tied by a copula, and the correlation matrix `(input, input)` of their normal scores.

    Where the copula is a mixture, its one multiplier an iteration is an input named after the group. `purposes` are
    what the inputs are drawn for, values if they are left out; "strike" is what decides whether a risk strikes.
    Correlations that are `varied` are drawn; the matrix has what they are at base.
    """

    inputs: tuple[str, ...]
    normal_correlation: FloatArray
    copula: Copula = Gaussian()
    name: str = ""
    purposes: tuple[str, ...] = ()
    varied: tuple[VariedEntry, ...] = ()


PANEL = 256  # columns at a time: of 5,000 inputs a product of matrices takes a tenth of the time of column by column


def correlation_factor(correlation: FloatArray) -> FloatArray:
    """Lower-triangular L with L L' = `correlation`, semi-definite matrices and exact +-1 included.

    A pivot below 1e-12 is a column that the earlier ones explain: it stays zero. Rows are of length 1, so
    that every coupled score is standard normal.
    """
    n = len(correlation)
    factor = np.zeros((n, n))
    for first in range(0, n, PANEL):
        rest, panel = slice(first, n), slice(first, min(first + PANEL, n))
        left = correlation[rest, panel] - factor[rest, :first] @ factor[panel, :first].T
        mine = factor[rest, panel]
        for k in range(left.shape[1]):
            pivot = left[k, k] - mine[k, :k] @ mine[k, :k]
            if pivot > 1e-12:
                mine[k, k] = np.sqrt(pivot)
                mine[k + 1 :, k] = (left[k + 1 :, k] - mine[k + 1 :, :k] @ mine[k, :k]) / mine[k, k]
    return np.asarray(factor / np.linalg.norm(factor, axis=1, keepdims=True))
