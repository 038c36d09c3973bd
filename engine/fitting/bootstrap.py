"""p-values of a fitted law: draw samples of it, fit each again, and see how many lie further from their law.

Stute, Gonzales Manteiga & Presedo Quindimil, Metrika 40 (1993). Draws are keyed by seed and law: another list of
laws changes no p-value, and the first replicates of a longer bootstrap are those of a shorter one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv

from distributions import Law
from engine.fitting.families import Family
from engine.fitting.goodness_of_fit import Distances, Limits, distances, limits
from engine.fitting.likelihood import most_likely
from engine.fitting.sample import FloatArray, Sample

_AT_ONCE = 500_000  # numbers; a few arrays of them stay in memory
_SHOWN = 400  # order statistics kept for a picture

REPLICATES, REPLICATES_OF_MANY, MANY = 999, 199, 200
"""Replicates by default; for samples above `MANY` observations fewer, so that a fit takes seconds."""


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
    rank: FloatArray  # (observation,): ranks, from 0, of the order statistics that are kept
    probability: FloatArray  # (replicate, observation): where each replicate's own law puts them


def bootstrap(
    family: Family,
    theta: FloatArray,
    sample: Sample,
    found: Distances,
    replicates: int,
    seed: int,
) -> Bootstrap:
    """p-values of the statistics `found`, of which there is one row."""
    rng = np.random.default_rng([seed, *family.kind.encode()])
    rank = np.unique(np.linspace(0, sample.size - 1, min(sample.size, _SHOWN)).round().astype(int))
    law, censoring = family.law(theta, (0.0, 1.0)), limits(sample)
    drawn, rows = [], max(1, _AT_ONCE // sample.size)
    for first in range(0, replicates, rows):
        count = min(rows, replicates - first)
        again = _replicated(family, theta, law, censoring, sample, rng.random((count, 2, sample.size)))
        drawn.append(Distances(again[0], again[1], again[2][:, rank]))
    ks, ad, probability = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    return Bootstrap(
        _p_value(ks, float(found.kolmogorov_smirnov[0])),
        _p_value(ad, float(found.anderson_darling[0])),
        replicates,
        rank.astype(float),
        probability,
    )


def _replicated(
    family: Family,
    theta: FloatArray,
    law: Law,
    censoring: Limits,
    sample: Sample,
    u: FloatArray,
) -> Distances:
    values = law.ppf(u[:, 0])
    if sample.censoring == "none":
        again = most_likely(family, values, values, values, theta)
        return distances(family, again, values, np.ones(values.shape, bool), False)
    mirrored = sample.censoring == "left"
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
