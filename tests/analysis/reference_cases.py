"""Cases of sensitivity analysis of which the answer is known, and closed forms that give it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import multivariate_normal

import engine
from distributions import Normal, Uniform

Floats = NDArray[np.float64]

ISHIGAMI_VARIANCE = 13.844587940719254
ISHIGAMI_FIRST = (0.31390519114781, 0.44241114479004, 0.0)
ISHIGAMI_TOTAL = (0.55758885520996, 0.44241114479004, 0.24368366406215)
ISHIGAMI_SHAPLEY = (0.43574702317889, 0.44241114479004, 0.12184183203107)


def _ishigami(a: float, b: float, c: float) -> float:
    return math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a)


def ishigami() -> engine.Model:
    """a = 7, b = 0.1, three uniform angles."""
    return engine.Model({name: Uniform(-math.pi, math.pi) for name in "abc"}, _ishigami)


def _g(x1, x2, x3, x4, x5, x6, x7, x8):
    rest = (abs(4 * x5 - 2) + 99) * (abs(4 * x6 - 2) + 99) * (abs(4 * x7 - 2) + 99) * (abs(4 * x8 - 2) + 99)
    first = abs(4 * x1 - 2) * (abs(4 * x2 - 2) + 1) / 2 * (abs(4 * x3 - 2) + 4.5) / 5.5
    return first * (abs(4 * x4 - 2) + 9) / 10 * rest / 1e8


def g_function() -> engine.Model:
    """Sobol's g of eight inputs, a = (0, 1, 4.5, 9, 99, 99, 99, 99)."""
    return engine.Model({f"x{k}": Uniform(0, 1) for k in range(1, 9)}, _g)


G_VARIANCE = 0.4654244319
G_FIRST = (0.716192, 0.179048, 0.023676, 0.007162, *[7.2e-5] * 4)
G_TOTAL = (0.787144, 0.242198, 0.034317, 0.010460, *[1.05e-4] * 4)
G_SHAPLEY = (0.751519, 0.210477, 0.028880, 0.008772, *[8.8e-5] * 4)


def _of_two(a: float, b: float) -> float:
    return a + b


def _first(a: float, b: float) -> float:
    return a


def _of_three(a: float, b: float, c: float) -> float:
    return a + b + c


_FORMULAS: dict[tuple[int, ...], Callable[..., float]] = {
    (1, 1): _of_two,
    (1, 0): _first,
    (1, 1, 1): _of_three,
}


def linear(
    weights: tuple[int, ...], sds: Sequence[float], tie: tuple[int, int, float] | None = None
) -> engine.Model:
    """A sum of normals, of which two may have a correlation (of their normal scores); compiled once for each length."""
    names = "abc"[: len(weights)]
    tied = {} if tie is None else {(names[tie[0]], names[tie[1]]): tie[2]}
    correlation = [engine.Correlation(tied, measure="normal")] if tied else ()
    laws = {name: Normal(0, sd) for name, sd in zip(names, sds, strict=True)}
    return engine.Model(laws, _FORMULAS[weights], correlation=correlation)


def covariance(sds: Sequence[float], tie: tuple[int, int, float] | None = None) -> Floats:
    """Of the inputs of `linear`."""
    matrix = np.diag(np.square(np.asarray(sds, float)))
    if tie is not None:
        i, j, r = tie
        matrix[i, j] = matrix[j, i] = r * sds[i] * sds[j]
    return matrix


def closed(weights: Sequence[float], matrix: Floats, subset: Sequence[int]) -> float:
    """Var(E[Y | X_u]) / Var(Y) = c_u' Sigma_uu^-1 c_u / V with c_u = Sigma_u. beta."""
    beta, some = np.asarray(weights, float), list(subset)
    if not some:
        return 0.0
    c = matrix[some] @ beta
    return float(c @ np.linalg.solve(matrix[np.ix_(some, some)], c) / (beta @ matrix @ beta))


def aimed(explained: float, p: float) -> float:
    """The same of 1{Y > t} where P = p: (Phi2(-z, -z; R2) - p^2) / (p (1 - p))."""
    z = float(ndtri(1 - p))
    if explained >= 1 - 1e-12:
        return 1.0
    law = multivariate_normal(cov=[[1, explained], [explained, 1]])
    return float((law.cdf([-z, -z]) - p * p) / (p * (1 - p)))


def shapley_of(players: int, worth: Callable[[tuple[int, ...]], float]) -> Floats:
    """Shapley values by their definition."""
    found = np.zeros(players)
    for one in range(players):
        others = [k for k in range(players) if k != one]
        for size in range(players):
            weight = 1 / (players * math.comb(players - 1, size))
            for subset in combinations(others, size):
                found[one] += weight * (worth((*subset, one)) - worth(subset))
    return found
