"""One family through stated quantiles: exactly where it can hold them, else by least squares."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from distributions import Law, LawError, kind_of
from distributions.cumulative import Cumulative
from distributions.lognormal import Lognormal
from distributions.metalog import Metalog
from distributions.myerson import Myerson
from distributions.normal import Normal
from engine.elicitation.shapes import SHAPES, Question, Vector

_SMOOTH = (
    "normal", "lognormal", "myerson", "pert", "gamma", "weibull", "log_logistic", "beta", "logistic", "gumbel"
)  # fmt: skip
FAMILIES = (
    *_SMOOTH, "johnson_su", "metalog", "triangular", "double_triangular", "exponential", "uniform", "cumulative"
)  # fmt: skip
"""Kinds of law that can be elicited; those that fit equally well are offered in this order, the plainest first."""
EXACT = 1e-7
"""Greatest miss of a fit called exact, as part of the stated width; stated numbers have far fewer digits."""
_DIGITS = 10  # of fitted numbers: more would be noise of the search, and a burden in a file
_FARTHEST = 25.0  # free numbers are of order 1; exp(25) of the stated width is out of sight


@dataclass(frozen=True)
class QuantileFit:
    """A law through stated quantiles.

    `keys` are the TOML keys that name it, `parameters` counts its free numbers. Residuals are found less
    stated, one for each quantile: `value_residuals` in the units of the quantity, `probability_residuals` as
    probability of at most the stated value. `error` is the root mean square of the former as part of the
    stated width, from the least value to the greatest. `stated` are the quantiles as (probability, value); beside
    a most likely value bounds stand among them, at probability 0 and 1.
    """

    family: str
    law: Law
    keys: Mapping[str, Any]
    parameters: int
    width: float
    value_residuals: tuple[float, ...]
    probability_residuals: tuple[float, ...]
    stated: tuple[tuple[float, float], ...] = ()

    @property
    def error(self) -> float:
        """Root mean square of the value residuals, as part of the stated width."""
        return math.hypot(*self.value_residuals) / math.sqrt(len(self.value_residuals)) / self.width

    @property
    def exact(self) -> bool:
        """Whether every stated quantile is held."""
        return max(map(abs, self.value_residuals)) <= EXACT * self.width


class Unfit(NamedTuple):
    """Why a family is passed over."""

    reason: str


def fit_quantiles(family: str, question: Question) -> QuantileFit | Unfit:
    """The law of this family nearest to the stated quantiles, within the bounds of the question."""
    if question.mode is not None and not (family in SHAPES and SHAPES[family].moded):
        return Unfit("it is fitted to quantiles alone, not to a most likely value")
    found = _named(family, question) or _searched(family, question)
    if isinstance(found, Unfit):
        return found
    law, keys, parameters = found
    try:
        with np.errstate(all="ignore"):
            return _measured(family, law, keys, parameters, question)
    except ArithmeticError:
        return Unfit(_BEYOND)


_BEYOND = "its mean or its tails are beyond the numbers that a computer holds"


def _measured(
    family: str, law: Law, keys: Mapping[str, Any], parameters: int, question: Question
) -> QuantileFit | Unfit:
    """The law with how far it misses what was stated, unless it cannot be used."""
    outside = _outside(law, question)
    if outside:
        return Unfit(outside)
    u, x = np.array(question.probabilities), np.array(question.values)
    law.mean()  # raises where it overflows; one that is infinite is one of a heavy tail
    found = law.ppf(u)
    if not np.isfinite([*found, *law.ppf([0.01, 0.99])]).all():
        return Unfit(_BEYOND)
    return QuantileFit(
        family=family,
        law=law,
        keys={"kind": kind_of(law), **keys},
        parameters=parameters,
        width=question.width,
        value_residuals=tuple((found - x).tolist()),
        probability_residuals=tuple((law.cdf(x) - u).tolist()),
        stated=tuple(zip(question.probabilities, question.values, strict=True)),
    )


class Named(NamedTuple):
    """A law, the TOML keys that name it, and the count of its free numbers."""

    law: Law
    keys: Mapping[str, Any]
    parameters: int


def _named(family: str, question: Question) -> Named | Unfit | None:
    """A law that its own constructor puts through the quantiles; nothing where it has none for them."""
    u, x = question.probabilities, question.values
    if question.mode is not None:
        return None
    pairs = [list(pair) for pair in zip(u, x, strict=True)]
    if family == "metalog":
        return _metalog(question, pairs)
    if family == "cumulative":
        return _cumulative(question)
    if family == "normal" and len(u) == 2:
        return Named(Normal.from_percentiles(pairs), {"percentiles": pairs}, 2)
    if family == "lognormal" and len(u) == 2 and question.origin == 0 < x[0]:
        return Named(Lognormal.from_percentiles(pairs), {"percentiles": pairs}, 2)
    if family == "myerson" and len(u) == 3 and u[1] == 0.5 and math.isclose(u[0], 1 - u[2], rel_tol=1e-12):
        myerson = Myerson(x[0], x[1], x[2], u[0])
        return Named(myerson, myerson.arguments(), 3)
    return None


def _metalog(question: Question, pairs: list[list[float]]) -> Named | Unfit:
    """As many terms as quantiles, or the most that make a distribution."""
    bounds = {
        name: value for name, value in (("low", question.low), ("high", question.high)) if value is not None
    }
    first = ""
    for terms in range(len(pairs), 1, -1):
        try:
            law = Metalog.from_percentiles(pairs, question.low, question.high, terms)
        except LawError as error:
            first = first or f"{len(pairs)} terms, one for each quantile: {error}"
        else:
            # left out, `terms` is the number of points up to 5
            counted = {} if terms == min(len(pairs), 5) else {"terms": terms}
            return Named(law, {"percentiles": pairs, **bounds, **counted}, terms)
    return Unfit(first)


def _cumulative(question: Question) -> Named | Unfit:
    if question.low is None or question.high is None:
        return Unfit("it is drawn from the lowest to the highest value; give low and high")
    law = Cumulative((question.low, *question.values, question.high), (0.0, *question.probabilities, 1.0))
    return Named(law, law.arguments(), len(question.values))


def _searched(family: str, question: Question) -> Named | Unfit:
    """Least squares of value, not of probability: that would give up the tail.

    Of P10 8, P50 10, P90 20 a lognormal nearest in probability has a P90 of 12.5, since missing it costs 0.1 at
    the most; nearest in value it has one of 19.6.
    """
    from scipy.optimize import least_squares

    shape, known = SHAPES[family], (question.low is not None) + (question.high is not None)
    if shape.ends and known < 2:
        return Unfit("it lies between two bounds; give low and high")
    if shape.begins and question.values[0] <= question.origin:
        return Unfit(f"its values are above {question.origin:g}; P{100 * question.probabilities[0]:g} is not")
    try:
        start = np.array(shape.start(question))
    except (ValueError, ArithmeticError):  # the logarithm of a spread that rounds to nothing
        return Unfit(f"seen from {question.origin:g}, where it begins, the quantiles are one and the same")
    told = sum(0 < p < 1 for p in question.probabilities)  # bounds are kept as they are
    if len(start) > told:
        return Unfit(f"{len(start)} numbers are free in it, {told} quantiles cannot tell them")
    u, x = np.array(question.probabilities), np.array(question.values)

    def misses(v: Vector) -> Vector:
        return np.asarray((shape.law(question, v).ppf(u) - x) / question.width)

    if len(start):
        start = least_squares(
            _guarded(misses, len(u)),
            np.clip(start, -_FARTHEST, _FARTHEST),
            bounds=(-_FARTHEST - 1, _FARTHEST + 1),
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-15,
        ).x
    try:
        with np.errstate(all="ignore"):
            law = _rounded(shape.law(question, start))
    except (LawError, ArithmeticError) as error:
        return Unfit(str(error))
    return Named(law, _keys(law), len(start))


def _guarded(misses: Callable[[Vector], Vector], count: int) -> Callable[[Vector], Vector]:
    """A miss as great as can be where the numbers make no law."""

    def guarded(v: Vector) -> Vector:
        try:
            with np.errstate(all="ignore"):
                found = misses(v)
        except (LawError, ArithmeticError):
            return np.full(count, 1e3)
        return np.nan_to_num(np.clip(found, -1e3, 1e3), nan=1e3)

    return guarded


def _rounded(law: Law) -> Law:
    arguments = {
        name: _rounded(value) if isinstance(value, Law) else float(f"{value:.{_DIGITS}g}")
        for name, value in law.arguments().items()
    }
    return type(law)(**arguments)


def _keys(law: Law) -> dict[str, Any]:
    """The TOML keys of a law, those of a law inside it as a table."""
    return {
        name: {"kind": kind_of(value), **_keys(value)} if isinstance(value, Law) else value
        for name, value in law.arguments().items()
    }


def _outside(law: Law, question: Question) -> str:
    """What to say of a law with values beyond the bounds; "" if it has none."""
    low, high = (float(end) for end in law.ppf([0.0, 1.0]))
    slack = 1e-9 * question.width
    if question.low is not None and low < question.low - slack:
        chance = float(law.cdf(question.low))
        return f"it goes below low = {question.low:g} with a chance of {chance:.2g}"
    if question.high is not None and high > question.high + slack:
        chance = float(law.sf(question.high))
        return f"it goes above high = {question.high:g} with a chance of {chance:.2g}"
    return ""
