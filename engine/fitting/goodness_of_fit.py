"""How far the data lie from a fitted law, and how often data of that very law would lie further.

Kolmogorov-Smirnov takes the greatest vertical distance between the two curves, Anderson-Darling weighs all
distances, those in the tails more. With censored data the step curve is that of Kaplan and Meier (1958), up to
the last exact observation. Textbook tables of either statistic hold for a law known beforehand; a fitted law
has moved towards the data, so the tables reject far too seldom.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.fitting.families import Family
from engine.fitting.likelihood import scipy_distribution
from engine.fitting.sample import BoolArray, FloatArray, Sample


class Distances(NamedTuple):
    """Both statistics of each row, and where its law puts its observations."""

    kolmogorov_smirnov: FloatArray  # (row,)
    anderson_darling: FloatArray  # (row,)
    probability: FloatArray  # (row, observation): the law's at each, in ascending order


def distances(
    family: Family, theta: FloatArray, values: FloatArray, exact: BoolArray, mirrored: bool
) -> Distances:
    """Statistics of samples, shape (row, observation), against the law of each row of `theta`.

    Where not `exact`, a value is a bound: from below, or, if `mirrored`, from above.
    """
    distribution = scipy_distribution(family)
    arguments = family.arguments(theta.T[:, :, None])
    with np.errstate(all="ignore"):
        if family.discrete:
            return _of_counts(distribution, arguments, values)
        probability = (
            distribution.sf(values, *arguments) if mirrored else distribution.cdf(values, *arguments)
        )
    # an exact value comes before a bound that equals it: it was still at risk
    order = np.lexsort((~exact, probability), axis=1)
    placed = np.take_along_axis(probability, order, axis=1)
    events = np.take_along_axis(exact, order, axis=1)
    low, high = family.ends
    inner = slice(low, placed.shape[1] - high)
    ks, ad = statistics(placed[:, inner], events[:, inner])
    return Distances(ks, ad, 1 - placed[:, ::-1] if mirrored else placed)


def statistics(probability: FloatArray, exact: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Kolmogorov-Smirnov and Anderson-Darling of ascending probabilities, shape (row, observation).

    Between two observations the step curve is a constant k, and the integrand of Anderson and Darling (1952),
    (k - u)^2 / (u (1 - u)) = k^2 / u + (1 - k)^2 / (1 - u) - 1, has a closed integral.
    """
    rows, count = probability.shape
    staying = 1 - exact / (count - np.arange(count))
    after = 1 - staying.cumprod(axis=1)
    before = np.concatenate([np.zeros((rows, 1)), after[:, :-1]], axis=1)
    gaps = np.maximum(after - probability, probability - before)
    ks = np.where(exact, gaps, 0.0).max(axis=1)
    u = np.clip(probability, 1e-300, 1 - 1e-16)
    start = np.concatenate([np.zeros((rows, 1)), u], axis=1)
    stop = np.concatenate([u, np.ones((rows, 1))], axis=1)
    level = np.concatenate([before, after[:, -1:]], axis=1)
    with np.errstate(all="ignore"):
        lower = np.where(level > 0, level**2 * np.log(stop / start), 0.0)
        upper = np.where(level < 1 - 1e-12, (1 - level) ** 2 * (np.log1p(-start) - np.log1p(-stop)), 0.0)
    pieces = lower + upper - (stop - start)
    last = count - 1 - exact[:, ::-1].argmax(axis=1)
    # a curve that has not reached 1 says nothing beyond its last exact observation
    known = np.arange(count + 1) <= np.where(exact.all(axis=1), count, last)[:, None]
    return ks, count * np.where(known, pieces, 0.0).sum(axis=1)


def _of_counts(distribution: object, arguments: tuple[FloatArray, ...], counts: FloatArray) -> Distances:
    """Both statistics at whole numbers (Choulakian, Lockhart & Stephens, Canadian J. Statistics 22, 1994)."""
    rows, size = counts.shape
    last = int(counts.max()) + 1
    cells = (counts.astype(int) + np.arange(rows)[:, None] * (last + 1)).ravel()
    observed = np.bincount(cells, minlength=rows * (last + 1)).reshape(rows, last + 1).cumsum(axis=1) / size
    k = np.arange(last + 1.0)
    expected = distribution.cdf(k, *arguments)  # type: ignore[attr-defined]
    gap = observed - expected
    spread = expected * distribution.sf(k, *arguments)  # type: ignore[attr-defined]
    weight = np.where(spread > 0, distribution.pmf(k, *arguments) / spread, 0.0)  # type: ignore[attr-defined]
    ordered = np.sort(counts, axis=1).astype(int)
    return Distances(
        np.abs(gap).max(axis=1),
        size * (gap**2 * weight).sum(axis=1),
        np.take_along_axis(expected, ordered, axis=1),
    )


class Limits(NamedTuple):
    """Where observations would have been censored, estimated by Kaplan and Meier with the roles swapped."""

    place: FloatArray
    reached: FloatArray  # probability of a limit at or before each place; the rest is never censored

    def at(self, u: FloatArray) -> FloatArray:
        """Limits drawn by probabilities `u`; inf where there is none (Efron, JASA 76, 1981)."""
        places = np.append(self.place, np.inf)
        return np.asarray(places[np.searchsorted(self.reached, u)])


def limits(sample: Sample) -> Limits:
    """The limits behind a sample that is censored on one side; mirrored if that is the left."""
    mirrored = sample.censoring == "left"
    values = -sample.high if mirrored else sample.low
    order = np.lexsort((~sample.exact, values))  # an exact value leaves before a limit that equals it
    censored = ~sample.exact[order]
    reached = 1 - (1 - censored / (values.size - np.arange(values.size))).cumprod()
    return Limits(values[order][censored], reached[censored])
