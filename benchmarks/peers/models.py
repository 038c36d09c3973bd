"""The workloads as models of the engine."""

from __future__ import annotations

import math

import numpy as np

import engine
from benchmarks.peers import FloatArray
from distributions import Gamma, Law, Lognormal, Normal, Pert, RiskEvent, Triangular, Uniform

RANK = 0.4
KIND = 40  # inputs of each of the five laws of W3


def total(*lines: float) -> float:
    """The sum of the lines."""
    added = 0.0
    for line in lines:
        added += line
    return added


def sum_model() -> engine.Model:
    """W1: fifty independent lines and their sum."""
    lines: dict[str, Law] = {f"pert_{i}": Pert(5, 10 + 0.1 * i, 30) for i in range(20)}
    lines |= {f"lognormal_{i}": Lognormal(1, 0.5) for i in range(10)}
    lines |= {f"triangular_{i}": Triangular(1, 2, 6) for i in range(10)}
    lines |= {f"risk_{i}": RiskEvent(0.3, Pert(1, 5, 20)) for i in range(10)}
    return engine.Model(lines, total, title="Sum of 50 lines")


def correlated_model() -> engine.Model:
    """W3: two hundred inputs of five laws, every pair at a rank correlation of 0.4, and their sum."""
    laws = (Pert(5, 10, 30), Lognormal(1, 0.5), Triangular(1, 2, 6), Normal(10, 2), Gamma(3, 2))
    inputs: dict[str, Law] = {f"{type(law).__name__}_{i}": law for law in laws for i in range(KIND)}
    group = engine.Correlation(inputs=tuple(inputs), all_pairs=RANK)
    return engine.Model(inputs, total, correlation=[group], title="Sum of 200 correlated inputs")


def ishigami_model() -> engine.Model:
    """Ishigami & Homma (1990), a = 7 and b = 0.1: three uniform angles, one of which acts only with another."""
    return engine.Model({name: Uniform(-math.pi, math.pi) for name in "abc"}, _ishigami, title="Ishigami")


def _ishigami(a: float, b: float, c: float) -> float:
    return math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a)


def ishigami_columns(angles: FloatArray) -> FloatArray:
    """`(play)` The same of columns of angles `(input, play)`."""
    a, b, c = angles
    return np.asarray(np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))
