"""The share of iterations in which something held, with its interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri


def wilson_interval(
    holds: NDArray[np.int64], iterations: int, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's score interval for a share, of the shape of `holds`; (0, 1) if there are no iterations.

    Wilson (1927); recommended by Brown, Cai and DasGupta (2001) for any share and size.
    """
    counts = np.asarray(holds, dtype=np.float64)
    if iterations == 0:
        return np.zeros_like(counts), np.ones_like(counts)
    z = float(ndtri((1 + confidence) / 2))
    share = counts / iterations
    centre = share + z * z / (2 * iterations)
    half = z * np.sqrt(share * (1 - share) / iterations + (z / (2 * iterations)) ** 2)
    scale = 1 + z * z / iterations
    # at 0 and n the formula gives 0 and 1 up to rounding; make them exact
    low = np.where(counts == 0, 0.0, (centre - half) / scale)
    high = np.where(counts == iterations, 1.0, (centre + half) / scale)
    return low, high
