"""Intervals by the spread between replicates: what holds always or never keeps its certain end."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from engine.analysis.estimators.replicates import share_interval
from engine.analysis.estimators.shares import wilson_interval


def test_what_holds_in_none_or_in_all_keeps_that_end():
    holds = np.array([[0, 50]] * 10)
    low, high = share_interval(holds, 50)
    assert (low[0], high[1]) == (0, 1)
    assert 0 < high[0] < 0.05
    assert low[1] == pytest.approx(1 - high[0], rel=1e-12)


def test_replicates_that_err_like_single_iterations_give_wilsons_interval_but_for_students_t():
    """Binomial counts of 2,000 replicates: the spread between them is a share's own, within 5 of its errors (16%)."""
    holds = np.random.default_rng(5).binomial(50, 0.3, size=(2000, 1))
    low, high = share_interval(holds, 50)
    plain = wilson_interval(holds.sum(axis=0), 100_000)
    assert high - low == pytest.approx(plain[1] - plain[0], rel=0.08)


def test_replicates_that_agree_err_by_rounding_alone():
    """Of a whole number of 500 iterations: by the root of 1/12 of one."""
    low, high = share_interval(np.full((10, 1), 25), 50)
    half = student.ppf(0.975, 9) / np.sqrt(12) / 500
    assert [float(low[0]), float(high[0])] == pytest.approx([0.5 - half, 0.5 + half], rel=1e-5)
