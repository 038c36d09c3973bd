"""What a user asks for against what is played: a measure of dependence <-> correlations of normal scores."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from engine.dependence.arrays import FloatArray
from engine.dependence.conversions import Measure
from engine.dependence.copula import Copula
from engine.dependence.copulas.gaussian import Gaussian

GAUSSIAN = Gaussian()


def scores_of(target: ArrayLike, measure: Measure = "spearman", copula: Copula = GAUSSIAN) -> FloatArray:
    """Correlations of the normal scores behind `target`, element by element; exact at -1, 0 and 1."""
    return _exact_ends(np.asarray(target, float), copula.conversion(measure).to_scores)


def target_of(scores: ArrayLike, measure: Measure = "spearman", copula: Copula = GAUSSIAN) -> FloatArray:
    """What `measure` becomes where normal scores correlate by `scores`; the inverse of `scores_of`."""
    return _exact_ends(np.asarray(scores, float), copula.conversion(measure).from_scores)


def _exact_ends(value: FloatArray, convert: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Certainty and independence are the same in every measure, and stay free of rounding."""
    return np.where((np.abs(value) == 1) | (value == 0), value, convert(value))
