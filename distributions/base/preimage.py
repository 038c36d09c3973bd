"""Where a transformed quantity stays at or below a value, with rounding taken as it happens."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from distributions.base.law import FloatArray


def largest(forward: Callable[[FloatArray], FloatArray], guess: FloatArray, y: FloatArray) -> FloatArray:
    """The largest x with forward(x) <= y, for a rising function and a guess within three floats of it.

    A jump of a law sits at one float; without this, rounding could move it to the wrong side of y.
    """
    x = np.where(np.isfinite(y), guess, 0.0)
    for _ in range(3):
        x = np.nextafter(x, np.inf)
    for _ in range(6):
        x = np.where(forward(x) > y, np.nextafter(x, -np.inf), x)
    return np.where(np.isfinite(y), x, y)
