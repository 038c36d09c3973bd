"""Shapley effects from random walks between two independent plays.

On the way from a fresh play y_0 to the own play y_n one player after another takes its own luck, in random order. The
mean over walks of (y_n - (y_j + y_{j-1}) / 2) (y_j - y_{j-1}) is the Shapley effect of the player of step j on the
variance (Goda, Reliability Engineering & System Safety 209, 2021, equation 6); the steps of a walk add up to
(y_n - y_0)^2 / 2, of which the mean is the variance. Where inputs hang together, the others being drawn given those
that have taken their luck, the same holds, and the effects are those of Song, Nelson and Staum (SIAM/ASA J.
Uncertainty Quantification 4, 2016).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def walk_effects(outputs: Floats, order: NDArray[np.int64]) -> Floats:
    """`(output, player)` The mean effects of walks `outputs[step, output, iteration]` in which `order[j]` takes step j.

    There is a step more than players: the first is the fresh play.
    """
    with np.errstate(invalid="ignore"):  # outputs may be infinite
        steps = np.diff(outputs, axis=0)
        middle = (outputs[1:] + outputs[:-1]) / 2
        effects = ((outputs[-1] - middle) * steps).mean(axis=-1)  # (player's turn, output)
    found = np.empty_like(effects)
    found[order] = effects
    return np.asarray(found.T)
