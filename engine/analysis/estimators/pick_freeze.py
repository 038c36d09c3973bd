"""Sobol' indices of independent inputs from plays in which all luck, none, or all but one player's is the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Parts(NamedTuple):
    """Parts of the variance, means over the iterations of a batch."""

    first: Floats
    """`(player, output)` Variance of the mean given the player."""
    total: Floats
    """`(player, output)` Mean of the variance given all but the player."""
    whole: Floats
    """`(output)` The variance."""


def variance_parts(own: Floats, fresh: Floats, swapped: Floats) -> Parts:
    """From the plays `own[output, iteration]`, `fresh`, and `swapped[player, output, iteration]`, where the player
    has the fresh luck and all else its own.

    First order by Saltelli et al. (Computer Physics Communications 181, 2010, table 2 (b)), made symmetric in what is
    shared: the plays that share a player's luck alone are `fresh` and `swapped`. Total by Jansen (same, table 2 (f)).
    The variance is half the mean square of the difference of two independent plays.
    """
    with np.errstate(invalid="ignore"):
        first = ((fresh - own) ** 2 - (fresh - swapped) ** 2).mean(axis=-1) / 2
        total = ((own - swapped) ** 2).mean(axis=-1) / 2
        whole = ((fresh - own) ** 2).mean(axis=-1) / 2
    return Parts(first, total, whole)
