"""Correlations that hang on what is drawn: how far inputs hang together is itself in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from engine.dependence.arrays import FloatArray
from engine.dependence.feasibility import is_possible
from engine.problems import Refused

COUNTS = (2, 3, 5, 9, 17, 33, 65, 129)  # nodes that are tried, until the curve between them is found
EXACT, SMOOTH = 1e-12, 1e-6  # errors of a normal-score correlation: what is sought, and what is put up with
HALVINGS = 40
MOST_NAMES = 2  # quantities in one correlation: its own, and the factor of its group


class NotSmooth(Refused):
    """What a correlation comes to between normal scores cannot be interpolated."""


class Varied(NamedTuple):
    """A correlation that is `number` times what is drawn under `names`, and the normal-score correlation behind it.

    That is interpolated by the barycentric formula between Chebyshev points `at`, where it is `scores` (Berrut &
    Trefethen, SIAM Review 46, 2004).
    """

    number: float
    names: tuple[str, ...]
    at: tuple[float, ...]
    scores: tuple[float, ...]

    def value(self, drawn: Mapping[str, float]) -> float:
        """The correlation as written, in its group's measure, where these are drawn."""
        return self.number * float(np.prod([drawn[name] for name in self.names]))

    def score(self, drawn: Mapping[str, float]) -> float:
        """The correlation of normal scores behind it."""
        return _between(np.array(self.at), np.array(self.scores), self.value(drawn))


class VariedEntry(NamedTuple):
    """The pair of inputs of a group, by place, whose correlation is `varied`; `sign` turns it for a risk's strikes."""

    a: int
    b: int
    varied: Varied
    sign: float = 1.0


def varied(
    number: float, names: tuple[str, ...], ends: tuple[float, float], to_scores: Callable[[float], float]
) -> Varied:
    """The correlation whose value lies within `ends`; raises `NotSmooth` where `to_scores` is no smooth curve there."""
    low, high = ends
    error = np.inf
    for count in COUNTS:
        at = (low + high) / 2 - (high - low) / 2 * np.cos(np.pi * np.arange(count) / (count - 1))
        scores = np.array([to_scores(float(value)) for value in at])
        between = (at[1:] + at[:-1]) / 2
        error = max(abs(_between(at, scores, float(x)) - to_scores(float(x))) for x in between)
        if error <= EXACT:
            break
    if error > SMOOTH:
        raise NotSmooth(f"from {low:g} to {high:g} it is known to {error:.2g} alone")
    return Varied(number, names, tuple(at.tolist()), tuple(scores.tolist()))


def fixed(
    scores: FloatArray, entries: Sequence[VariedEntry], known: Mapping[str, float]
) -> tuple[FloatArray, tuple[VariedEntry, ...]]:
    """The matrix at base and the entries of a group once some of what these hang on is `known`.

    What cannot hold together is moved towards what it is at base, as far as it must be.
    """
    left, moved = [], scores.copy()
    for entry in entries:
        one = entry.varied
        names = tuple(name for name in one.names if name not in known)
        number = one.number * float(np.prod([known[name] for name in one.names if name in known]))
        if names:
            left.append(entry._replace(varied=one._replace(number=number, names=names)))
        else:
            moved[entry.a, entry.b] = moved[entry.b, entry.a] = entry.sign * one.score(known)
    return last_possible(scores, moved), tuple(left)


def last_possible(base: FloatArray, moved: FloatArray) -> FloatArray:
    """The last correlation matrix on the straight way from `base`, which is one, to `moved`."""
    if is_possible(moved):
        return moved
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_possible(base + middle * (moved - base)) else (low, middle)
    return np.asarray(base + low * (moved - base))


def weights_of(count: int) -> FloatArray:
    """Barycentric weights of so many Chebyshev points of the second kind."""
    weights = np.where(np.arange(count) % 2, -1.0, 1.0)
    weights[[0, -1]] *= 0.5
    return weights


def _between(at: FloatArray, values: FloatArray, x: float) -> float:
    apart = x - at
    if not apart.all():
        return float(values[np.flatnonzero(apart == 0)[0]])
    shares = weights_of(at.size) / apart
    return float(shares @ values / shares.sum())
