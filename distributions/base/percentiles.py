"""Laws named by percentiles: pairs of probability and value, checked and in order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated

from distributions.base.conversion import converted
from distributions.base.law import LawError

Percentiles = Mapping[float, float] | Sequence[Sequence[float]]
TwoPercentiles = Annotated[Percentiles, "two pairs of probability and value: [[0.1, 8], [0.9, 20]]"]
SomePercentiles = Annotated[Percentiles, "two or more pairs of probability and value: [[0.1, 8], [0.9, 20]]"]
P10 = Annotated[float, "value not exceeded with probability 0.1, in the values' unit"]
P50 = Annotated[float, "value exceeded as often as not, in the values' unit"]
P90 = Annotated[float, "value not exceeded with probability 0.9, in the values' unit"]


def points(percentiles: Percentiles) -> list[tuple[float, float]]:
    """Pairs (probability, value), ascending; refuses any that no quantile function can pass through."""
    pairs = percentiles.items() if isinstance(percentiles, Mapping) else percentiles
    if any(not isinstance(pair, Sequence) or len(pair) != 2 for pair in pairs):
        raise LawError(f"percentiles = {percentiles!r}: each must be a pair of probability and value")
    found = sorted((converted("percentiles", float, u), converted("percentiles", float, x)) for u, x in pairs)
    for u, x in found:
        if not 0 < u < 1:
            raise LawError(f"percentiles: {u} is not a probability between 0 and 1; write the P10 as 0.1")
        if not math.isfinite(x):
            raise LawError(f"percentiles: {x} at probability {u} is not finite")
    for (u, low), (v, high) in pairwise(found):
        if u == v or low >= high:
            raise LawError(
                f"percentiles: {low} at probability {u}, then {high} at {v}; "
                "the value must rise from one probability to the next"
            )
    return found


def two_points(percentiles: Percentiles) -> list[tuple[float, float]]:
    """Exactly two such pairs."""
    found = points(percentiles)
    if len(found) != 2:
        raise LawError(f"percentiles: {len(found)} given, but two name this law")
    return found
