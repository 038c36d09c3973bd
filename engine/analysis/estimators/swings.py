"""How far the mean of an output moves between the low and the high end of an input."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from engine.analysis.estimators.batches import Estimate, estimate
from engine.analysis.estimators.sorted_input import SortedInput

Floats = NDArray[np.float64]
TENTH = 0.1


class Swing(NamedTuple):
    """Means of an output at either end of an input, and the way between them."""

    low: Estimate
    high: Estimate
    swing: Estimate
    low_end: float
    """The largest value of the input that counts as low."""
    high_end: float
    """The smallest that counts as high."""


def swing(one: SortedInput, outputs: Floats, share: float = TENTH, confidence: float = 0.95) -> Swing:
    """Means of `outputs[iteration]` where the input is in its lowest and in its highest `share`, ties included.

    An input that has one value in all but fewer iterations than that (a risk that seldom strikes) is compared at its
    least and its greatest value.
    """
    count = one.values.size
    low_end, high_end = one.values[int(np.ceil(share * count)) - 1], one.values[-int(np.ceil(share * count))]
    if not low_end < high_end:
        low_end, high_end = one.values[0], one.values[-1]
    low = outputs[one.order[: np.searchsorted(one.values, low_end, side="right")]]
    high = outputs[one.order[np.searchsorted(one.values, high_end, side="left") :]]
    if one.is_constant:
        high = low
    ends = [_mean(values, confidence) for values in (low, high)]
    apart, error = ends[1].value - ends[0].value, np.hypot(ends[0].error, ends[1].error)
    freedom = _freedom((float(ends[0].error), low.size), (float(ends[1].error), high.size))
    difference = estimate(apart, np.where(one.is_constant, 0.0, error), freedom, confidence)
    return Swing(ends[0], ends[1], difference, float(low_end), float(high_end))


def _mean(values: Floats, confidence: float) -> Estimate:
    if values.size < 2:
        nothing = np.asarray(np.inf)
        return Estimate(np.asarray(values.mean()), nothing, -nothing, nothing)
    error = values.std(ddof=1) / np.sqrt(values.size)
    half = stdtrit(values.size - 1, (1 + confidence) / 2) * error
    mean = values.mean()
    return Estimate(*map(np.asarray, (mean, error, mean - half, mean + half)))


def _freedom(*ends: tuple[float, int]) -> float:
    """Degrees of freedom of a difference of two means, each with its error and size (Welch 1947, Satterthwaite 1946).

    Nearly those of the end that is less sure: three strikes tell no more because ten thousand others were none.
    """
    parts = sum(error**4 / max(size - 1, 1) for error, size in ends)
    return sum(error**2 for error, _ in ends) ** 2 / parts if 0 < parts < np.inf else 1.0
