"""Which laws can be fitted: our law, SciPy's distribution, where a search starts, and which data suit it.

Parameters travel as arrays of shape (row, parameter), a row a sample, so that one call serves the data and
all replicates of a bootstrap. Laws with given bounds are fitted on the scale from 0 to 1 between them. Where
the maximum has a closed form the start is it (`exact`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from distributions import Law, law_class
from engine.fitting import densities, starts
from engine.fitting.sample import FloatArray, Sample

Bounds = tuple[float, float]
Parameters = dict[str, Any]  # a number each, or an array of as many as there are laws
Named = Callable[[Parameters, Bounds], Parameters]

LARGEST_COUNT = 10_000  # counts are compared with their law value by value


@dataclass(frozen=True)
class Family:
    """A law that can be fitted.

    `moves` names the free parameters, "factor" for a positive one, "spread" for a place (it moves by the
    spread of the data), "one" for any other. `arguments` turns them, parameter first, into what SciPy's
    distribution `scipy` takes. `limits` are where a search ends: a maximum there is none of this law.
    """

    kind: str
    scipy: str
    moves: Mapping[str, str]
    arguments: Callable[[FloatArray], tuple[Any, ...]]
    start: Callable[[FloatArray], FloatArray]
    exact: bool = False
    values: str = "real"  # or "positive", "above low", "between", "counts"
    limits: Mapping[str, tuple[float, float]] | None = None
    beyond: str = ""  # what lies at the limits
    narrowest: float = 0.0  # share of the data's spread below which a scale is that of a spike
    density: Callable[..., FloatArray] | None = None  # faster than SciPy's logarithm of it
    ends: tuple[int, int] = (0, 0)  # lowest and highest observations at which the fitted law itself ends
    named: Named = lambda parameters, _: parameters

    @property
    def discrete(self) -> bool:
        """Whether the law is one of counts."""
        return self.values == "counts"

    def law(self, theta: FloatArray, bounds: Bounds) -> Law:
        """The law of one row of parameters, in the units of the data."""
        found = dict(zip(self.moves, theta.tolist(), strict=True))
        return law_class(self.kind)(**self.named(found, bounds))

    def frame(self, bounds: Bounds) -> Bounds:
        """Where 0 of the scale on which the family is fitted lies, and how wide one of it is."""
        low, high = bounds
        return (
            (low, high - low)
            if self.values == "between"
            else (low if self.values == "above low" else 0.0, 1.0)
        )

    def unsuited(self, sample: Sample, bounds: Bounds | None, named: bool) -> str:
        """Why this law cannot be fitted to these data; nothing if it can."""
        if not named and any(self.ends):
            return "is fitted only if named: it ends at an observation, which AIC and BIC do not account for"
        least = len(self.moves) + 2  # one more than its parameters leaves no finite AICc
        if sample.size < least:
            return f"has {len(self.moves)} parameters and needs at least {least} observations"
        if sample.censoring != "none" and (self.discrete or (self.exact and self.kind not in CENSORED)):
            return "is not fitted to censored data"
        ends = np.where(np.isfinite(sample.low), sample.low, sample.high), sample.high
        sides = (SUITED[self.values](side[np.isfinite(side)], bounds) for side in ends)
        return next(filter(None, sides), "")


def _between_bounds(parameters: Parameters, bounds: Bounds) -> Parameters:
    return {**parameters, "low": bounds[0], "high": bounds[1]}


def _stretched(parameters: Parameters, bounds: Bounds) -> Parameters:
    low, high = bounds
    return {"low": low, "mode": low + (high - low) * parameters["mode"], "high": high}


def _trials(parameters: Parameters, _: Bounds) -> Parameters:
    successes, mean = parameters["successes"], parameters["mean"]
    return {"successes": successes, "probability": successes / (successes + mean)}


def _outside(bad: Any, wanted: str) -> str:
    count = int(np.count_nonzero(bad))
    return f"takes only {wanted}; {count} of the values {'is' if count == 1 else 'are'} not" if count else ""


def _between(values: FloatArray, bounds: Bounds | None) -> str:
    if bounds is None:
        return "needs its bounds given"
    low, high = bounds
    return _outside((values <= low) | (values >= high), f"values above {low:g} and below {high:g}")


def _counts(values: FloatArray, _: Bounds | None) -> str:
    whole = (values >= 0) & (values == np.round(values)) & (values <= LARGEST_COUNT)
    return _outside(~whole, f"whole numbers from 0 to {LARGEST_COUNT:,}")


SUITED: Mapping[str, Callable[[FloatArray, Bounds | None], str]] = {
    "real": lambda *_: "",
    "positive": lambda values, _: _outside(values <= 0, "values greater than 0"),
    "above low": lambda values, bounds: _outside(
        values <= (bounds or (0, 0))[0], f"values above {(bounds or (0, 0))[0]:g}"
    ),
    "between": _between,
    "counts": _counts,
}
CENSORED = ("normal", "lognormal", "exponential")  # closed forms that a search can go on from
PLACE = {"location": "spread", "scale": "factor"}

FAMILIES: Mapping[str, Family] = {
    family.kind: family
    for family in (
        Family(
            "normal", "norm", {"mean": "spread", "sd": "factor"}, lambda t: (t[0], t[1]), starts.normal,
            exact=True,
        ),
        Family(
            "lognormal", "lognorm", {"log_mean": "one", "log_sd": "factor"},
            lambda t: (t[1], 0.0, np.exp(t[0])), lambda x: starts.normal(np.log(x)),
            exact=True, values="positive",
        ),
        Family(
            "gamma", "gamma", {"shape": "factor", "scale": "factor"}, lambda t: (t[0], 0.0, t[1]),
            starts.gamma, density=densities.gamma, values="positive",
        ),
        Family(
            "weibull", "weibull_min", {"shape": "factor", "scale": "factor"},
            lambda t: (t[0], 0.0, t[1]), starts.weibull, density=densities.weibull, values="positive",
        ),
        Family(
            "exponential", "expon", {"scale": "factor"}, lambda t: (0.0, t[0]),
            lambda x: x.mean(axis=1, keepdims=True), exact=True, values="positive",
        ),
        Family(
            "pareto", "pareto", {"scale": "factor", "exponent": "factor"}, lambda t: (t[1], 0.0, t[0]),
            starts.pareto, exact=True, values="positive", ends=(1, 0),
        ),
        Family(
            "generalised_pareto", "genpareto", {"scale": "factor", "shape": "one"},
            lambda t: (t[1], 0.0, t[0]), starts.generalised_pareto, density=densities.generalised_pareto,
            values="above low",
            limits={"shape": (-0.5, 10.0)},
            beyond="its likelihood is not regular below shape -1/2 (Smith 1985)",
            named=lambda p, bounds: {**p, "threshold": bounds[0]},
        ),
        Family(
            "log_logistic", "fisk", {"scale": "factor", "shape": "factor"}, lambda t: (t[1], 0.0, t[0]),
            starts.log_logistic, density=densities.log_logistic, values="positive",
        ),
        Family(
            "logistic", "logistic", PLACE, lambda t: (t[0], t[1]), starts.logistic,
            density=densities.logistic,
        ),
        Family(
            "gumbel", "gumbel_r", PLACE, lambda t: (t[0], t[1]), starts.gumbel, density=densities.gumbel,
        ),
        Family(
            "student_t", "t", {"degrees_of_freedom": "factor", **PLACE}, lambda t: (t[0], t[1], t[2]),
            starts.student_t, density=densities.student_t, limits={"degrees_of_freedom": (0.2, 200.0)},
            narrowest=1e-3,
            beyond="the data have no heavier tails than a normal law, its limit, or equal values make a spike",
        ),
        Family(
            "johnson_su", "johnsonsu", {"gamma": "one", "delta": "factor", **PLACE},
            lambda t: (t[0], t[1], t[2], t[3]), starts.johnson_su, density=densities.johnson_su,
            limits={"gamma": (-20.0, 20.0), "delta": (0.1, 20.0)},
            narrowest=1e-3,
            beyond="the likelihood rises towards its limits, a normal or lognormal law, or a spike at equal values",
        ),
        Family(
            "beta", "beta", {"alpha": "factor", "beta": "factor"},
            lambda t: (t[0], t[1]), starts.beta, values="between",
            density=densities.beta,
            named=_between_bounds,
        ),
        Family(
            "triangular", "triang", {"mode": "one"},
            lambda t: (t[0],), starts.triangular, exact=True, values="between", named=_stretched,
        ),
        Family(
            "uniform", "uniform", {"low": "spread", "high": "spread"}, lambda t: (t[0], t[1] - t[0]),
            starts.uniform, exact=True, ends=(1, 1),
        ),
        Family(
            "poisson", "poisson", {"mean": "factor"}, lambda t: (t[0],), starts.poisson,
            exact=True, values="counts",
        ),
        Family(
            "negative_binomial", "nbinom", {"successes": "factor", "mean": "factor"},
            lambda t: (t[0], t[0] / (t[0] + t[1])), starts.negative_binomial, values="counts",
            limits={"successes": (1e-3, 1e4)}, beyond="the counts spread no wider than Poisson, its limit",
            named=_trials,
        ),
    )
}  # fmt: skip
