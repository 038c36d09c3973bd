"""Frozen distributions of SciPy as laws."""

from __future__ import annotations

import warnings
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms
from distributions.base.bounded_work import at_most
from distributions.base.lattice import first_count
from distributions.base.law import FloatArray, Law, LawError

_NEVER = 1e-20
_MOST, _FARTHEST = 100_000, 1_000_000
_STEPS_OF_ONE, _STEPS_OF_ALL = 5_000, 2_000_000  # of a quantile, of a table: some 5 ms, and 2 s
_STEPS_OF_A_MOMENT = 200_000
# Work in compiled code, of which no steps are counted, grows with a shape of these.
_GREATEST_BY_NAME = {
    **dict.fromkeys(("ksone", "ncf", "nct", "rice", "nchypergeom_fisher", "nchypergeom_wallenius"), 10_000),
    "kstwo": 1_000,
    "ncx2": 100_000_000,
    "zipfian": 100_000,
}
_INSTEAD = (
    "use a law of this folder (student_t and generalised_pareto have heavy tails), or fit one to values drawn "
    "from it: outturn fit"
)


def refuse_endless(frozen: Any) -> None:
    """Refuse a distribution for whose quantiles SciPy searches too long, such as levy_stable, by name."""
    greatest = _GREATEST_BY_NAME.get(frozen.dist.name, np.inf)
    if max(map(abs, [*frozen.args, *frozen.kwds.values()]), default=0) > greatest:
        raise LawError(f"{_name(frozen)} takes too long beyond {greatest:,}; {_INSTEAD}")
    if hasattr(frozen.dist, "pmf"):
        _refuse_many(frozen)
    places = [0.1, 0.5, 0.9]
    with at_most(len(places) * _STEPS_OF_ONE, _too_long(frozen, _STEPS_OF_ONE, "a quantile")):
        asked(frozen, "ppf", places)


def asked(frozen: Any, method: str, *arguments: Any) -> Any:
    """What a method of SciPy's answers, without its warnings: what it cannot tell is NaN, and refused as such."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return getattr(frozen, method)(*arguments)


def _refuse_many(frozen: Any) -> None:
    """Refuse counts too far apart, before SciPy adds up one after the other to find a quantile."""
    first, last = frozen.support()
    near, far = (first, first + _MOST) if first > -np.inf else (-_FARTHEST, _FARTHEST)
    if (last > far and asked(frozen, "sf", far) > _NEVER) or (
        first < near and asked(frozen, "cdf", near) > _NEVER
    ):
        raise LawError(f"{_name(frozen)} has more than {_MOST:,} likely values; use a continuous law")


def _too_long(frozen: Any, steps: int, what: str) -> str:
    return f"{_name(frozen)} takes too long: more than {steps:,} steps for {what}; {_INSTEAD}"


def _name(frozen: Any) -> str:
    return f"scipy.stats.{frozen.dist.name}"


class Continuous(Law):
    """A frozen continuous distribution whose quantile bends at the probabilities `bends`."""

    EFFORT = 20

    def __init__(self, frozen: Any, bends: tuple[float, ...]) -> None:
        self.frozen, self.bends = frozen, bends

    def patience(self) -> float:
        return _STEPS_OF_ALL

    def ppf(self, u: ArrayLike) -> FloatArray:
        return np.asarray(asked(self.frozen, "ppf", u))

    def isf(self, t: ArrayLike) -> FloatArray:
        return np.asarray(asked(self.frozen, "isf", t))

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(asked(self.frozen, "cdf", x))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(asked(self.frozen, "sf", x))

    def density(self, x: ArrayLike) -> FloatArray:
        return np.asarray(asked(self.frozen, "pdf", x))

    def mean(self) -> float:
        return _moment(self.frozen, "mean")

    def variance(self) -> float:
        return _moment(self.frozen, "var")

    def knots(self) -> tuple[float, ...]:
        return tuple(sorted({u for u in self.bends if 0 < u < 1}))


class Counts(Atoms):
    """A frozen discrete distribution, a step at every whole number from its first value on."""

    def __init__(self, frozen: Any) -> None:
        self.frozen = frozen

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        refusal = _too_long(self.frozen, _STEPS_OF_ALL, "the list of its values")
        with warnings.catch_warnings(), at_most(_STEPS_OF_ALL, refusal):
            warnings.simplefilter("ignore")
            return self._atoms

    @cached_property
    def _atoms(self) -> tuple[FloatArray, FloatArray]:
        """Values and their probabilities; of its sums of them, n times as long in the making, SciPy is not asked."""
        first = float(self.frozen.support()[0])
        if first == -np.inf:
            first = float(self.frozen.ppf(_NEVER))
        count = first_count(lambda k: bool(self.frozen.sf(first + k) <= _NEVER))
        if count >= _MOST:
            raise LawError(
                f"{_name(self.frozen)} has more than {_MOST:,} likely values; use a continuous law"
            )
        values = first + np.arange(count + 1.0)
        return values, self.frozen.pmf(values)

    def mean(self) -> float:
        return _moment(self.frozen, "mean")

    def variance(self) -> float:
        return _moment(self.frozen, "var")


def _moment(frozen: Any, name: str) -> float:
    with at_most(_STEPS_OF_A_MOMENT, _too_long(frozen, _STEPS_OF_A_MOMENT, f"its {name}")):
        return float(asked(frozen, name))
