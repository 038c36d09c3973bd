"""Scores against closed forms, and what few facts can prove."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engine.analysis.estimators.scores import (
    brier,
    coverage_interval,
    crps,
    pit,
    power,
    rejected,
)

N = 400_001
U = (np.arange(N) + 0.5) / N  # quantiles of a law at the middles of equal parts: a sample without noise


@pytest.mark.parametrize(
    ("law", "outcome", "expected"),
    [
        (stats.norm(), 0.0, 0.233694977),
        (stats.norm(), 1.0, 0.602441358),
        (stats.norm(), 2.0, 1.452791822),
        (stats.norm(), -3.0, 2.436574725),
        (stats.uniform(), 0.5, 1 / 12),
        (stats.uniform(), 0.3, 0.37 / 3),
        (stats.uniform(), 1.5, 5 / 6),
        (stats.expon(), 0.0, 0.5),
        (stats.expon(), 1.0, 0.235758883),
        (stats.lognorm(1), 2.0, 0.562821752),
        (stats.triang(0.5, 0, 2), 1.0, 0.1),
        (stats.triang(0.0, 0, 1), 0.25, 0.0645833),
        (stats.logistic(13.8, 3.3), 17.1, 2.067527),
        (stats.laplace(), -3.0, 2.29978707),
    ],
)
def test_the_score_of_a_law_is_its_closed_form(
    law: stats.rv_continuous, outcome: float, expected: float
) -> None:
    assert crps(law.ppf(U), outcome) == pytest.approx(expected, abs=2e-5)


def test_an_ensemble_of_three() -> None:
    assert crps(np.array([1.0, 2.0, 4.0]), 3.0, fair=False) == pytest.approx(2 / 3)
    assert crps(np.array([1.0, 2.0, 4.0]), 3.0) == pytest.approx(1 / 3)
    assert crps(np.array([5.0]), 3.0) == 2.0


def test_the_fair_score_is_unbiased() -> None:
    """Of standard normals at 1: 0.602441; of ensembles of 5 the plain score is greater by E|X - X'| / (2 n)."""
    rng = np.random.default_rng(1)
    found = np.array([[crps(x, 1.0), crps(x, 1.0, fair=False)] for x in rng.normal(size=(20_000, 5))])
    error = found.std(axis=0) / np.sqrt(20_000)
    assert abs(found[:, 0].mean() - 0.602441358) < 5 * error[0]
    assert abs(found[:, 1].mean() - (0.602441358 + 1 / np.sqrt(np.pi) / 5)) < 5 * error[1]


def test_where_an_outcome_lies() -> None:
    assert pit(np.array([1.0, 2.0, 2.0, 4.0]), 2.0) == 0.5
    assert pit(np.array([1.0, 2.0]), 9.0) == 1.0
    assert brier(0.2, True) == pytest.approx(0.64)


def test_fifty_outcomes_and_five() -> None:
    """80% intervals over 50 outcomes: rejected at 33 or fewer and 46 or more, power 0.84 at a true 60%."""
    assert rejected(50, 0.8) == (33, 46)
    found = power(50, 0.8, [0.8, 0.65, 0.6, 0.55, 0.5])
    assert found == pytest.approx([0.033, 0.61, 0.84, 0.957, 0.992], abs=0.006)
    assert rejected(5, 0.8)[1] == 6  # however many hit, five are never too many
    assert float(stats.binom.cdf(2, 5, 0.8)) == pytest.approx(0.058, abs=5e-4)
    assert rejected(0, 0.8) == (-1, 1)


def test_what_coverage_so_many_hits_leave() -> None:
    expected = stats.binomtest(4, 5).proportion_ci(method="exact")
    assert coverage_interval(4, 5) == pytest.approx((expected.low, expected.high))
    assert coverage_interval(0, 5)[0] == 0.0
    assert coverage_interval(5, 5)[1] == 1.0
