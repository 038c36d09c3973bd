"""How many iterations a figure needs for an interval of a stated width."""

from __future__ import annotations

import math

from scipy.special import ndtri


def iterations_for_share(half: float, share: float = 0.5, confidence: float = 0.95) -> int:
    """Iterations for a probability to within `half`, the worst of them 1/2: z^2 p (1 - p) / h^2."""
    z = float(ndtri((1 + confidence) / 2))
    return math.ceil(z * z * share * (1 - share) / half**2)


def iterations_for_percentile(
    percentage: float, density: float, half: float, confidence: float = 0.95
) -> int:
    """Iterations for a percentile to within `half`, where the density there is known: z^2 p (1 - p) / (f h)^2.

    The law of an order statistic, David & Nagaraja (2003), section 10.2.
    """
    return iterations_for_share(half * density, percentage / 100, confidence)


def iterations_from(iterations: int, half: float, wanted: float) -> float:
    """Iterations at which half an interval is `wanted`, from a run where it is `half`: errors fall as n^-1/2."""
    if not (wanted > 0 and math.isfinite(half)):
        return math.inf
    return iterations * (half / wanted) ** 2
