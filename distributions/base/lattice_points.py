"""Values as whole multiples of one step, where they are such."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions.base.quantiles import FloatArray

_DENOMINATOR = 10**6
_ROUNDING = 1e-15  # of a value: what writing it as a float may cost
_MOST_STEPS = 2**53


class Multiples(NamedTuple):
    """Values that are `step` times the whole numbers `k`."""

    step: Fraction
    k: NDArray[np.int64]

    def value(self, k: NDArray[np.int64]) -> FloatArray:
        """The floats nearest to `k` steps, as far as that is one product and one quotient."""
        return np.asarray(k.astype(float) * float(self.step.numerator) / float(self.step.denominator))


def multiples(values: FloatArray) -> Multiples | None:
    """`values` as multiples of their greatest common step; nothing if they have none that can be told.

    They are compared with fractions of small denominators, of 1 (amounts written in pounds and pence) and of the
    least of them (whatever has been scaled).
    """
    others = values[values != 0]
    if not others.size:
        return Multiples(Fraction(1), np.zeros(values.size, np.int64))
    for unit in (1.0, float(np.abs(others).min())):
        found = [_fraction(value, unit) for value in values.tolist()]
        fractions = [one for one in found if one is not None]
        if len(fractions) < len(found):
            continue
        lowest = math.lcm(*(one.denominator for one in fractions))
        whole = [int(one * lowest) for one in fractions]
        common = math.gcd(*whole)
        if max(map(abs, whole)) // common < _MOST_STEPS:
            step = Fraction(common, lowest) * Fraction(unit)
            return Multiples(step, np.array([one // common for one in whole], np.int64))
    return None


def _fraction(value: float, unit: float) -> Fraction | None:
    ratio = Fraction(value) / Fraction(unit)
    near = ratio.limit_denominator(_DENOMINATOR)
    return near if abs(near - ratio) <= _ROUNDING * abs(ratio) else None
