"""How far something moves between worlds, the noise of finite worlds taken out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

FloatArray = NDArray[np.float64]

NOISE = 0.99  # chance that noise alone spreads no wider than what is taken for it
RESAMPLES = 400  # of the worlds, for the error of a range: its own error is then 3.5%


class Range(NamedTuple):
    """What is estimated in each of some worlds: mean over them, spread, and the range that most of them are in.

    `sd` and the range `low` to `high` are of the truth between worlds; `noise` is the standard deviation that a finite
    world adds to an estimate. `low_error`, `high_error` are standard errors of the ends, and `mean_error` of the mean.
    """

    mean: float
    sd: float
    low: float
    high: float
    noise: float
    mean_error: float
    low_error: float
    high_error: float


def range_of(estimates: FloatArray, noise: FloatArray, central: float = 0.9) -> Range:
    """The central range over worlds of what `estimates[world]` estimate with variances `noise[world]`.

    Estimates are drawn in towards their mean until their variance is that of the truth: variance found less mean
    noise (Louis, JASA 79, 1984, "Estimating a population of parameter values using Bayes and empirical Bayes methods").
    A spread that noise alone has in one run of a hundred is taken for noise: the range is then a point. NaN with fewer
    than two worlds.
    """
    if estimates.size < 2 or not np.all(np.isfinite(estimates)):
        return Range(*[float(np.mean(estimates)) if estimates.size else np.nan], *[np.nan] * 7)
    sd, low, high = (float(one) for one in central_range(estimates, noise, central))
    rng = np.random.default_rng(estimates.size)
    chosen = rng.integers(estimates.size, size=(RESAMPLES, estimates.size))
    _, lows, highs = central_range(estimates[chosen], noise[chosen], central)
    return Range(
        float(estimates.mean()),
        sd,
        low,
        high,
        float(np.sqrt(noise.mean())),
        float(estimates.std(ddof=1) / np.sqrt(estimates.size)),
        float(lows.std(ddof=1)),
        float(highs.std(ddof=1)),
    )


def central_range(
    estimates: FloatArray, noise: FloatArray, central: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """`(...)` Of `estimates[..., world]`: standard deviation of the truth and the ends of its central range.

    As in `range_of`, without their errors.
    """
    worlds = estimates.shape[-1]
    mean, found = estimates.mean(axis=-1, keepdims=True), estimates.var(axis=-1, ddof=1, keepdims=True)
    added = noise.mean(axis=-1, keepdims=True)
    alone = added * float(chdtri(worlds - 1, 1 - NOISE)) / (worlds - 1)
    truth = np.where(found > alone, found - added, 0.0)
    drawn_in = mean + np.sqrt(truth / np.where(found > 0, found, 1.0)) * (estimates - mean)
    low, high = np.quantile(drawn_in, [(1 - central) / 2, (1 + central) / 2], axis=-1)
    return np.sqrt(truth[..., 0]), low, high
