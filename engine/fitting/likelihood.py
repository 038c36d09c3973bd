"""Log-likelihood by SciPy's distributions, for exact and for censored data, and its maximum."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.fitting.families import Family
from engine.fitting.maximum import FULLY, ROUGHLY, Moves, Rows, maximise
from engine.fitting.sample import FloatArray


def scipy_distribution(family: Family) -> Any:
    """The distribution of `scipy.stats` that the family is."""
    from scipy import stats

    return getattr(stats, family.scipy)


def log_likelihood(family: Family, theta: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Log-likelihood of each row; -inf where the parameters cannot have given the data.

    An exact observation gives the logarithm of its density (of a count, its probability), a censored one
    that of the probability of where it lies (Lawless, Statistical Models and Methods for Lifetime Data, 2003).
    """
    distribution = scipy_distribution(family)
    arguments = family.arguments(theta.T[:, :, None])
    with np.errstate(all="ignore"):
        exact = low == high
        if exact.all():
            density = distribution.logpmf if family.discrete else distribution.logpdf
            terms = density(low, *arguments)
        else:
            left, right = low == -np.inf, high == np.inf
            inside = ~(exact | left | right)
            terms = np.zeros(low.shape)
            for which, tell in (
                (exact, lambda *a: distribution.logpdf(low[exact], *a)),
                (left, lambda *a: distribution.logcdf(high[left], *a)),
                (right, lambda *a: distribution.logsf(low[right], *a)),
                (inside, lambda *a: np.log(_between(distribution, low[inside], high[inside], a))),
            ):
                if which.any():
                    terms[which] = tell(*(np.broadcast_to(a, low.shape)[which] for a in arguments))
        return _or_never(terms.sum(axis=1))


def _or_never(height: FloatArray) -> FloatArray:
    return np.asarray(np.nan_to_num(height, nan=-np.inf, posinf=-np.inf))


def _between(distribution: Any, low: FloatArray, high: FloatArray, arguments: tuple[Any, ...]) -> FloatArray:
    """Probability of (low, high], counted from the nearer tail so that a small one keeps its digits."""
    below = distribution.cdf(high, *arguments) - distribution.cdf(low, *arguments)
    above = distribution.sf(low, *arguments) - distribution.sf(high, *arguments)
    return np.asarray(np.where(distribution.cdf(low, *arguments) < 0.5, below, above))


def most_likely(
    family: Family,
    low: FloatArray,
    high: FloatArray,
    nearest: FloatArray,
    start: FloatArray | None = None,
) -> FloatArray:
    """Parameters of greatest likelihood, shape (row, parameter), for samples of shape (row, observation).

    `nearest` holds a finite number for each observation. `start` is where a search begins
    if it is known, for replicates of a law: they are followed less far up (`ROUGHLY`).
    """
    with np.errstate(all="ignore"):
        theta = family.start(nearest)
    if family.exact and bool((low == high).all()):
        return theta
    if start is not None:
        theta = np.broadcast_to(start, theta.shape).copy()

    quick = family.density if bool((low == high).all()) else None

    def objective(parameters: FloatArray, rows: Rows) -> FloatArray:
        if quick is not None:
            with np.errstate(all="ignore"):
                arguments = family.arguments(parameters.T[:, :, None])
                return _or_never(quick(low[rows], *arguments).sum(axis=1))
        return log_likelihood(family, parameters, low[rows], high[rows])

    # a bootstrap's own start may be impossible for one replicate (beyond an end of its law): then its moments
    if start is not None:
        lost = ~np.isfinite(objective(theta, np.arange(len(theta))))
        theta[lost] = family.start(nearest[lost])
    return maximise(objective, theta, moves_of(family, nearest), FULLY if start is None else ROUGHLY)


def moves_of(family: Family, nearest: FloatArray) -> Moves:
    """How the family's parameters move, a place by the spread of each row."""
    spread = np.maximum(nearest.std(axis=1), 1e-9)
    kinds = list(family.moves.values())
    unit = np.stack([spread if kind == "spread" else np.ones_like(spread) for kind in kinds], axis=1)
    limits = family.limits or {}
    low = [limits.get(name, (-np.inf, np.inf))[0] for name in family.moves]
    high = [limits.get(name, (-np.inf, np.inf))[1] for name in family.moves]
    return Moves(np.array([kind == "factor" for kind in kinds]), unit, np.array(low), np.array(high))
