"""The laws that stated quantiles may give, each with the numbers that are free in it.

A shape turns a vector of free numbers, each of order 1, into a law. Where a bound is known the law keeps to it:
laws with a lower end begin there, laws with two ends keep the known ones fixed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri

from distributions import Law
from distributions.beta import Beta
from distributions.double_triangular import DoubleTriangular
from distributions.exponential import Exponential
from distributions.gamma import Gamma
from distributions.gumbel import Gumbel
from distributions.johnson_su import JohnsonSu
from distributions.log_logistic import LogLogistic
from distributions.logistic import Logistic
from distributions.lognormal import Lognormal
from distributions.myerson import Myerson
from distributions.normal import Normal
from distributions.pert import Pert
from distributions.shifted import Shifted
from distributions.triangular import Triangular
from distributions.uniform import Uniform
from distributions.weibull import Weibull

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """Stated quantiles, the bounds of the quantity and its most likely value, with what starting points are made of.

    Where a most likely value is stated, a known bound stands among the quantiles, at probability 0 or 1.
    """

    probabilities: tuple[float, ...]
    values: tuple[float, ...]
    low: float | None = None
    high: float | None = None
    mode: float | None = None

    @property
    def width(self) -> float:
        """From the least stated value to the greatest."""
        return self.values[-1] - self.values[0]

    @property
    def middle(self) -> float:
        """The value stated nearest to the median."""
        return self.values[int(np.argmin(np.abs(np.array(self.probabilities) - 0.5)))]

    @property
    def origin(self) -> float:
        """Where a law with a lower end begins."""
        return 0.0 if self.low is None else self.low

    @cached_property
    def normal_width(self) -> float:
        """The same width for a standard normal quantity."""
        return float(ndtri(self.probabilities[-1]) - ndtri(self.probabilities[0]))

    @cached_property
    def log_sd(self) -> float:
        """Standard deviation of the logarithm above the origin, were it normal."""
        first, last = (math.log(self.values[k] - self.origin) for k in (0, -1))
        return (last - first) / self.normal_width


@dataclass(frozen=True)
class Shape:
    """A family of laws: how its free numbers make a law, from which numbers a fit begins."""

    law: Callable[[Question, Vector], Law]
    start: Callable[[Question], list[float]]
    moded: bool = False  # can keep to a stated mode
    begins: bool = False  # has a lower end, which is the origin
    ends: bool = False  # needs both bounds


def _line(law: Callable[[float, float], Law]) -> Shape:
    """A law on the whole line, with a location and a scale."""
    return Shape(
        lambda q, v: law(q.middle + q.width * v[0], q.width * math.exp(v[1])),
        lambda q: [0.0, -math.log(q.normal_width)],
    )


def _half(law: Callable[[float, Vector], Law], start: Callable[[float], list[float]]) -> Shape:
    """A law above the origin, made from the middle value's distance to it and the free numbers."""

    def shifted(q: Question, v: Vector) -> Law:
        found = law(q.middle - q.origin, v)
        return Shifted(found, q.origin) if q.origin else found

    return Shape(shifted, lambda q: start(q.log_sd), begins=True)


Ended = Callable[[float, float, Vector], Law]


def _between(law: Ended, start: list[float], peaked: Callable[[float], Ended] | None = None) -> Shape:
    """A law with two ends: the known ones fixed, each unknown one free beyond the stated values.

    peaked: the law that keeps to a stated mode, which is one free number less, the first.
    """

    def build(q: Question, v: Vector) -> Law:
        low, high, rest = q.low, q.high, v
        stated = q.values if q.mode is None else (*q.values, q.mode)
        if low is None:
            low, rest = min(stated) - q.width * math.exp(rest[0]), rest[1:]
        if high is None:
            high, rest = max(stated) + q.width * math.exp(rest[0]), rest[1:]
        chosen = law if q.mode is None or peaked is None else peaked(q.mode)
        return chosen(low, high, rest)

    def begin(q: Question) -> list[float]:
        return [-1.0] * ((q.low is None) + (q.high is None)) + start[0 if q.mode is None else 1 :]

    return Shape(build, begin, moded=peaked is not None)


def _myerson(q: Question, v: Vector) -> Law:
    median = q.middle + q.width * v[0]
    return Myerson(median - q.width * math.exp(v[1]), median, median + q.width * math.exp(v[2]))


def _johnson(q: Question, v: Vector) -> Law:
    return JohnsonSu(v[0], math.exp(v[1]), q.middle + q.width * v[2], q.width * math.exp(v[3]))


def _mode(low: float, high: float, v: float) -> float:
    return low + (high - low) * float(expit(v))


def _two_triangles(low: float, high: float, v: Vector) -> Law:
    return DoubleTriangular(low, _mode(low, high, v[0]), high, float(expit(v[1])))


def _beta(q: Question, v: Vector) -> Law:
    """A modified PERT, which is a beta law, where the mode is stated."""
    low, high = q.low or 0.0, 1.0 if q.high is None else q.high
    if q.mode is not None:
        return Pert(low, q.mode, high, math.exp(v[0]))
    return Beta(math.exp(v[0]), math.exp(v[1]), low, high)


SHAPES: Mapping[str, Shape] = {
    "normal": _line(Normal),
    "lognormal": _half(
        lambda m, v: Lognormal(math.log(m) + v[0], math.exp(v[1])), lambda s: [0.0, math.log(s)]
    ),
    "myerson": Shape(_myerson, lambda _q: [0.0, -0.7, -0.7]),
    "pert": _between(
        lambda a, b, v: Pert(a, _mode(a, b, v[0]), b), [0.0], lambda m: lambda a, b, _v: Pert(a, m, b)
    ),
    "gamma": _half(
        lambda m, v: Gamma(math.exp(v[0]), m * math.exp(v[1] - v[0])), lambda s: [-2 * math.log(s), 0.0]
    ),
    "weibull": _half(
        lambda m, v: Weibull(math.exp(v[0]), m * math.exp(v[1])), lambda s: [0.2 - math.log(s), 0.1]
    ),
    "log_logistic": _half(
        lambda m, v: LogLogistic(m * math.exp(v[0]), math.exp(v[1])), lambda s: [0.0, 0.5 - math.log(s)]
    ),
    "beta": Shape(
        _beta,
        lambda q: [0.7, 0.7] if q.mode is None else [1.4],
        moded=True,
        ends=True,
    ),
    "logistic": _line(Logistic),
    "gumbel": _line(Gumbel),
    "triangular": _between(
        lambda a, b, v: Triangular(a, _mode(a, b, v[0]), b),
        [0.0],
        lambda m: lambda a, b, _v: Triangular(a, m, b),
    ),
    "double_triangular": _between(
        _two_triangles,
        [0.0, 0.0],
        lambda m: lambda a, b, v: DoubleTriangular(a, m, b, float(expit(v[0]))),
    ),
    "johnson_su": Shape(_johnson, lambda q: [0.0, 0.5, 0.0, -math.log(q.normal_width)]),
    "exponential": _half(lambda m, v: Exponential(m * math.exp(v[0])), lambda _s: [0.3]),
    "uniform": _between(lambda a, b, _v: Uniform(a, b), []),
}
