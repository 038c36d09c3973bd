"""The segments of a mixture: where no component begins, ends, bends or jumps, its quantile is smooth."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from distributions._inversion import root
from distributions._law import FloatArray, Law, float_before
from distributions._segments import Segment, flat

_LEAST_ATOM = 1e-14  # a smaller jump is passed over: it may be rounding


class _Place(NamedTuple):
    """A value and, law by law, the probabilities of less, of at most, of at least and of more."""

    x: float
    less: FloatArray
    at_most: FloatArray
    at_least: FloatArray
    more: FloatArray


def mixed(laws: tuple[Law, ...], shares: FloatArray) -> tuple[Segment, ...]:
    """Segments of the mixture of `laws` in the given `shares`, in order of probability."""
    places = _places(laws, shares)
    found: list[Segment] = []
    for k, place in enumerate(places):
        if k:
            found.append(_Stretch(laws, shares, places[k - 1], place).segment())
        if shares @ (place.at_most - place.less) > _LEAST_ATOM:
            start = _probability(shares, place.less, place.at_least)
            stop = _probability(shares, place.at_most, place.more)
            found.append(flat(place.x, start, stop))
    found = [segment for segment in found if segment.start < segment.stop]
    edges = [0.0, *(segment.start for segment in found[1:]), 1.0]  # each begins where the one before ends
    return tuple(
        s._replace(start=start, stop=stop) for (start, stop), s in zip(pairwise(edges), found, strict=True)
    )


def _places(laws: tuple[Law, ...], shares: FloatArray) -> list[_Place]:
    first = np.array([0.0])
    ends = {float(side(first)[0]) for law in laws for s in law.segments() for side in (s.near, s.far)}
    x = np.array(sorted(ends | _valleys(laws, shares)))
    before = float_before(x)
    found = np.array([[law.cdf(before), law.cdf(x), law.sf(before), law.sf(x)] for law in laws])
    return [_Place(float(value), *found[:, :, k].T) for k, value in enumerate(x)]


def _valleys(laws: tuple[Law, ...], shares: FloatArray) -> set[float]:
    """Where the tails of neighbouring laws weigh the same: between laws far apart the quantile all but jumps."""
    order = sorted(zip((float(law.ppf(0.5)) for law in laws), range(len(laws)), strict=True))
    found = set()
    for (low, i), (high, j) in pairwise(order):

        def excess(x: FloatArray, i: int = i, j: int = j) -> FloatArray:
            return np.asarray(shares[j] * laws[j].cdf(x) - shares[i] * laws[i].sf(x))

        found.add(float(root(excess, np.array([low]), np.array([high]))[0]))
    return found


def _probability(shares: FloatArray, below: FloatArray, above: FloatArray) -> float:
    lower, upper = float(shares @ below), float(shares @ above)
    return lower if lower < 0.5 else 1 - upper


class _Stretch:
    """What lies between two neighbouring places; probability is counted from either of them.

    A law of which little lies beyond the place is asked for that side's probability, else for the other's:
    so a law that begins at the place is exact however near to it.
    """

    def __init__(self, laws: tuple[Law, ...], shares: FloatArray, left: _Place, right: _Place) -> None:
        self.laws, self.shares, self.left, self.right = laws, shares, left, right
        self.start = _probability(shares, left.at_most, left.more)
        self.stop = _probability(shares, right.less, right.at_least)
        parts = np.where(left.at_most < 0.5, right.less - left.at_most, left.more - right.at_least)
        self.width = float(shares @ parts)

    def segment(self) -> Segment:
        return Segment(self.start, self.stop, self.near, self.far)

    def near(self, t: FloatArray) -> FloatArray:
        """Value with the part `t` of the stretch's probability to its left."""
        mass = np.asarray(t) * self.width
        if not self.left.at_most.any():  # the mass is the probability itself: a quantile however small
            bounds = [law.ppf(mass) for law in self.laws]
        elif np.isfinite(self.right.x):
            bounds = [np.full_like(mass, self.left.x), np.full_like(mass, self.right.x)]
        else:
            u = self.start + np.maximum(mass, self.width / 2)
            bounds = [np.full_like(mass, self.left.x), *(law.ppf(u) for law in self.laws)]
        return self._root(self._left_excess, bounds, mass)

    def far(self, t: FloatArray) -> FloatArray:
        """Value with the part `t` of the stretch's probability to its right."""
        mass = np.asarray(t) * self.width
        if not self.right.at_least.any():
            bounds = [law.isf(mass) for law in self.laws]
        elif np.isfinite(self.left.x):
            bounds = [np.full_like(mass, self.left.x), np.full_like(mass, self.right.x)]
        else:
            u = self.stop - np.maximum(mass, self.width / 2)
            bounds = [np.full_like(mass, self.right.x), *(law.ppf(u) for law in self.laws)]
        return self._root(self._right_excess, bounds, mass)

    def _root(
        self, excess: Callable[..., FloatArray], bounds: list[FloatArray], mass: FloatArray
    ) -> FloatArray:
        ends = np.clip(np.stack(bounds), self.left.x, self.right.x)
        return root(excess, ends.min(axis=0), ends.max(axis=0), mass)

    def _left_excess(self, x: FloatArray, mass: FloatArray) -> FloatArray:
        total = -mass
        for law, share, low, high in zip(
            self.laws, self.shares, self.left.at_most, self.left.more, strict=True
        ):
            total = total + share * (law.cdf(x) - low if low < 0.5 else high - law.sf(x))
        return total

    def _right_excess(self, x: FloatArray, mass: FloatArray) -> FloatArray:
        total = mass
        for law, share, low, high in zip(
            self.laws, self.shares, self.right.less, self.right.at_least, strict=True
        ):
            total = total - share * (law.sf(x) - high if high < 0.5 else low - law.cdf(x))
        return total
