"""p-values of a fitted law: draw samples of it, fit each again, and see how many lie further from their law.

Stute, Gonzales Manteiga & Presedo Quindimil, Metrika 40 (1993). Draws are keyed by seed and law: another list of
laws changes no p-value, and the first replicates of a longer bootstrap are those of a shorter one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from distributions import Law
from engine.fitting.families import Family
from engine.fitting.goodness_of_fit import Distances, Limits, distances, limits
from engine.fitting.likelihood import most_likely
from engine.fitting.sample import Censoring, FloatArray, Sample

IntArray = NDArray[np.intp]

_AT_ONCE = 500_000  # numbers; a few arrays of them stay in memory
_SHOWN = 400  # order statistics kept for a picture

REPLICATES, REPLICATES_OF_MANY, MANY = 999, 199, 200
"""Replicates by default; for samples above `MANY` observations fewer, so that a fit takes seconds."""

LONG, SHORT = 10_000, 5_000
"""Replicates of samples above `LONG` observations have `SHORT`: that many and more are spread alike about their law,
sqrt(n) D to 0.12 / sqrt(n) of itself and A^2 to less (Stephens, J. American Statistical Association 69, 1974)."""


class PValue(NamedTuple):
    """Share of replicates further from their law than the data, (above + 1) / (replicates + 1)."""

    value: float
    low: float  # 95% interval (Clopper & Pearson 1934) of what endless replicates would give
    high: float


class Bootstrap(NamedTuple):
    """What the replicates of one fitted law say."""

    ks: PValue
    ad: PValue
    replicates: int
    size: int  # observations of a replicate
    rank: FloatArray  # (observation,): ranks in the data, from 0, of the order statistics that are kept
    probability: FloatArray  # (replicate, observation): where each replicate's own law puts them


def bootstrap(
    family: Family,
    theta: FloatArray,
    sample: Sample,
    found: Distances,
    replicates: int,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> Bootstrap:
    """p-values of the statistics `found`, of which there is one row. `progress` hears of replicates made."""
    rng = np.random.default_rng([seed, *family.kind.encode()])
    size = sample.size if sample.size <= LONG else SHORT
    rank = np.unique(np.linspace(0, size - 1, min(size, _SHOWN)).round().astype(int))
    law, censoring = family.law(theta, (0.0, 1.0)), limits(sample)
    drawn, rows = [], max(1, _AT_ONCE // size)
    for first in range(0, replicates, rows):
        count = min(rows, replicates - first)
        again = _replicated(family, theta, law, censoring, sample.censoring, rng.random((count, 2, size)))
        drawn.append(Distances(again[0], again[1], again[2][:, rank]))
        if progress is not None:
            progress(count)
    ks, ad, probability = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    shrunk = math.sqrt(size / sample.size)
    return Bootstrap(
        _p_value(ks * shrunk, float(found.kolmogorov_smirnov[0])),
        _p_value(ad, float(found.anderson_darling[0])),
        replicates,
        size,
        *_in_the_data(rank, probability, size, sample.size, 1.0 if family.discrete else shrunk),
    )


def _in_the_data(
    rank: IntArray, probability: FloatArray, size: int, wanted: int, shrunk: float
) -> tuple[FloatArray, FloatArray]:
    """Ranks and probabilities as a replicate as long as the data would have them: nearer to the law by `shrunk`."""
    if size == wanted:
        return rank.astype(float), probability
    place = (rank + 0.5) / size
    return place * wanted - 0.5, np.clip(place + shrunk * (probability - place), 0.0, 1.0)


def _replicated(
    family: Family,
    theta: FloatArray,
    law: Law,
    censoring: Limits,
    cut: Censoring,
    u: FloatArray,
) -> Distances:
    values = law.ppf(u[:, 0])
    if cut == "none":
        again = most_likely(family, values, values, values, theta)
        return distances(family, again, values, np.ones(values.shape, bool), False)
    mirrored = cut == "left"
    sign = -1.0 if mirrored else 1.0
    limit = censoring.at(u[:, 1])
    exact = sign * values <= limit
    values = sign * np.minimum(sign * values, limit)
    low = np.where(exact | (not mirrored), values, -np.inf)
    high = np.where(exact | mirrored, values, np.inf)
    again = most_likely(family, low, high, values, theta)
    return distances(family, again, values, exact, mirrored)


def _p_value(replicates: FloatArray, found: float) -> PValue:
    counted = replicates[np.isfinite(replicates)]
    total = counted.size
    # ties (counts) and rounding: as far as the data is further
    above = int(np.count_nonzero(counted >= found * (1 - 1e-12)))
    low = float(betaincinv(above, total - above + 1, 0.025)) if above else 0.0
    high = float(betaincinv(above + 1, total - above, 0.975)) if above < total else 1.0
    return PValue((above + 1) / (total + 1), low, high)
