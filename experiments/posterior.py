"""How much do six to nine pairs leave open?

A law that is fitted to nine programmes is one of many that could have made them. What can be said of its two numbers,
location and spread, is their posterior: the likelihood of the pairs, bounds included as bounds (censored), under the
reference prior of a location and a scale, in proportion to 1 / scale (Jeffreys, Theory of Probability, 1961). Without
bounds that is the textbook's: Student's t for the location, inverse chi-square for the variance (Gelman et al.,
Bayesian Data Analysis, 3.2); the check here. It is worked out on a grid, so nothing is sampled.

The programme file holds it as beliefs, one draw for all clusters: what we do not know of the class is not luck that
averages out over five of them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import log_ndtr

from experiments.reference_class import FAMILY
from experiments.shared_services.register import PAIRS, observed, read_as

POINTS = 401  # of the grid, each way
WIDEST = 8.0  # how far the grid goes: standard errors of the location, and factors e^±2 of the spread

Floats = NDArray[np.float64]


class Posterior(NamedTuple):
    """What pairs say of a normal law, of the logarithm where the law is a lognormal: mean, and standard deviation."""

    location: float
    location_sd: float
    log_spread: float  # mean of the logarithm of the standard deviation
    log_spread_sd: float
    correlation: float  # of location and log spread


def posterior(values: Floats, at_least: NDArray[np.bool_], at_most: NDArray[np.bool_]) -> Posterior:
    """Moments of the joint posterior of the mean and the log of the standard deviation of a normal law."""
    middle, spread = float(values.mean()), float(values.std(ddof=1))
    reach = WIDEST * spread / math.sqrt(values.size)
    location = np.linspace(middle - reach, middle + reach, POINTS)[:, None]
    log_spread = np.linspace(math.log(spread) - 2, math.log(spread) + 2, POINTS)[None, :]
    log_likelihood = np.zeros((POINTS, POINTS))
    for value, least, most in zip(values, at_least, at_most, strict=True):
        z = (value - location) / np.exp(log_spread)
        known = -(z**2) / 2 - log_spread
        log_likelihood += log_ndtr(-z) if least else log_ndtr(z) if most else known
    mass = np.exp(log_likelihood - log_likelihood.max())  # flat in the log of the spread: 1 / scale
    mass /= mass.sum()
    mean = [float((mass * axis).sum()) for axis in (location, log_spread)]
    off = location - mean[0], log_spread - mean[1]
    sd = [math.sqrt(float((mass * each**2).sum())) for each in off]
    return Posterior(mean[0], sd[0], mean[1], sd[1], float((mass * off[0] * off[1]).sum()) / sd[0] / sd[1])


def of_pairs(table: str) -> Posterior:
    """What the pairs of a table leave open of the law that `reference_class.FAMILY` takes."""
    values = observed(table)
    if FAMILY[table] == "lognormal":
        values = np.log(values)
    return posterior(values, read_as(table, "at_least"), read_as(table, "at_most"))


def measure() -> dict[str, Posterior]:
    """The posterior of each table of pairs."""
    return {table: of_pairs(table) for table in PAIRS}


def check(found: dict[str, Posterior]) -> None:
    """Without bounds the grid gives the textbook's moments; raises `AssertionError`."""
    values = np.log(observed("cost_ratio"))
    known = np.zeros(values.size, bool)
    one, n = posterior(values, known, known), values.size
    scale = values.std(ddof=1) / math.sqrt(n)
    exact = stats.t(n - 1, scale=scale).std()
    assert abs(one.location_sd / exact - 1) < 0.02, f"location: {one.location_sd}, Student's {exact}"
    spread = -0.5 * stats.loggamma((n - 1) / 2).std()
    assert abs(one.log_spread_sd / abs(spread) - 1) < 0.01, (
        f"spread: {one.log_spread_sd}, chi-square {-spread}"
    )
    assert found["cost_ratio"].location > values.mean(), "bounds from below do not raise the location"


if __name__ == "__main__":
    told = measure()
    check(told)
    for table, one in told.items():
        print(
            f"{table:14}location {one.location:7.3f} ± {one.location_sd:.3f}  spread {math.exp(one.log_spread):7.3f} "
            f"times e^± {one.log_spread_sd:.3f}  correlation {one.correlation:+.2f}"
        )
