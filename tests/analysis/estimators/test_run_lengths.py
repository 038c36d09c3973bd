"""Iterations for a width: the reference numbers."""

from __future__ import annotations

import math

import pytest
from scipy.stats import norm

from engine.analysis.estimators.run_lengths import (
    iterations_for_percentile,
    iterations_for_share,
    iterations_from,
)


def test_probabilities_in_the_worst_case():
    assert iterations_for_share(0.005) == 38_415
    assert iterations_for_share(0.01) == 9_604


@pytest.mark.parametrize(("percentage", "count"), [(50, 60_341), (80, 78_418), (90, 112_252)])
def test_percentiles_of_a_normal_to_a_hundredth_of_its_spread(percentage, count):
    density = float(norm.pdf(norm.ppf(percentage / 100)))
    assert abs(iterations_for_percentile(percentage, density, 0.01) - count) <= 1


def test_from_a_run_that_is_there():
    assert iterations_from(1000, 3.0, 1.0) == 9000
    assert iterations_from(1000, 1.0, 2.0) == 250
    assert iterations_from(1000, 2.0, 0.0) == math.inf
    assert iterations_from(1000, math.inf, 1.0) == math.inf
