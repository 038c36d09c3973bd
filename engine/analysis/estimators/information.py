"""What it is worth to know: everything, or some inputs, before deciding between options.

Net benefits of the options are given iteration by iteration. With what is known now the option with the best mean is
taken; knowing inputs, the one whose mean given them is best. That mean is estimated by regression on the inputs from
the one sample (Strong, Oakley and Brennan, Medical Decision Making 34, 2014): of each input a natural cubic spline, of
several their sum and the products of those that matter most; what a fit of so many terms makes of noise alone is taken
off again, or a great group would be worth something that tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KNOTS = 5  # of a single input
FEWER = 3  # of one of many
PRODUCTS = 6  # inputs of a group whose products are taken
MOST_FITTED = 20_000  # iterations, of a group of many inputs
MANY = 8
SPREAD, GUESS = 0.5, 1.0
"""Powers of what is kept of fitted means: with the one they are as spread as the true ones, with the other best."""


class Worth(NamedTuple):
    """What knowing is worth, with its standard error, and the same by decisions learnt on other iterations."""

    value: float
    error: float
    check: float


def perfect(benefits: Floats) -> Worth:
    """What it is worth to know everything: mean of the best of `benefits[option, iteration]` less the best mean."""
    best = int(np.argmax(benefits.mean(axis=1)))
    gain = benefits.max(axis=0) - benefits[best]
    error = float(gain.std(ddof=1) / np.sqrt(gain.size))
    return Worth(float(gain.mean()), error, float(gain.mean()))


def partial(benefits: Floats, columns: Floats) -> Worth:
    """What it is worth to know the inputs `columns[input, iteration]` before deciding.

    `value` is from the fitted means; `check` decides in each half of the iterations by what was learnt in the other,
    and takes the benefits themselves: where the regression is wrong or follows noise the check is the smaller.
    """
    if columns.shape[0] > MANY and columns.shape[1] > MOST_FITTED:
        some = np.linspace(0, columns.shape[1] - 1, MOST_FITTED).astype(int)
        benefits, columns = benefits[:, some], columns[:, some]
    best = int(np.argmax(benefits.mean(axis=1)))
    gains = benefits - benefits[best]
    basis = design(columns, gains)
    fitted = learnt(basis, gains).told(basis, SPREAD)
    value = float(np.maximum(fitted.max(axis=1), 0.0).mean() - max(float(fitted.mean(axis=0).max()), 0.0))
    halves = (slice(0, None, 2), slice(1, None, 2))
    taken = np.empty(gains.shape[1])
    for learn, decide in (halves, halves[::-1]):
        told = learnt(basis[learn], gains[:, learn]).told(basis[decide], GUESS)
        taken[decide] = _taken(gains[:, decide], told)
    # decisions by half of what is known seldom leave the best option where little is to be had: no error would be left
    spread = max(float(one.std(ddof=1)) for one in (taken, _taken(gains, fitted)))
    return Worth(max(value, 0.0), float(spread / np.sqrt(taken.size)), float(taken.mean()))


def _taken(gains: Floats, told: Floats) -> Floats:
    """`(iteration)` What the options bring that `told[iteration, option]` has as the best."""
    return np.asarray(np.take_along_axis(gains, np.argmax(told, axis=1)[None], axis=0)[0])


class Fit(NamedTuple):
    """Means of the options given the inputs, by least squares."""

    middle: Floats
    """`(option)` The mean over all."""
    coefficients: Floats
    """`(term, option)` Of what is beyond it."""
    kept: Floats
    """`(option)` Share of the fitted variance that is not the noise of the fit itself."""

    def told(self, basis: Floats, power: float) -> Floats:
        """`(iteration, option)` The means, drawn in towards the middle by `kept` to a power: `SPREAD` or `GUESS`."""
        return np.asarray(self.middle + basis @ (self.coefficients * self.kept**power))


def learnt(basis: Floats, gains: Floats) -> Fit:
    """The fit of `gains[option, iteration]`: of a term that tells nothing some of the noise is fitted all the same."""
    middle, count, terms = gains.mean(axis=1), basis.shape[0], basis.shape[1] - 1
    beyond = gains.T - middle
    coefficients = solve(basis, beyond)
    # by the normal equations what is fitted is as spread as it goes with what it is fitted to
    fitted = np.maximum((coefficients * (basis.T @ beyond)).sum(axis=0) / count, 0.0)
    noise = (gains.var(axis=1) - fitted) * terms / max(count - terms - 1, 1)
    kept = np.where(fitted > noise, 1.0 - noise / np.where(fitted > 0, fitted, 1.0), 0.0)
    return Fit(middle, coefficients, np.clip(kept, 0.0, 1.0))


def solve(basis: Floats, wanted: Floats) -> Floats:
    """Coefficients of least squares, columns that others explain getting none that could grow."""
    scale = np.sqrt((basis**2).mean(axis=0))
    scaled = basis / np.where(scale > 0, scale, 1.0)
    gram = scaled.T @ scaled
    gram[np.diag_indices_from(gram)] += 1e-9 * basis.shape[0]
    found = np.asarray(np.linalg.solve(gram, scaled.T @ wanted), np.float64)
    return found / np.where(scale > 0, scale, 1.0)[:, None]


def design(columns: Floats, gains: Floats) -> Floats:
    """`(iteration, term)` A constant, each input's spline, and products of the inputs that matter most."""
    knots = KNOTS if columns.shape[0] <= 2 else FEWER
    standard = [_standardised(column) for column in columns]
    terms = [np.ones(columns.shape[1])]
    for column in standard:
        terms += spline(column, knots)
    matter = np.argsort([-_correlation(column, gains) for column in standard], kind="stable")[:PRODUCTS]
    for i, first in enumerate(matter):
        terms += [standard[first] * standard[second] for second in matter[i + 1 :]]
    return np.stack(terms, axis=1)


def spline(column: Floats, knots: int) -> list[Floats]:
    """A natural cubic spline's terms but for the constant: the input itself, and bends between knots at its quantiles.

    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), equations 5.4 and 5.5. An input of few
    values has no more bends than they.
    """
    at = np.unique(np.quantile(column, np.linspace(0.05, 0.95, knots)))
    if at.size < 3:
        return [column]

    def cube(k: int) -> Floats:
        beyond = np.maximum(column - at[k], 0.0)
        return np.asarray(beyond * beyond * beyond)  # a power takes thirty times as long

    end = cube(at.size - 1)

    def bend(k: int) -> Floats:
        return np.asarray((cube(k) - end) / (at[-1] - at[k]))

    last = bend(at.size - 2)
    return [column, *(bend(k) - last for k in range(at.size - 2))]


def never_lowered(values: Sequence[float], members: Sequence[frozenset[int]]) -> list[float]:
    """Each value, or that of a smaller group of the same inputs if it is greater: to know more is never worth less."""
    return [
        max(value for value, some in zip(values, members, strict=True) if some <= mine) for mine in members
    ]


def _standardised(column: Floats) -> Floats:
    spread = float(column.std())
    return np.asarray((column - column.mean()) / spread if spread > 0 else np.zeros_like(column))


def _correlation(column: Floats, gains: Floats) -> float:
    return float(max(abs((column * (gain - gain.mean())).sum()) for gain in gains))
