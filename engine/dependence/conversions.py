"""Measures of dependence, and what each becomes as a correlation of the normal scores behind two inputs.

Between inputs whose normal scores correlate by r

- Kendall's tau is (2 / pi) arcsin r under any elliptical copula (Lindskog, McNeil and Schmock 2003);
- Spearman's rho is (6 / pi) arcsin(r / 2) where the scores are played as they are (Pearson 1907; Kruskal 1958).

Both are power series in r with positive coefficients, so that what normal scores can have, ranks can (Schur 1911).
The converse fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from engine.dependence.arrays import FloatArray

Measure = Literal["spearman", "kendall", "normal", "pearson"]

MEASURES: dict[Measure, str] = {
    "spearman": "rank correlation",
    "kendall": "Kendall correlation",
    "normal": "normal-score correlation",
    "pearson": "Pearson correlation",  # of values, which their laws have a say in: `engine.dependence.pearson`
}
_QUARTER = np.pi / 2


def hangs_on_laws(measure: Measure) -> bool:
    """Whether what a measure becomes between normal scores is another for other laws."""
    return measure not in OF_NORMAL_SCORES


class Conversion(NamedTuple):
    """A measure to correlations of normal scores and back, element by element: each the other's inverse, and odd."""

    to_scores: Callable[[FloatArray], FloatArray]
    from_scores: Callable[[FloatArray], FloatArray]


OF_NORMAL_SCORES: dict[Measure, Conversion] = {
    "spearman": Conversion(
        lambda rho: 2 * np.sin(np.pi * rho / 6), lambda scores: 6 / np.pi * np.arcsin(scores / 2)
    ),
    "kendall": Conversion(lambda tau: np.sin(_QUARTER * tau), lambda scores: np.arcsin(scores) / _QUARTER),
    "normal": Conversion(lambda target: target, lambda scores: scores),
}
