"""Laws that put all probability on separate values: everything follows from the list of them."""

from __future__ import annotations

import math
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distributions.base.asked import A_SEGMENT, note_question, note_work
from distributions.base.law import FloatArray, Jumps, Law
from distributions.base.segments import Segment, flat

_FEW = 1000  # counts, up to which their polynomial has no more terms than can be spared


class Steps(NamedTuple):
    """The steps of a distribution function at ascending `values`.

    `at_most` and `more` are the probabilities of not exceeding and of exceeding each value, both exact
    where they are small.
    """

    values: FloatArray
    probabilities: FloatArray
    at_most: FloatArray
    more: FloatArray


class Atoms(Law):
    """A law on finitely many values; subclasses say which, by `atoms`."""

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        """Values in any order, repeats allowed, and their weights in proportion to probability."""
        raise NotImplementedError

    @cached_property
    def _steps(self) -> Steps:
        values, place = np.unique(np.asarray(self.atoms()[0], float), return_inverse=True)
        weight = np.zeros(values.size, np.longdouble)
        np.add.at(weight, place, np.asarray(self.atoms()[1], float))
        values, weight = values[weight > 0], weight[weight > 0]
        # Extended precision, then one division: k of n equal weights gives k / n to the last bit.
        at_most = (np.cumsum(weight) / weight.sum()).astype(float)
        more = (np.append(np.cumsum(weight[:0:-1])[::-1], 0) / weight.sum()).astype(float)
        return Steps(values, (weight / weight.sum()).astype(float), at_most, more)

    def ppf(self, u: ArrayLike) -> FloatArray:
        steps = self._steps
        u = np.asarray(u, float)
        place = np.searchsorted(steps.at_most[:-1], u, side="left")
        return np.where(u == 1, steps.values[-1], steps.values[place])

    def isf(self, t: ArrayLike) -> FloatArray:
        steps = self._steps
        place = np.searchsorted(-steps.more[:-1], -np.asarray(t, float), side="left")
        return np.asarray(steps.values[place])

    def cdf(self, x: ArrayLike) -> FloatArray:
        steps = self._steps
        return np.append(0.0, steps.at_most)[
            np.searchsorted(steps.values, np.asarray(x, float), side="right")
        ]

    def sf(self, x: ArrayLike) -> FloatArray:
        steps = self._steps
        return np.append(1.0, steps.more)[np.searchsorted(steps.values, np.asarray(x, float), side="right")]

    def density(self, x: ArrayLike) -> FloatArray:
        return np.zeros(np.shape(x))

    def listed(self) -> int:
        return self._steps.values.size

    def jumps(self) -> Jumps:
        return Jumps(self._steps.values, self._steps.probabilities)

    def generating(self, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
        """Expected value of z to the power of the quantity, for whole numbers from 0 on."""
        if self._steps.values[-1] > _FEW:
            total = np.zeros_like(z)
            for n, p in zip(self._steps.values.tolist(), self._steps.probabilities.tolist(), strict=True):
                note_question((z,))  # of a hundred thousand counts it would take an hour
                total = total + p * z**n
            return total
        weights = np.zeros(int(self._steps.values[-1]) + 1)
        weights[self._steps.values.astype(int)] = self._steps.probabilities
        return np.asarray(np.polynomial.polynomial.polyval(z, weights))

    def are_counts(self) -> bool:
        """Whether all values are whole numbers from 0 on."""
        return bool(np.all(self._steps.values % 1 == 0) and self._steps.values[0] >= 0)

    def mean(self) -> float:
        return math.fsum(self._steps.values * self._steps.probabilities)

    def variance(self) -> float:
        return math.fsum((self._steps.values - self.mean()) ** 2 * self._steps.probabilities)

    def knots(self) -> tuple[float, ...]:
        return tuple(sorted({p for p in self._steps.at_most.tolist() if 0 < p < 1}))

    def segments(self) -> tuple[Segment, ...]:
        """One for each value that a probability written as a float can tell from its neighbours."""
        ends = np.append(self._steps.at_most[:-1], 1.0)
        note_work(A_SEGMENT * ends.size)
        starts = np.append(0.0, ends[:-1])
        found = zip(self._steps.values, starts, ends, strict=True)
        return tuple(
            flat(float(value), float(start), float(end)) for value, start, end in found if start < end
        )
