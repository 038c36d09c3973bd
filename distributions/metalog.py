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
from distributions.base.metalog_terms import (
    MOST_LOG_ODDS,
    SHOWN,
    basis,
    bounded,
    falls,
    parts_of,
    percentiles_said,
    place,
    slope,
    unbounded,
    way_out,
)  # fmt: skip
from distributions.base.percentiles import P10, P50, P90, SomePercentiles, points

Lower = Annotated[float | None, "lower bound, in the values' unit, if there is one"]
Upper = Annotated[float | None, "upper bound, in the values' unit, if there is one"]


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
        found, *_ = np.linalg.lstsq(basis(u, terms), unbounded(x, low, high), rcond=None)
        law = tuple(found.tolist())
        fall = falls(law)
        if fall is not None:
            raise LawError(
                f"{percentiles_said(u, x)}: a metalog of {terms} terms through them is no distribution, its quantile "
                f"would fall {place(fall)}; {way_out(u, x, low, high, terms)}"
            )
        return cls(law, low, high)

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
            raise LawError(f"coefficients: {len(self.coefficients)} of them; at least two are needed")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise LawError(f"low = {self.low}, high = {self.high}: needs low < high")
        fall = falls(self.coefficients)
        if fall is not None:
            found = ", ".join(f"{one:.6g}" for one in self.coefficients[:SHOWN])
            more = f" and {len(self.coefficients) - SHOWN:,} more" if len(self.coefficients) > SHOWN else ""
            raise LawError(
                f"coefficients: {found}{more} make no distribution, the quantile falls {place(fall)}; it must rise "
                "everywhere, for which a2 must outweigh the others; percentiles and a fit find such coefficients"
            )

    @cached_property
    def _parts(self) -> tuple[Polynomial, Polynomial]:
        return parts_of(self.coefficients)

    def _sum(self, centred: FloatArray, log_odds: FloatArray) -> FloatArray:
        plain, logarithmic = (part(centred) for part in self._parts)
        with np.errstate(invalid="ignore"):  # 0 * inf at a bound that the coefficients make
            return np.where(logarithmic == 0, plain, plain + logarithmic * log_odds)

    def ppf(self, u: ArrayLike) -> FloatArray:
        u = np.asarray(u, float)
        return bounded(self._sum(u - 0.5, logit(u)), self.low, self.high)

    def isf(self, t: ArrayLike) -> FloatArray:
        t = np.asarray(t, float)
        return bounded(self._sum(0.5 - t, -logit(t)), self.low, self.high)

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
        return np.where(np.isfinite(z), expit(z) * expit(-z) / (slope(self._parts, z) * stretch), 0.0)

    def _log_odds(self, x: ArrayLike) -> FloatArray:
        y = unbounded(np.asarray(x, float), self.low, self.high)
        most = np.full(y.shape, np.inf)
        edge = np.full(y.shape, MOST_LOG_ODDS)

        def excess(z: FloatArray, y: FloatArray) -> FloatArray:
            return self._sum((expit(z) - expit(-z)) / 2, z) - y

        z = root(excess, -edge, edge, y)
        return np.where(z >= edge, most, np.where(z <= -edge, -most, z))


Metalog.EXAMPLES = (
    Metalog.from_percentiles({0.1: 8, 0.5: 11, 0.9: 20}),
    Metalog.from_percentiles({0.1: 8, 0.5: 11, 0.9: 20}, low=0),
    Metalog.from_percentiles({0.05: 0.1, 0.25: 0.2, 0.5: 0.35, 0.75: 0.6, 0.95: 0.9}, low=0, high=1, terms=4),
    Metalog.fit((0.1, 0.5, 0.9), (-20, -11, -8), high=0),
    Metalog((5, 0, 0, 2)),
)
