"""A law cut at its knots: between them the quantile is smooth, and exact near both ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distributions.base.quantiles import Quantiles

Quantile = Callable[[NDArray[np.float64]], NDArray[np.float64]]


class Segment(NamedTuple):
    """A stretch of probability from `start` to `stop`, with its quantiles counted from either end.

    `near(t)` is the value at start + t (stop - start), `far(t)` that at stop - t (stop - start), both for
    t in [0, 1] and exact for small t, where the probability itself would round it away. `ends` are the values
    at `start` and `stop` if the quantile is a straight line between them; an atom has equal ends.
    """

    start: float
    stop: float
    near: Quantile
    far: Quantile
    ends: tuple[float, float] | None = None

    def mapped(self, function: Quantile) -> Segment:
        """The same stretch when a rising or falling linear `function` is applied to every value."""
        near, far = self.near, self.far
        ends = None if self.ends is None else tuple(function(np.array(self.ends)).tolist())
        return Segment(self.start, self.stop, lambda t: function(near(t)), lambda t: function(far(t)), ends)


def flat(value: float, start: float, stop: float) -> Segment:
    """A stretch of probability that all lies on one value."""
    return Segment(
        start, stop, lambda t: np.full_like(t, value), lambda t: np.full_like(t, value), (value, value)
    )


def line(start: float, stop: float, low: float, high: float) -> Segment:
    """A stretch of probability on which the quantile rises evenly from `low` to `high`."""
    rise = high - low
    return Segment(start, stop, lambda t: low + t * rise, lambda t: high - t * rise, (low, high))


def cut(law: Quantiles) -> tuple[Segment, ...]:
    """The segments of a law between its knots, from its quantile functions."""
    edges = (0.0, *(u for u in law.knots() if 0 < u < 1), 1.0)
    return tuple(
        Segment(start, stop, _from_start(law, start, stop), _from_stop(law, start, stop))
        for start, stop in pairwise(edges)
    )


def _from_start(law: Quantiles, start: float, stop: float) -> Quantile:
    if start == 0.0:
        return lambda t: law.ppf(stop * t)
    inside = math.nextafter(start, 1.0)  # a jump at `start` belongs to the segment before
    return lambda t: law.ppf(np.maximum(start + (stop - start) * t, inside))


def _from_stop(law: Quantiles, start: float, stop: float) -> Quantile:
    if stop == 1.0:
        return lambda t: law.isf((1.0 - start) * t)
    inside = math.nextafter(stop, 0.0)
    return lambda t: law.ppf(np.minimum(stop - (stop - start) * t, inside))


def quantile(
    segments: tuple[Segment, ...], u: NDArray[np.float64], t: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantiles at probability `u`, which `t` = 1 - u says again, exact where that is small."""
    place = np.asarray(np.searchsorted([s.stop for s in segments[:-1]], u, side="left"))
    x = np.empty(u.shape)
    for k in np.unique(place):
        segment, here = segments[k], place == k
        width = segment.stop - segment.start
        from_start = np.clip((u[here] - segment.start) / width, 0, 1)
        from_stop = np.clip((t[here] - (1 - segment.stop)) / width, 0, 1)
        nearer, found = from_start < from_stop, np.empty(from_start.shape)
        found[nearer], found[~nearer] = segment.near(from_start[nearer]), segment.far(from_stop[~nearer])
        x[here] = found
    return x
