"""How far so few data leave the parameters of a fitted law in doubt: their joint posterior.

The prior is flat in places, and in the logarithm of whatever is positive. Of a law that is a place and a scale, or
whose logarithm is (normal, lognormal, exponential, Weibull, Gumbel, logistic, log-logistic), it is the one under which
intervals of the parameters hold the truth as often as they say, for any number of observations (Lawless, Statistical
Models and Methods for Lifetime Data, 2003; Bernardo & Smith, Bayesian Theory, 1994, section 5.4). A censored
observation is in it by the probability of where it lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from distributions import Cumulative, Law, LawError, SecondOrder, Shared
from engine.draws.second_order import conditional
from engine.fitting.families import Bounds, Family
from engine.fitting.likelihood import log_likelihood, moves_of, scipy_distribution
from engine.fitting.maximum import derivatives
from engine.fitting.sample import FitError, FloatArray, Sample

MOST = 2  # parameters: a grid of more is too coarse
SEEN = 9.0  # fall of the log-posterior beyond which nothing is looked at
COARSE, ALONE = 61, 2001  # points a parameter: of a first look, and of one without another
FEWEST, FINEST, TERMS = 81, 241, 3_000_000  # points of each of two; densities that are worked out for them
WIDENINGS = 12
SHIFTS = 0.7548776662466927, 0.5698402909980532  # of a sequence that fills a square evenly (Roberts 2018)
AT_ONCE = 2_000_000  # numbers
CUTS = (0.001, 0.005, 0.01, 0.025)  # of each tail of a belief: the first with which the law can be played
AT = np.array([0, 0.005, 0.01, 0.025, 0.05, *np.arange(0.1, 0.91, 0.1), 0.95, 0.975, 0.99, 0.995, 1])


class Evidence(NamedTuple):
    """What a fit rests on: the sample and the bounds on the scale on which its family is fitted, and the maximum."""

    family: Family
    theta: FloatArray
    framed: Sample
    bounds: Bounds


class Beliefs(NamedTuple):
    """Marginal laws of the parameters, by name, the share of each tail that is cut off, and how they are tied."""

    laws: dict[str, Cumulative]
    cut: float
    correlation: float  # of normal scores; nought for one parameter


@dataclass(frozen=True)
class Doubt:
    """The posterior as points with weights: `values[parameter, point]`, `weights[point]`, which add up to 1.

    `parameters` are those of the law, as TOML has them; `fixed` are its other ones.
    """

    evidence: Evidence
    parameters: tuple[str, ...]
    fixed: dict[str, float]
    theta: FloatArray  # (point, parameter of the family)
    values: FloatArray
    weights: FloatArray

    def interval(self, parameter: str, confidence: float = 0.9) -> tuple[float, float]:
        """Between what the parameter lies with this probability, as much beyond either end."""
        row = self.values[self.parameters.index(parameter)]
        low, high = weighted_quantiles(row, self.weights, [(1 - confidence) / 2, (1 + confidence) / 2])
        return float(low), float(high)

    def interval_of_percentile(self, probability: float, confidence: float = 0.9) -> tuple[float, float]:
        """Between what the law's value of this probability lies, with this confidence."""
        family = self.evidence.family
        shift, width = family.frame(self.evidence.bounds)
        with np.errstate(all="ignore"):  # a value may be too great for any number where hardly any weight is
            found = scipy_distribution(family).ppf(probability, *family.arguments(self.theta.T))
        ends = [(1 - confidence) / 2, (1 + confidence) / 2]
        low, high = shift + width * weighted_quantiles(np.asarray(found), self.weights, ends)
        return float(low), float(high)

    def sample(self, count: int, seed: int) -> FloatArray:
        """`(parameter, count)` Parameters drawn together."""
        chosen = np.random.default_rng(seed).choice(self.weights.size, count, p=self.weights)
        return self.values[:, chosen]

    @cached_property
    def correlation(self) -> float:
        """Of the normal scores of two parameters; nought of one."""
        if len(self.parameters) < 2:
            return 0.0
        scores = [ndtri(weighted_ranks(row, self.weights)) for row in self.values]
        one, other = (score - self.weights @ score for score in scores)
        both = self.weights @ (one * other)
        return float(both / np.sqrt((self.weights @ one**2) * (self.weights @ other**2)))

    def beliefs(self) -> Beliefs:
        """The parameters as beliefs that a programme can play.

        Raises `FitError` where the law cannot be played however little of what its parameters may be is left.
        """
        kind = self.evidence.family.kind
        for cut in CUTS:
            laws = {
                name: self._marginal(row, cut) for name, row in zip(self.parameters, self.values, strict=True)
            }
            shared: dict[str, Law] = {name: Shared(f"beliefs.{name}", law) for name, law in laws.items()}
            try:
                if conditional(SecondOrder(kind, **self.fixed, **shared)) is not None:
                    return Beliefs(laws, cut, self.correlation)
            except LawError:
                continue
        raise FitError(
            f"{kind}: its parameters are so much in doubt that it cannot be played with them as beliefs; "
            "fit a law of fewer parameters, or more observations"
        )

    def _marginal(self, row: FloatArray, cut: float) -> Cumulative:
        values = weighted_quantiles(row, self.weights, cut + (1 - 2 * cut) * AT)
        rounded = [float(f"{value:.6g}") for value in values]
        return Cumulative(tuple(rounded), tuple(np.round(AT, 6).tolist()))


def doubt_of(evidence: Evidence) -> Doubt:
    """The posterior of the parameters of a fit.

    Raises `FitError` for a law of more than two parameters, one that ends at an observation, and data that do not
    bound a parameter.
    """
    family, theta, framed, bounds = evidence
    if len(theta) > MOST or any(family.ends):
        why = f"has {len(theta)} parameters" if len(theta) > MOST else "ends at an observation"
        raise FitError(
            f"{family.kind} {why}; the doubt of one or two that do not is told: name such a law by families"
        )
    moves = moves_of(family, framed.nearest[None])

    def place(z: FloatArray) -> FloatArray:
        return moves.place(theta[None], z, np.zeros(len(z), np.intp))

    def height(z: FloatArray) -> FloatArray:
        parameters = place(z)
        inside = np.all((parameters > moves.low) & (parameters < moves.high), axis=1)
        return np.where(inside, _heights(family, parameters, framed), -np.inf)

    start = height(np.zeros((1, len(theta))))
    _, hessian = derivatives(
        lambda t, _: _heights(family, t, framed), theta[None], start, np.zeros(1, np.intp), moves
    )
    whiten = _spread(hessian[0])
    fine = ALONE if len(theta) == 1 else int(np.clip(np.sqrt(TERMS / framed.size), FEWEST, FINEST))
    w, heights = _grid(lambda w: height(w @ whiten.T), len(theta), fine, family)
    weights = np.exp(heights - heights.max())
    kept = weights > 1e-10
    found = place(w[kept] @ whiten.T)
    named = family.named(dict(zip(family.moves, found.T, strict=True)), bounds)
    columns = {name: np.broadcast_to(one, len(found)) for name, one in named.items()}
    free = tuple(name for name, column in columns.items() if np.ptp(column) > 0)
    fixed = {name: float(column[0]) for name, column in columns.items() if name not in free}
    values = np.array([columns[name] for name in free])
    return Doubt(evidence, free, fixed, found, values, weights[kept] / weights[kept].sum())


def _spread(hessian: FloatArray) -> FloatArray:
    """Coordinates in which a height of this curvature falls alike all round."""
    sizes, axes = np.linalg.eigh(-hessian)
    return np.asarray(axes / np.sqrt(np.where(sizes > 1e-8, sizes, 1.0)))


def _grid(
    height: Callable[[FloatArray], FloatArray], count: int, fine: int, family: Family
) -> tuple[FloatArray, FloatArray]:
    """Points `(point, coordinate)` all over where the height is no lower than can be seen, and their heights."""
    box = np.array([[-8.0, 8.0]] * count)
    for _ in range(WIDENINGS):
        points = _points(box, COARSE)
        heights = height(points)
        seen = points[heights > heights.max() - SEEN]
        cell = np.ptp(box, axis=1) / (COARSE - 1)
        low, high = seen.min(axis=0), seen.max(axis=0)
        beyond = np.stack([low < box[:, 0] + cell / 2, high > box[:, 1] - cell / 2], axis=1)
        if not beyond.any() and np.all(high - low > 10 * cell):
            fitted = _shifted(np.stack([low - cell, high + cell], axis=1), fine)
            return fitted, height(fitted)
        grown = box + np.where(beyond, np.ptp(box, axis=1)[:, None] * [-0.5, 0.5], 0.0)
        shrunk = np.stack([low - 2 * cell, high + 2 * cell], axis=1)
        box = grown if beyond.any() else shrunk
    raise FitError(
        f"{family.kind}: these data do not bound its parameters; more observations are needed, fewer censored ones, or "
        "another law"
    )


def _points(box: FloatArray, count: int) -> FloatArray:
    axes = np.meshgrid(*(np.linspace(low, high, count) for low, high in box), indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)


def _shifted(box: FloatArray, count: int) -> FloatArray:
    """Such points, each elsewhere in its cell: those of a plain grid have few values of each parameter."""
    points = _points(box, count)
    shift = np.mod(np.outer(np.arange(len(points)) + 0.5, SHIFTS[: len(box)]), 1.0) - 0.5
    return np.asarray(points + shift * np.ptp(box, axis=1) / (count - 1))


def _heights(family: Family, parameters: FloatArray, framed: Sample) -> FloatArray:
    """Log-likelihood of each row of parameters for one sample, so many at once as memory takes."""
    rows = max(1, AT_ONCE // framed.size)
    found = [
        log_likelihood(
            family,
            some,
            np.broadcast_to(framed.low, (len(some), framed.size)),
            np.broadcast_to(framed.high, (len(some), framed.size)),
        )
        for first in range(0, len(parameters), rows)
        for some in [parameters[first : first + rows]]
    ]
    return np.concatenate(found)


def weighted_ranks(values: FloatArray, weights: FloatArray) -> FloatArray:
    """The share of weight below each value and half of that at it."""
    order = np.argsort(values, kind="stable")
    ranks = np.empty(values.size)
    ranks[order] = weights[order].cumsum() - weights[order] / 2
    return np.clip(ranks, 1e-12, 1 - 1e-12)


def weighted_quantiles(values: FloatArray, weights: FloatArray, probabilities: ArrayLike) -> FloatArray:
    """The values below which these shares of the weight lie, straight between neighbours."""
    order = np.argsort(values, kind="stable")
    share = weights[order].cumsum() - weights[order] / 2
    return np.asarray(np.interp(np.asarray(probabilities, float), share, values[order]))
