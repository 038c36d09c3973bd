"""The segments of a mixture: where no component begins, ends, bends or jumps, its quantile is smooth."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from distributions.base.error import LawError
from distributions.base.inversion import bracketed, root_of
from distributions.base.law import FloatArray, Law, float_before
from distributions.base.segments import Segment, flat

_FEW = np.concatenate([np.arange(1.0, 8), np.arange(8.0, 60, 2)])  # octaves in which a stretch is looked over
_ALL = np.concatenate([_FEW, np.arange(60.0, 1075, 2)])  # for those who ask for what never happens
_SHALLOW, _MOST = 2.0**-57, 1 - 2.0**-53
_LEAST_ATOM = 1e-14  # a smaller jump is passed over: it may be rounding


_Beyond = tuple[
    FloatArray, FloatArray
]  # law by law, the probability below an end of a stretch and that above


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

        def excess(x: float, i: int = i, j: int = j) -> float:
            here, there = float(shares[j] * laws[j].cdf(x)), float(shares[i] * laws[i].sf(x))
            return (here - there) / (here + there) if here + there else 0.0

        found.add(low if excess(low) >= 0 else high if excess(high) <= 0 else root_of(excess, low, high))
    return found


def _probability(shares: FloatArray, below: FloatArray, above: FloatArray) -> float:
    lower, upper = float(shares @ below), float(shares @ above)
    return lower if lower < 0.5 else 1 - upper


class _Stretch:
    """What lies between two neighbouring places; probability is counted from either of them.

    A law of which little lies beyond the place is asked for that side's probability, else for the other's:
    so a law that begins at the place is exact however near to it. Laws of which nothing lies here are left out.
    """

    def __init__(self, laws: tuple[Law, ...], shares: FloatArray, left: _Place, right: _Place) -> None:
        self.start = _probability(shares, left.at_most, left.more)
        self.stop = _probability(shares, right.less, right.at_least)
        parts = np.where(left.at_most < 0.5, right.less - left.at_most, left.more - right.at_least)
        here = np.flatnonzero(parts > 0)
        self.laws, self.shares, self.parts = [laws[k] for k in here], shares[here], parts[here]
        self.low, self.high = left.x, right.x
        self.left, self.right = (
            (left.at_most[here], left.more[here]),
            (right.less[here], right.at_least[here]),
        )
        self.width = float(self.shares @ self.parts)
        self._outlines: dict[tuple[float, int], tuple[FloatArray, FloatArray]] = {}

    def segment(self) -> Segment:
        return Segment(self.start, self.stop, self.near, self.far)

    def near(self, t: FloatArray) -> FloatArray:
        """Value with the part `t` of the stretch's probability to its left."""
        return self._value(np.asarray(t), self.low, self.left, 1.0)

    def far(self, t: FloatArray) -> FloatArray:
        """Value with the part `t` of the stretch's probability to its right."""
        return self._value(np.asarray(t), self.high, self.right, -1.0)

    def _value(self, t: FloatArray, end: float, beyond: _Beyond, sign: float) -> FloatArray:
        if len(self.laws) == 1:
            x = self._quantiles(0, t, beyond, sign)
        else:
            x, deep = np.full(t.shape, end), (t < _SHALLOW) | (t > _MOST)
            for chosen, depth in ((~deep, _FEW), (deep & (t > 0), _ALL)):
                if chosen.any():
                    x[chosen] = self._solved(*self._outline(depth, beyond, sign), t[chosen], beyond, sign)
        return np.where(t > 0, np.clip(x, self.low, self.high), end)

    def _quantiles(self, k: int, part: FloatArray, beyond: _Beyond, sign: float) -> FloatArray:
        """Law k's own, with a part of what lies here of it between the end and the value."""
        part = sign * part * self.parts[k]
        u, t = np.clip(beyond[0][k] + part, 0, 1), np.clip(beyond[1][k] - part, 0, 1)
        x, below = np.empty(part.shape), u <= 0.5
        x[below], x[~below] = self.laws[k].ppf(u[below]), self.laws[k].isf(t[~below])
        return x

    def _outline(self, depth: FloatArray, beyond: _Beyond, sign: float) -> tuple[FloatArray, FloatArray]:
        """Places in order of the probability between the end and them, and that probability."""
        key = sign, depth.size
        if key not in self._outlines:
            x = self._places(depth, beyond, sign)[:: int(sign)]
            self._outlines[key] = x, np.maximum.accumulate(self._mass(x, beyond, sign))
        return self._outlines[key]

    def _places(self, depth: FloatArray, beyond: _Beyond, sign: float) -> FloatArray:
        """Rising values of which some lie close to every value whose part is no less than 2^-depth."""
        low, high = self.low, self.high
        if np.isfinite(low) and np.isfinite(high):
            part = np.concatenate(
                [0.5 ** np.arange(64.0), 0.5 ** np.arange(64.0, 1060, 4), np.arange(3, 8) / 8]
            )
            return np.unique(np.concatenate([low + (high - low) * part, high - (high - low) * part]))
        part = np.concatenate([0.5**depth, 1 - 0.5 ** depth[(depth > 1) & (depth < 54)]])
        x = np.concatenate([self._quantiles(k, part, beyond, sign) for k in range(len(self.laws))])
        x = np.unique(np.clip(np.concatenate([[low, high], x]), low, high))
        found: FloatArray = x[np.isfinite(x)]
        if found.size < 2:
            raise LawError(f"{self.laws[0]}: its values are beyond all numbers")
        return found

    def _solved(
        self, x: FloatArray, reached: FloatArray, t: FloatArray, beyond: _Beyond, sign: float
    ) -> FloatArray:
        """By false position between two of `x`, at which the masses `reached` are."""
        wanted = t * self.width
        place = np.clip(np.searchsorted(reached, wanted, side="left"), 1, len(x) - 1)
        blur = 2e-16 * float(self.shares @ np.minimum(*beyond))  # rounding of the probability beyond the end

        def excess(mass: FloatArray, wanted: FloatArray) -> FloatArray:
            missing = np.where(np.abs(mass - wanted) <= blur, 0.0, mass - wanted)
            return missing / np.maximum(mass + wanted, 5e-324)

        return bracketed(
            lambda x, wanted: excess(self._mass(x, beyond, sign), wanted),
            (x[place - 1], x[place]),
            (excess(reached[place - 1], wanted), excess(reached[place], wanted)),
            wanted,
        )

    def _mass(self, x: FloatArray, beyond: _Beyond, sign: float) -> FloatArray:
        """Probability between the end and `x`."""
        total = np.zeros(x.shape)
        for law, share, under, over in zip(self.laws, self.shares, *beyond, strict=True):
            from_below = under < 0.5 if sign > 0 else not over < 0.5
            total += sign * share * (law.cdf(x) - under if from_below else over - law.sf(x))
        return np.maximum(total, 0.0)
