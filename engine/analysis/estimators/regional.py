"""How differently an input is distributed where something happens and where it does not."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import kolmogorov

from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.estimators.sorted_input import SortedInput

FIFTH = 0.2


class Regional(NamedTuple):
    """Of one input: the distance of its two distributions, and how often it happens at either end."""

    distance: float
    """Greatest distance of the two distribution functions (Kolmogorov and Smirnov), from 0 to 1."""
    p: float
    """Chance of so great a distance where the input does not matter."""
    at_low: tuple[float, float, float]
    """Share in which it happens in the lowest fifth of the input, with its interval."""
    at_high: tuple[float, float, float]
    """The same in the highest fifth."""


def regional(one: SortedInput, happens: NDArray[np.bool_], confidence: float = 0.95) -> Regional:
    """Regional sensitivity of `happens[iteration]` to an input (Hornberger and Spear, Journal of Environmental
    Management 12, 1981)."""
    count, total = happens.size, int(happens.sum())
    ordered = happens[one.order]
    ends = [
        _share(ordered[: np.searchsorted(one.values, low, side="right")], confidence)
        if is_low
        else _share(ordered[np.searchsorted(one.values, low, side="left") :], confidence)
        for is_low, low in (
            (True, one.values[int(FIFTH * count)]),
            (False, one.values[-1 - int(FIFTH * count)]),
        )
    ]
    if total in (0, count) or one.is_constant:
        return Regional(0.0, 1.0, *ends)
    last = np.append(one.values[1:] != one.values[:-1], True)  # of equal values: the functions jump there
    with_it = np.cumsum(ordered)
    apart = np.abs(with_it / total - (np.arange(1, count + 1) - with_it) / (count - total))[last]
    distance = float(apart.max())
    return Regional(distance, float(kolmogorov(distance * np.sqrt(total * (count - total) / count))), *ends)


def _share(happens: NDArray[np.bool_], confidence: float) -> tuple[float, float, float]:
    count = int(happens.sum())
    low, high = wilson_interval(np.asarray(count), happens.size, confidence)
    return count / max(happens.size, 1), float(low), float(high)
