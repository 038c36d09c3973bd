"""Inputs that hang together, and the factor by which their normal scores are made to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.linalg.lapack import dpotrf

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


MOST_TIED = 6_000  # inputs of one group: their matrix takes 300 MB, and there are a few of them
_SMALL = 256  # inputs, from which on LAPACK's factor of a whole matrix is worth its other last digits
_LEAST_PIVOT = 1e-12


def correlation_factor(correlation: FloatArray) -> FloatArray:
    """Lower-triangular L with L L' = `correlation`, semi-definite matrices and exact +-1 included.

    A pivot below 1e-12 is a column that the earlier ones explain: it stays zero. Rows are of length 1, so
    that every coupled score is standard normal.
    """
    factor = _factor_of_large(correlation) if len(correlation) > _SMALL else None
    if factor is None:
        factor = np.zeros(correlation.shape)
        for first in range(0, len(factor), _SMALL):
            end = first + _SMALL
            panel = correlation[first:, first:end]
            if first:
                panel = panel - factor[first:, :first] @ factor[first:end, :first].T
            factor[first:, first:end] = _factor_of_panel(panel)
    factor /= np.linalg.norm(factor, axis=1, keepdims=True)
    return factor


def _factor_of_large(correlation: FloatArray) -> FloatArray | None:
    """LAPACK's, where every pivot is large enough."""
    upper, stopped = dpotrf(
        correlation.T, lower=0
    )  # of a symmetric matrix; in memory its transpose is the lower one
    if stopped or np.diag(upper).min() ** 2 <= _LEAST_PIVOT:
        return None
    return np.ascontiguousarray(upper.T)


def _factor_of_panel(panel: FloatArray) -> FloatArray:
    """The columns of a factor from what earlier columns leave of the matrix, from its diagonal down."""
    factor = np.zeros(panel.shape)
    for k in range(panel.shape[1]):
        pivot = panel[k, k] - factor[k, :k] @ factor[k, :k]
        if pivot > _LEAST_PIVOT:
            factor[k, k] = np.sqrt(pivot)
            factor[k + 1 :, k] = (panel[k + 1 :, k] - factor[k + 1 :, :k] @ factor[k, :k]) / factor[k, k]
    return factor
