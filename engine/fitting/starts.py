"""Where the search for a maximum starts, or, where mathematics gives it, the maximum itself.

Each takes samples of shape (row, observation), bounded ones on the scale from 0 to 1, and gives parameters of
shape (row, parameter) in the order of the family. Sources: Johnson, Kotz & Balakrishnan, Continuous Univariate
Distributions 1 and 2 (1994, 1995); Oliver, American Mathematical Monthly 79 (1972) for the triangular mode.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from engine.fitting.sample import FloatArray

_LEAST = 1e-9  # a replicate whose values all agree still needs a spread


def _columns(*columns: ArrayLike) -> FloatArray:
    return np.stack([np.asarray(column, float) for column in columns], axis=1)


def _spread(x: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(x.std(axis=1), _LEAST))


def normal(x: FloatArray) -> FloatArray:
    """The maximum: mean and standard deviation (divisor n)."""
    return _columns(x.mean(axis=1), _spread(x))


def gamma(x: FloatArray) -> FloatArray:
    """Minka's approximation of the shape (2002), good to a few per cent."""
    mean = x.mean(axis=1)
    gap = np.maximum(np.log(mean) - np.log(x).mean(axis=1), _LEAST)
    shape = (3 - gap + np.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    return _columns(shape, mean / shape)


def weibull(x: FloatArray) -> FloatArray:
    """By moments of the logarithm, which is minus a Gumbel quantity."""
    found = gumbel(-np.log(x))
    return _columns(1 / found[:, 1], np.exp(-found[:, 0]))


def pareto(x: FloatArray) -> FloatArray:
    """The maximum: the least value, and one over the mean logarithm of the ratio to it."""
    least = x.min(axis=1)
    return _columns(least, 1 / np.maximum(np.log(x / least[:, None]).mean(axis=1), _LEAST))


def generalised_pareto(x: FloatArray) -> FloatArray:
    """By moments (Hosking & Wallis 1987), the shape kept where a maximum may be."""
    mean = x.mean(axis=1)
    ratio = (mean / _spread(x)) ** 2
    shape = np.clip((1 - ratio) / 2, -0.2, 0.45)
    furthest = x.max(axis=1)
    scale = np.maximum(mean * (1 - shape), 1.05 * np.maximum(-shape, 0) * furthest)
    return _columns(scale, shape)


def logistic(x: FloatArray) -> FloatArray:
    """By moments."""
    return _columns(x.mean(axis=1), _spread(x) * math.sqrt(3) / math.pi)


def log_logistic(x: FloatArray) -> FloatArray:
    """By moments of the logarithm, which is logistic."""
    found = logistic(np.log(x))
    return _columns(np.exp(found[:, 0]), 1 / found[:, 1])


def gumbel(x: FloatArray) -> FloatArray:
    """By moments."""
    scale = _spread(x) * math.sqrt(6) / math.pi
    return _columns(x.mean(axis=1) - np.euler_gamma * scale, scale)


def student_t(x: FloatArray) -> FloatArray:
    """Median, and the middle half of a law with five degrees of freedom."""
    low, middle, high = np.quantile(x, [0.25, 0.5, 0.75], axis=1)
    scale = np.maximum((high - low) / (2 * 0.7267), 0.1 * _spread(x))
    return _columns(np.full(len(x), 5.0), middle, scale)


def johnson_su(x: FloatArray) -> FloatArray:
    """Leaning as the data do, about the median, with the spread of the data."""
    middle, spread, one = np.median(x, axis=1), _spread(x), np.ones(len(x))
    skewness = (((x - x.mean(axis=1, keepdims=True)) / spread[:, None]) ** 3).mean(axis=1)
    return _columns(-np.clip(skewness, -1, 1), 1.5 * one, middle, 1.2 * spread)


def beta(x: FloatArray) -> FloatArray:
    """By moments."""
    share = x.mean(axis=1)
    size = np.maximum(share * (1 - share) / _spread(x) ** 2 - 1, 0.1)
    return _columns(share * size, (1 - share) * size)


def triangular(x: FloatArray) -> FloatArray:
    """The maximum over the mode between given bounds: it lies at one of the observations."""
    x, n = np.sort(x, axis=1), x.shape[1]
    rise, fall = np.log(x), np.log1p(-x)
    rank = np.arange(1, n + 1)
    below = rise.cumsum(axis=1) - rank * rise
    above = fall[:, ::-1].cumsum(axis=1)[:, ::-1] - fall - (n - rank) * fall
    return np.take_along_axis(x, (below + above).argmax(axis=1)[:, None], axis=1)


def uniform(x: FloatArray) -> FloatArray:
    """The maximum: the least and the greatest value."""
    return _columns(x.min(axis=1), x.max(axis=1))


def poisson(x: FloatArray) -> FloatArray:
    """The maximum: the mean count."""
    return np.asarray(np.maximum(x.mean(axis=1, keepdims=True), _LEAST))


def negative_binomial(x: FloatArray) -> FloatArray:
    """By moments."""
    mean, variance = np.maximum(x.mean(axis=1), _LEAST), x.var(axis=1)
    return _columns(np.clip(mean**2 / np.maximum(variance - mean, 0.01 * mean), 0.01, 1e3), mean)
