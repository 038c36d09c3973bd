"""What is left of two sums that are the same but for the order in which they were added."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # of what was subtracted: a hundred times less than any report can print


def less_rounding(difference: Floats, *of: Floats) -> Floats:
    """A difference of numbers as great as the greatest finite one in `of`; nought where it is but their rounding."""
    size = max((float(np.abs(one[np.isfinite(one)]).max(initial=0.0)) for one in of), default=0.0)
    return np.where(np.abs(difference) <= ROUNDING * size, 0.0, difference)
