"""A quantile function fitted to whatever percentiles there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Annotated

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from distributions.base.conversion import converted
from distributions.base.inversion import root
from distributions.base.law import FloatArray, Law, LawError, finite
from distributions.base.percentiles import P10, P50, P90, SomePercentiles, points

Lower = Annotated[float | None, "lower bound, in the values' unit, if there is one"]
Upper = Annotated[float | None, "upper bound, in the values' unit, if there is one"]

_MOST_LOG_ODDS = 700.0  # beyond, exp overflows


@dataclass(frozen=True)
class Metalog(Law):
    """The metalog law of Keelin, Decision Analysis 13 (2016), with two `coefficients` or more.

    With L = ln(u / (1 - u)) and c = u - 1/2 its quantile is a1 + a2 L + a3 c L + a4 c + a5 c^2 + a6 c^2 L +
    a7 c^3 + a8 c^3 L and so on. With `low` that sum is the logarithm of x - low, with `high` that of
    1 / (high - x), with both the log odds of x between them. Coefficients whose quantile falls are refused.
    """

    SUPPORT = "from low, if given, to high, if given"

    coefficients: Annotated[tuple[float, ...], "a1, a2, ... of the terms, in the unit of their sum"]
    low: Lower = None
    high: Upper = None

    @classmethod
    def fit(
        cls,
        probabilities: ArrayLike,
        values: ArrayLike,
        low: float | None = None,
        high: float | None = None,
        terms: int | None = None,
    ) -> Metalog:
        """Least squares through the points; exact if there are as many `terms` as points.

        `terms` is the number of coefficients: as many as points, but at most 5, unless given. Raises
        `LawError` if points are too few or outside the bounds, or if the fit is no distribution.
        """
        u, x = np.asarray(probabilities, float), np.asarray(values, float)
        if u.shape != x.shape or u.ndim != 1:
            raise LawError(
                f"{u.size} probabilities and {x.size} values; as many of one as of the other are needed"
            )
        if not np.all((u > 0) & (u < 1)):
            raise LawError("probabilities must lie strictly between 0 and 1; give the bounds as low and high")
        different = np.unique(u).size
        terms = converted("terms", int, min(different, 5) if terms is None else terms)  # a file has 4 as 4.0
        if not 2 <= terms <= different:
            raise LawError(f"{terms} terms from {different} different probabilities; needs from 2 to as many")
        inside = np.isfinite(x)
        inside &= True if low is None else x > low
        inside &= True if high is None else x < high
        if not inside.all():
            raise LawError(f"value {x[~inside][0]} is not inside the bounds low = {low}, high = {high}")
        found, *_ = np.linalg.lstsq(_basis(u, terms), _unbounded(x, low, high), rcond=None)
        return cls(tuple(found.tolist()), low, high)

    @classmethod
    def from_percentiles(
        cls,
        percentiles: SomePercentiles,
        low: Lower = None,
        high: Upper = None,
        terms: Annotated[int | None, "how many terms: as many as points, but at most 5, unless given"] = None,
    ) -> Metalog:
        """`fit` to percentiles such as `{0.1: 8, 0.5: 11, 0.9: 20}` or `[[0.1, 8], [0.5, 11], [0.9, 20]]`."""
        probabilities, values = zip(*points(percentiles), strict=True)
        return cls.fit(probabilities, values, low, high, terms)

    @classmethod
    def from_p10_p50_and_p90(
        cls, p10: P10, p50: P50, p90: P90, low: Lower = None, high: Upper = None
    ) -> Metalog:
        """The metalog of three terms with this P10, P50 and P90."""
        return cls.from_percentiles({0.1: p10, 0.5: p50, 0.9: p90}, low, high)

    @classmethod
    def alternatives(cls) -> Mapping[tuple[str, ...], Callable[..., Law]]:
        bounds = [tuple(filter(None, keys)) for keys in product(("low", None), ("high", None))]
        three = {("p10", "p50", "p90", *keys): cls.from_p10_p50_and_p90 for keys in bounds}
        some = product(bounds, (("terms",), ()))
        return {("percentiles", *keys, *terms): cls.from_percentiles for keys, terms in some} | three

    def check(self) -> None:
        finite(self, "coefficients", *(name for name in ("low", "high") if getattr(self, name) is not None))
        if len(self.coefficients) < 2:
            raise LawError(f"{len(self.coefficients)} coefficients; at least two are needed")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise LawError(f"low = {self.low}, high = {self.high}: needs low < high")
        falls = self._falls()
        if falls is not None:
            raise LawError(
                f"coefficients {self.coefficients} make no distribution: the quantile turns down at "
                f"probability {float(expit(falls)):.6g}; use fewer terms, or percentiles less bent there"
            )

    def _falls(self) -> float | None:
        """The least log odds, as far as can be seen, at which the quantile does not rise."""
        z, step = np.linspace(-_MOST_LOG_ODDS, _MOST_LOG_ODDS, 14_001), 0.1
        while step > 1e-6:
            slope = self._slope(z)
            if not slope.min() > 0:
                return float(z[np.argmin(slope > 0)])
            lowest = z[np.argmin(slope)]
            z, step = np.linspace(lowest - step, lowest + step, 2001), step / 1000
        return None

    @cached_property
    def _parts(self) -> tuple[Polynomial, Polynomial]:
        """Polynomials A and B in u - 1/2: unbounded, the quantile is A + B * log odds."""
        plain, logarithmic = np.zeros((2, len(self.coefficients)))
        for k, coefficient in enumerate(self.coefficients):
            (logarithmic if _is_logarithmic(k) else plain)[k // 2] = coefficient
        return Polynomial(plain), Polynomial(logarithmic)

    def _slope(self, z: FloatArray) -> FloatArray:
        """Slope of the unbounded quantile against log odds."""
        plain, logarithmic = self._parts
        u, t = expit(z), expit(-z)
        c = (u - t) / 2
        return np.asarray(u * t * (plain.deriv()(c) + logarithmic.deriv()(c) * z) + logarithmic(c))

    def _sum(self, centred: FloatArray, log_odds: FloatArray) -> FloatArray:
        plain, logarithmic = (part(centred) for part in self._parts)
        with np.errstate(invalid="ignore"):  # 0 * inf at a bound that the coefficients make
            return np.where(logarithmic == 0, plain, plain + logarithmic * log_odds)

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return _bounded(self._sum(u - 0.5, logit(u)), self.low, self.high)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return _bounded(self._sum(0.5 - t, -logit(t)), self.low, self.high)

    def cdf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(expit(self._log_odds(x)))

    def sf(self, x: ArrayLike) -> FloatArray:
        return np.asarray(expit(-self._log_odds(x)))

    @np.errstate(all="ignore")
    def density(self, x: ArrayLike) -> FloatArray:
        x, z = np.asarray(x, float), self._log_odds(x)
        stretch = np.ones(x.shape)  # slope of the quantile against the unbounded one
        for bound in (self.low, self.high):
            stretch = stretch if bound is None else stretch * np.abs(x - bound)
        if self.low is not None and self.high is not None:
            stretch = stretch / (self.high - self.low)
        return np.where(np.isfinite(z), expit(z) * expit(-z) / (self._slope(z) * stretch), 0.0)

    def _log_odds(self, x: ArrayLike) -> FloatArray:
        y = _unbounded(np.asarray(x, float), self.low, self.high)
        most = np.full(y.shape, np.inf)
        edge = np.full(y.shape, _MOST_LOG_ODDS)

        def excess(z: FloatArray, y: FloatArray) -> FloatArray:
            return self._sum((expit(z) - expit(-z)) / 2, z) - y

        z = root(excess, -edge, edge, y)
        return np.where(z >= edge, most, np.where(z <= -edge, -most, z))


def _is_logarithmic(k: int) -> bool:
    return (k % 2 == 1) != (k in (2, 3))  # Keelin's order has the third and fourth term the other way round


def _basis(u: FloatArray, terms: int) -> FloatArray:
    columns = [(u - 0.5) ** (k // 2) * (logit(u) if _is_logarithmic(k) else 1) for k in range(terms)]
    return np.stack(columns, axis=1)


@np.errstate(divide="ignore")
def _unbounded(x: FloatArray, low: float | None, high: float | None) -> FloatArray:
    if low is not None and high is not None:
        return np.log(np.maximum(x - low, 0)) - np.log(np.maximum(high - x, 0))
    if low is not None:
        return np.asarray(np.log(np.maximum(x - low, 0)))
    return x if high is None else np.asarray(-np.log(np.maximum(high - x, 0)))


@np.errstate(over="ignore")
def _bounded(y: FloatArray, low: float | None, high: float | None) -> FloatArray:
    if low is not None and high is not None:
        return np.where(y < 0, low + (high - low) * expit(y), high - (high - low) * expit(-y))
    if low is not None:
        return np.asarray(low + np.exp(y))
    return y if high is None else np.asarray(high - np.exp(-y))


Metalog.EXAMPLES = (
    Metalog.from_percentiles({0.1: 8, 0.5: 11, 0.9: 20}),
    Metalog.from_percentiles({0.1: 8, 0.5: 11, 0.9: 20}, low=0),
    Metalog.from_percentiles({0.05: 0.1, 0.25: 0.2, 0.5: 0.35, 0.75: 0.6, 0.95: 0.9}, low=0, high=1, terms=4),
    Metalog.fit((0.1, 0.5, 0.9), (-20, -11, -8), high=0),
    Metalog((5, 0, 0, 2)),
)
