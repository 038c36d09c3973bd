"""Means and ratios of independent batches, against SciPy's t interval and the linearised ratio by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engine.analysis.estimators.batches import estimate, mean_of_batches, ratio_of_batches
from engine.analysis.estimators.replicates import (
    by_replicate,
    error_of_mean,
    mean_of_replicates,
    percentiles_of_replicates,
)

BATCHES = np.random.default_rng(3).normal(5, 2, size=(7, 3))


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_a_mean_has_students_interval(confidence: float) -> None:
    found = mean_of_batches(BATCHES, confidence)
    told = stats.ttest_1samp(BATCHES, 0.0, axis=0)
    low, high = told.confidence_interval(confidence)
    assert found.value == pytest.approx(BATCHES.mean(axis=0), rel=1e-12)
    assert found.error == pytest.approx(BATCHES.mean(axis=0) / told.statistic, rel=1e-12)
    assert (found.low, found.high) == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))


def test_infinitely_many_degrees_of_freedom_are_the_normal_law() -> None:
    found = estimate(np.array(1.0), np.array(2.0), np.inf, 0.9)
    half = 2 * stats.norm.ppf(0.95)
    assert [float(found.low), float(found.high)] == pytest.approx([1 - half, 1 + half], rel=1e-6)


def test_a_ratio_is_that_of_the_means_and_errs_as_linearised() -> None:
    above, below = BATCHES[:, :2], BATCHES[:, 1:] ** 2
    below[:, 1] = 0.0
    found = ratio_of_batches(above, below, 0.9)
    value = above[:, 0].mean() / below[:, 0].mean()
    error = np.std((above[:, 0] - value * below[:, 0]) / below[:, 0].mean(), ddof=1) / np.sqrt(7)
    half = stats.t.ppf(0.95, 6) * error
    expected = [[value, 0], [error, error * 0], [value - half, 0], [value + half, 0]]
    got = np.array(found)
    assert got[:, 0] == pytest.approx([row[0] for row in expected], rel=1e-9)
    assert got[0, 1] == 0.0  # of nothing there is no share


@pytest.mark.parametrize("replicates", [2, 5, 8])
def test_replicates_are_equal_parts_and_their_means_tell_the_error(replicates: int) -> None:
    values = np.random.default_rng(replicates).gamma(2.0, 3.0, 43)
    size = 43 // replicates
    parts = [values[k * size : (k + 1) * size] for k in range(replicates)]
    assert np.array_equal(by_replicate(values, replicates), parts)
    means = [part.mean() for part in parts]
    found = mean_of_replicates(values, replicates, 0.9)
    half = stats.t.ppf(0.95, replicates - 1) * np.std(means, ddof=1) / np.sqrt(replicates)
    middle = values.mean()
    assert list(found) == pytest.approx([middle, middle - half, middle + half, values.std(ddof=1)], rel=1e-9)
    error, freedom = error_of_mean(values, replicates)
    assert (error, freedom) == (pytest.approx(half / stats.t.ppf(0.95, replicates - 1)), replicates - 1)
    assert error_of_mean(values, 1) == (pytest.approx(stats.sem(values)), 42)
    for beyond in (np.nan, np.inf):
        assert np.isnan(mean_of_replicates(np.append(values, beyond), replicates)).all()


@pytest.mark.parametrize("percentage", [10.0, 50.0, 77.0])
def test_an_interval_of_replicates_lies_between_order_statistics_on_the_line(percentage: float) -> None:
    """Of 1, 2, …, n a rank is its own value: the ends are the rank less and more what the shares' spread tells."""
    count, replicates = 600, 6
    values = np.random.default_rng(1).permutation(np.arange(1.0, count + 1))
    found = percentiles_of_replicates(values, [percentage], replicates, 0.9)
    value = float(found.value[0])
    parts = values.reshape(replicates, -1)
    at, below = (parts <= value).mean(axis=1), (parts < value).mean(axis=1)
    half = stats.t.ppf(0.95, replicates - 1) * max(at.std(ddof=1), below.std(ddof=1)) / np.sqrt(replicates)
    rank = count * percentage / 100 + 0.5
    expected = [rank - half * count, rank + half * count]
    assert [float(found.low[0]), float(found.high[0])] == pytest.approx(expected, rel=1e-9)
    assert 1 < expected[0] < value < expected[1] < count


def test_an_end_beyond_the_run_is_infinite_and_one_of_many_a_value_that_occurred() -> None:
    values = np.array([1.0, 9.0] * 8)
    assert percentiles_of_replicates(np.sort(values), [50.0], 4).low[0] == -np.inf
    counts = np.random.default_rng(4).poisson(2.0, 400).astype(float)
    found = percentiles_of_replicates(counts, [20.0, 50.0, 80.0], 10)
    assert {*found.low, *found.high} <= {*counts}
