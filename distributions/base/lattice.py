"""Counts: laws on the whole numbers from 0 on, given by their distribution function."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.asked import A_COUNT, note_work
from distributions.base.atoms import Atoms, Steps
from distributions.base.law import FloatArray, LawError

_NEVER = 1e-290
_MOST = 100_000  # counts in a list
_SPAN = 73.0  # standard deviations of a normal law between its percentiles of 1e-290 and 1 - 1e-290


class Lattice(Atoms):
    """A law of counts; subclasses give `cdf_at` and `sf_at` for arrays of whole numbers from 0 on.

    Quantiles come from a list of the counts beyond which less than 1e-290 of the probability lies.
    """

    def cdf_at(self, k: FloatArray) -> FloatArray:
        """Probability of at most `k`."""
        raise NotImplementedError

    def sf_at(self, k: FloatArray) -> FloatArray:
        """Probability of more than `k`."""
        raise NotImplementedError

    def refuse_many(self, name: str, greatest: Callable[[float], float]) -> None:
        """Refuse more likely counts than can be listed.

        `greatest` tells which value of the parameter `name` makes so many times as many.
        """
        count = self._span()
        if _MOST / 10 < count < 100 * _MOST:
            count = float(self._last - self._first)
        if not count <= _MOST:
            found, limit = self.argument(name), greatest(_MOST / count)
            raise LawError(
                f"{name} = {found:g} makes {count:.3g} likely counts; {_MOST:,} can be played, about "
                f"{name} = {limit:.3g}; beyond, use a normal or gamma law with mean {self.mean():.6g} and "
                f"sd {self.sd():.6g}"
            )

    def _span(self) -> float:
        """How many counts are likely, roughly."""
        return _SPAN * self.sd()

    @property
    def _first(self) -> int:
        return first_count(lambda k: float(self.cdf_at(np.array(k))) > _NEVER)

    @property
    def _last(self) -> int:
        return first_count(lambda k: float(self.sf_at(np.array(k))) <= _NEVER)

    @cached_property
    def _steps(self) -> Steps:
        values = np.arange(self._first, self._last + 1.0)
        note_work(A_COUNT * values.size)
        at_most, more = np.ones(values.size), np.asarray(self.sf_at(values))
        body = more > 1e-20  # beyond, 1 - more rounds to 1
        at_most[body] = self.cdf_at(values[body])
        before = np.append(0.0, at_most[:-1]), np.append(1.0, more[:-1])
        probabilities = np.where(at_most < 0.5, at_most - before[0], before[1] - more)
        return Steps(values, probabilities, at_most, more)

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return np.where(u == 1, self._end, super().ppf(u))

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return np.where(t == 0, self._end, super().isf(t))

    @cached_property
    def _end(self) -> float:
        last = self._last
        return np.inf if self.sf_at(np.array(last)) else float(last)

    def listed(self) -> int:
        return self._last - self._first + 1

    def searched(self, u: FloatArray) -> FloatArray:
        """The quantiles at `u`, each searched for: a list of counts takes a thousand times as long as one of them."""
        return np.array([self._searched(p) for p in u.tolist()])

    def _searched(self, p: float) -> float:
        if p == 1:
            return self._end
        if p > 0.5:
            return float(first_count(lambda k: float(self.sf_at(np.array(k))) <= 1 - p))
        return float(max(self._first, first_count(lambda k: float(self.cdf_at(np.array(k))) >= p)))

    def cdf(self, x: ArrayLike) -> FloatArray:
        k = np.floor(np.asarray(x, float))
        return np.where(k < 0, 0.0, self.cdf_at(np.maximum(k, 0)))

    def sf(self, x: ArrayLike) -> FloatArray:
        k = np.floor(np.asarray(x, float))
        return np.where(k < 0, 1.0, self.sf_at(np.maximum(k, 0)))


def first_count(reached: Callable[[float], bool]) -> int:
    """The smallest whole number from 0 on for which `reached`, which stays true from there on."""
    low, high = -1, 0
    while not reached(high):
        low, high = high, 2 * high + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
