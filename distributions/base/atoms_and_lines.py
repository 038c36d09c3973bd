"""Laws worked out as lists: single values with their probabilities, and a distribution function beside them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms
from distributions.base.convolution import straight_places
from distributions.base.curve import Curve
from distributions.base.law import FloatArray, Jumps, Law
from distributions.base.separate_sums import MOST_LISTED

_MOST_JUMPS = 2**12  # that stay single where there are too many values to list


class Listed(Atoms):
    """Single values alone; masses of 0 are left out."""

    def __init__(self, values: FloatArray, masses: FloatArray) -> None:
        self._listed = values, masses

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        return self._listed


def of_values(values: FloatArray, masses: FloatArray) -> Law:
    """The law on evenly spaced `values`; where they are very many, the likeliest are kept and lines lie between."""
    if np.count_nonzero(masses) <= MOST_LISTED:
        return Listed(values, masses)
    single = np.argpartition(masses, -_MOST_JUMPS)[-_MOST_JUMPS:]
    rest = masses.copy()
    rest[single] = 0.0
    cumulative = np.cumsum(rest)
    places = straight_places(cumulative)
    middles = values[places] + (values[1] - values[0]) / 2
    single.sort()
    return with_jumps(middles, cumulative[places], Jumps(values[single], masses[single]))


def with_jumps(x: FloatArray, smooth: FloatArray, jumps: Jumps) -> Law:
    """The law of which the part `smooth` lies at or below each of `x`, straight between them, and `jumps` beside it.

    What all of these lack to 1 is put on the last stretch.
    """
    whole = 1 - jumps.masses.sum()
    smooth = np.append(np.minimum(smooth[:-1], whole), whole)
    places = np.union1d(x, jumps.values)
    lines = np.interp(places, x, smooth, left=0.0)
    at_most = np.append(0.0, np.cumsum(jumps.masses))
    left = lines + at_most[np.searchsorted(jumps.values, places, side="left")]
    right = lines + at_most[np.searchsorted(jumps.values, places, side="right")]
    # A value that jumps is there twice; of the first one what lies on it is all that counts.
    values = np.repeat(places, 1 + (right > left))
    reached = np.stack([left, right], axis=1)[np.stack([right > left, np.full(places.size, True)], axis=1)]
    if right[0] > left[0]:
        values, reached = values[1:], reached[1:]
    reached = np.minimum(np.maximum.accumulate(reached), 1.0)
    reached[-1] = 1.0
    return Curve(tuple(values.tolist()), tuple(reached.tolist()))
