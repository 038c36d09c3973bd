"""How far a law reaches: asked where it is read and where it is laid out to be played, and worked out once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from distributions.base.law import Law
from distributions.base.near_quantiles import near_quantiles
from distributions.base.once_a_law import once_a_law


class Reach(NamedTuple):
    """The least value, the quantiles of 1% and 99%, and the greatest value; some may be infinite or NaN."""

    least: float
    low: float
    high: float
    greatest: float


@once_a_law
def reach(law: Law) -> Reach:
    """The reach of a law. Raises `LawError` where it cannot be computed, `AskedTooMuch` where that takes too long."""
    with np.errstate(all="ignore"):
        return Reach(*near_quantiles(law, [0.0, 0.01, 0.99, 1.0]).tolist())
