"""Spearman's interval by the formula of Bonett and Wright, written out again."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, rankdata, spearmanr

from engine.analysis.estimators.rank_correlation import spearman
from engine.analysis.estimators.sorted_input import SortedInput


@pytest.mark.parametrize("count", [5, 12, 200])
def test_the_interval_is_symmetric_in_fishers_z(count):
    one, other = np.random.default_rng(count + 10).normal(size=(2, count))
    other = other + one
    found = spearman(SortedInput.of(one), rankdata(other))
    rho = spearmanr(one, other).statistic
    half = norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (count - 3))
    assert float(found.value) == pytest.approx(rho, rel=1e-12)
    exact = np.tanh(np.arctanh(rho) + half * np.array([-1, 1]))
    assert [float(found.low), float(found.high)] == pytest.approx(exact, rel=1e-10)
    assert float(found.error) == pytest.approx(half / norm.ppf(0.975) * (1 - rho**2), rel=1e-12)


def test_three_iterations_tell_no_interval_and_a_constant_no_correlation():
    few = spearman(SortedInput.of(np.array([1.0, 2.0, 3.0])), np.array([1.0, 3.0, 2.0]))
    assert (float(few.value), float(few.low), float(few.high)) == (0.5, -1, 1)
    constant = spearman(SortedInput.of(np.ones(50)), np.arange(50.0))
    assert [float(part) for part in constant] == [0, 0, 0, 0]
