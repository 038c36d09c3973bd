"""What brings the money of a line, in each programme year, to the prices of the programme."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.programme.model import Programme

FloatArray = NDArray[np.float64]


def price_factors(
    programme: Programme, values: Mapping[str, FloatArray], iterations: int
) -> dict[str, FloatArray]:
    """`(year, iteration)` by line, of lines in other prices or whose prices grow otherwise than the deflator."""
    year = int(programme.start[:4]) + np.arange(len(programme.discount_factors))[:, None]
    found = {}
    for line in programme.lines:
        if line.prices or line.inflation is not None:
            factors = np.array(line.prices or [1.0] * len(year))[:, None] * np.ones(iterations)
            if line.inflation is not None:
                factors = factors * (1.0 + values[line.inflation.name]) ** (year - line.price_year)
            found[line.name] = factors
    return found
