"""What two runs on the same draws differ by: exact where they differ by a constant, by hand where they do not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engine.analysis.estimators.differences import difference_of_means, difference_of_percentiles, influence
from engine.analysis.estimators.paired_gap import percentile_gap, share_gap
from engine.analysis.estimators.percentiles import interval_ranks

RNG = np.random.default_rng(11)
ONE = RNG.normal(10, 3, 800)
OTHER = ONE * 0.8 + RNG.normal(0, 1, 800)


def test_a_constant_is_known_without_doubt() -> None:
    for found in (difference_of_means(ONE + 4, ONE), difference_of_percentiles(ONE + 4, ONE, 80)):
        assert found == pytest.approx((4, 4, 4), abs=1e-9)
    gap = percentile_gap(ONE + 4, ONE, 80)
    assert [float(one) for one in gap] == pytest.approx([4, 0, 4, 4], abs=1e-9)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_means_differ_by_the_mean_of_the_pairs(confidence: float) -> None:
    apart = ONE - OTHER
    half = stats.norm.ppf((1 + confidence) / 2) * apart.std() / np.sqrt(800)
    expected = (apart.mean(), apart.mean() - half, apart.mean() + half)
    assert difference_of_means(ONE, OTHER, confidence) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("percentage", [10.0, 50.0, 90.0])
def test_percentiles_differ_with_the_error_of_both_influences(percentage: float) -> None:
    def pushed(values: np.ndarray) -> np.ndarray:
        ordered = np.sort(values)
        low, high = interval_ranks(800, percentage, 0.9)
        density = (high - low) / 800 / (ordered[high - 1] - ordered[low - 1])
        at = np.quantile(values, percentage / 100, method="inverted_cdf")
        return (percentage / 100 - (values <= at)) / density

    def at(values: np.ndarray) -> float:
        return float(np.quantile(values, percentage / 100, method="inverted_cdf"))

    assert influence(ONE, percentage, 0.9) == pytest.approx(pushed(ONE), rel=1e-9)
    value = at(ONE) - at(OTHER)
    half = stats.norm.ppf(0.95) * (pushed(ONE) - pushed(OTHER)).std() / np.sqrt(800)
    found = difference_of_percentiles(ONE, OTHER, percentage, 0.9)
    assert found == pytest.approx((value, value - half, value + half), rel=1e-9)


def test_of_equal_values_nothing_moves_a_percentile() -> None:
    assert not influence(np.full(50, 3.0), 80).any()


@pytest.mark.parametrize(("count", "batches"), [(39, 0), (40, 2), (41, 2), (480, 24), (800, 25)])
def test_a_gap_errs_as_batches_of_the_run_do(count: int, batches: int) -> None:
    one, other = ONE[:count], OTHER[:count]

    def gap(chosen: slice) -> float:
        first, second = (np.quantile(values[chosen], 0.8, method="inverted_cdf") for values in (one, other))
        return float(first - second)

    found = percentile_gap(one, other, 80, confidence=0.9)
    assert float(found.value) == pytest.approx(gap(slice(None)), rel=1e-12)
    if not batches:
        assert np.isnan(found.error)
        assert (found.low, found.high) == (-np.inf, np.inf)
        return
    size = count // batches
    error = stats.sem([gap(slice(k * size, (k + 1) * size)) for k in range(batches)])
    half = stats.t.ppf(0.95, batches - 1) * error
    ends = [error, gap(slice(None)) - half, gap(slice(None)) + half]
    assert [float(one) for one in found[1:]] == pytest.approx(ends, rel=1e-9)


def test_a_gap_of_what_never_comes_is_none() -> None:
    never = np.full(100, np.nan)
    assert float(percentile_gap(never, never, 80, missing="highest").value) == 0.0


@pytest.mark.parametrize(("gained", "lost"), [(0, 0), (7, 0), (3, 12), (50, 50)])
def test_a_gap_of_shares_has_walds_interval_with_half_an_iteration_more_in_each_cell(
    gained: int, lost: int
) -> None:
    whole = np.repeat([True, False, True, False], [gained, lost, 40, 60])
    other = np.repeat([False, True, True, False], [gained, lost, 40, 60])
    n = gained + lost + 100
    b, c = gained + 0.5, lost + 0.5
    error = np.sqrt(b + c - (b - c) ** 2 / (n + 2)) / (n + 2)
    middle, half = (b - c) / (n + 2), stats.norm.ppf(0.95) * error
    value = (gained - lost) / n
    found = share_gap(whole, other, 0.9)
    expected = [value, error, min(middle - half, value), max(middle + half, value)]
    assert [float(one) for one in found] == pytest.approx(expected, rel=1e-9)
    assert found.low < found.high
