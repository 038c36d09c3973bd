import numpy as np
import pytest
from scipy.special import bdtr

from engine.analysis.estimators.percentiles import (
    interval_ranks,
    percentiles,
    percentiles_of_cells,
    value_rank,
)


def test_values_by_hand():
    found = percentiles([3.0, 1.0, 2.0, 5.0, 4.0], [20, 50, 80, 81])
    assert found.value.tolist() == [1.0, 3.0, 4.0, 5.0]
    assert found.missing == 0


@pytest.mark.parametrize("iterations", [1, 2, 7, 100, 1001])
def test_same_values_as_numpy(iterations):
    values = np.random.default_rng(3).normal(size=iterations)
    wanted = [2.5, 5, 10, 20, 50, 80, 90]
    numpy = np.quantile(values, np.array(wanted) / 100, method="inverted_cdf")
    assert percentiles(values, wanted).value.tolist() == numpy.tolist()


def test_a_percentile_is_met_by_its_share_of_iterations_from_both_sides():
    values = np.random.default_rng(4).integers(0, 5, 997).astype(float)  # many ties
    for percentage, value in zip([10, 20, 50, 80], percentiles(values, [10, 20, 50, 80]).value, strict=True):
        assert np.mean(values <= value) >= percentage / 100
        assert np.mean(values >= value) >= 1 - percentage / 100


def test_rank_is_not_moved_by_rounding():
    assert value_rank(100, 7) == 7
    assert value_rank(1000, 0.7) == 7
    assert value_rank(10, 99.9) == 10
    assert value_rank(10, 0.1) == 1


@pytest.mark.parametrize("iterations", [40, 1000, 30_000])
@pytest.mark.parametrize("percentage", [10, 37.5, 50, 90])
def test_interval_ranks_are_the_tightest_that_the_binomial_law_allows(iterations, percentage):
    low, high = interval_ranks(iterations, percentage, 0.95)
    share = percentage / 100
    below = bdtr(np.array([low - 1, low, high - 2, high - 1]), iterations, share)
    assert below[0] <= 0.025 < below[1]
    assert 1 - below[3] <= 0.025 < 1 - below[2]


def test_textbook_interval_of_the_median():
    # n = 10, median, 95 %: order statistics 2 and 9, coverage 1 - 2 * 11 / 1024 = 0.979 (David and Nagaraja)
    assert interval_ranks(10, 50, 0.95) == (2, 9)


def test_59_iterations_are_the_fewest_whose_maximum_bounds_p95():
    # Wilks: 1 - 0.95^59 = 0.9515 one-sided, that is a tail of 0.05 on either side
    assert interval_ranks(59, 95, 0.90)[1] == 59
    assert interval_ranks(58, 95, 0.90)[1] == 59  # n + 1: open


def test_a_percentile_that_the_run_cannot_support_has_an_open_interval():
    found = percentiles(np.arange(10.0), [1, 50, 99])
    assert found.low[0] == -np.inf
    assert found.high[2] == np.inf
    assert np.isfinite([found.low[1], found.high[1]]).all()


def test_one_iteration_gives_its_value_and_an_open_interval():
    found = percentiles([4.0], [10, 50])
    assert found.value.tolist() == [4.0, 4.0]
    assert np.isinf(found.low).all()
    assert np.isinf(found.high).all()


def coverage(claimed: float, pairs: int = 2000, shift: int = 0) -> int:
    """How many of `pairs` samples of 60 exponentials have the true P80 inside the interval."""
    values = np.random.default_rng(11).exponential(size=(pairs, 60))
    truth = -np.log(0.2)
    if shift:  # the negative control: ranks moved, as by a mistake of tail
        low, high = interval_ranks(60, 80, claimed)
        order = np.sort(values, axis=1)
        return int(np.sum((order[:, low - 1 + shift] <= truth) & (truth <= order[:, high - 1 + shift])))
    found = percentiles(values, [80], claimed)
    return int(np.sum((found.low[:, 0] <= truth) & (truth <= found.high[:, 0])))


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_interval_covers_the_true_percentile_as_often_as_its_ranks_say(confidence):
    low, high = interval_ranks(60, 80, confidence)
    exact = float(bdtr(high - 1, 60, 0.8) - bdtr(low - 1, 60, 0.8))
    assert exact >= confidence
    # |found - exact| < 5 standard errors: false alarm 6e-7 for each confidence
    assert abs(coverage(confidence) / 2000 - exact) < 5 * np.sqrt(exact * (1 - exact) / 2000)


def test_shifted_ranks_would_be_caught():
    exact = 0.95
    assert coverage(0.95, shift=5) / 2000 < exact - 5 * np.sqrt(exact * (1 - exact) / 2000)


def test_missing_values_keep_their_place():
    values = [1.0, np.nan, 2.0, 3.0, np.nan]
    late = percentiles(values, [50, 80], missing="highest")
    assert late.value.tolist() == [3.0, np.inf]
    early = percentiles(values, [20, 80], missing="lowest")
    assert early.value.tolist() == [-np.inf, 2.0]
    unknown = percentiles(values, [50])
    assert np.isnan([unknown.value, unknown.low, unknown.high]).all()
    assert late.missing == early.missing == unknown.missing == 2


def test_a_missing_value_spoils_only_its_own_row():
    found = percentiles([[1.0, 2.0, 3.0], [1.0, np.nan, 3.0]], [50])
    assert found.value[0].tolist() == [2.0]
    assert np.isnan(found.value[1]).all()
    assert found.missing.tolist() == [0, 1]


def test_shapes():
    found = percentiles(np.zeros((4, 3, 100)), [10, 90])
    assert found.value.shape == found.low.shape == found.high.shape == (4, 3, 2)
    assert found.missing.shape == (4, 3)


@pytest.mark.parametrize(
    ("values", "percentages", "confidence", "message"),
    [
        ([], [50], 0.95, "at least one iteration"),
        ([1.0], [0], 0.95, "above 0 and below 100"),
        ([1.0], [100], 0.95, "above 0 and below 100"),
        ([1.0], [np.nan], 0.95, "above 0 and below 100"),
        ([1.0], [50], 95, "confidence must be above 0 and below 1"),
    ],
)
def test_refusals(values, percentages, confidence, message):
    with pytest.raises(ValueError, match=message):
        percentiles(values, percentages, confidence)


def test_the_values_given_are_left_alone():
    values = np.array([3.0, 1.0, np.nan])
    percentiles(values, [50], missing="highest")
    assert values[:2].tolist() == [3.0, 1.0]
    assert np.isnan(values[2])


def test_cells_of_single_values_are_the_values():
    """Open ends, ranks and missing ones as among the values themselves."""
    values = np.arange(1.0, 41.0)
    wanted = [2.5, 10, 50, 90, 97.5]
    for absent, missing in ((0, "unknown"), (3, "highest"), (3, "lowest")):
        whole = percentiles(np.append(values, np.full(absent, np.nan)), wanted, missing=missing)
        counted = percentiles_of_cells(values, values, np.ones(40, np.int64), absent, wanted, missing=missing)
        for one, other in zip(whole[1:4], counted[1:4], strict=True):
            assert one.tolist() == other.tolist()
        assert counted.missing == absent
    assert whole.low[0] == -np.inf
    assert percentiles(values, wanted).high[-1] == np.inf
    unknown = percentiles_of_cells(values, values, np.ones(40, np.int64), 1, wanted)
    assert np.isnan(unknown.value).all()


def test_inside_a_cell_values_lie_evenly():
    found = percentiles_of_cells(np.array([0.0]), np.array([10.0]), np.array([10]), 0, [10, 50, 100 - 1e-9])
    assert found.value.tolist() == pytest.approx([0.5, 4.5, 9.5])
