"""The single values on which a law puts probability."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from distributions.base.quantiles import Distribution, FloatArray
from distributions.base.segments import Segment


class Jumps(NamedTuple):
    """Ascending values at which a distribution function jumps, and the probability of each."""

    values: FloatArray
    masses: FloatArray


class Cut(Distribution, Protocol):
    """A law as seen from its distribution function and its segments."""

    def segments(self) -> tuple[Segment, ...]:
        """The law cut at its knots."""


def jumps(law: Cut) -> Jumps:
    """Where a law jumps: the values of those segments on which its quantile stays the same."""
    inside = np.array([0.25, 0.75])
    flats = {float(x) for s in law.segments() for x, y in [s.near(inside)] if x == y}
    values = np.array(sorted(flats))
    before = np.nextafter(values, -np.inf)
    below, above = law.cdf(values), law.sf(before)
    masses = np.where(below < 0.5, below - law.cdf(before), above - law.sf(values))
    return Jumps(values[masses > 0], masses[masses > 0])
