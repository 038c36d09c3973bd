"""Numbers rounded so that what is printed adds up to what is printed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np


def rounded_to_add(values: Sequence[float], decimals: int) -> list[float]:
    """The values rounded to `decimals`, so that they add up to their rounded sum: none moves by a whole unit.

    Those with the largest remainders are rounded up (Hamilton's method).
    """
    unit = 10.0**-decimals
    scaled = np.asarray(values, np.float64) / unit
    down = np.floor(scaled)
    missing = round(math.fsum(scaled)) - int(down.sum())
    for place in np.argsort(down - scaled, kind="stable")[:missing]:
        down[place] += 1
    return [round(float(one) * unit, max(decimals, 0)) for one in down]
