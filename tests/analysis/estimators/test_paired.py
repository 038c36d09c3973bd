"""Differences of paired and unpaired samples: against SciPy, by coverage, and in the corners."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engine.analysis.estimators.paired import (
    chance_of_more,
    mean_difference,
    share_difference,
    variance_ratio,
)


def pairs(rng, count=400):
    common = rng.normal(size=count)
    return common + 0.1 * rng.normal(size=count), common + 0.3 + 0.1 * rng.normal(size=count)


def test_means_are_those_of_scipy():
    first, second = pairs(np.random.default_rng(1))
    found = mean_difference(first, second, paired=True)
    known = stats.ttest_rel(second, first).confidence_interval()
    assert (found.low, found.high) == pytest.approx((known.low, known.high), rel=1e-10)
    found = mean_difference(first, second[:300], paired=False)
    known = stats.ttest_ind(second[:300], first, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((known.low, known.high), rel=1e-10)


def test_common_draws_take_their_variance_out():
    first, second = pairs(np.random.default_rng(2), 20_000)
    # (1.01 + 1.01) / 0.02; the variance of a ratio of variances over 20,000 is 1% of it
    assert variance_ratio(first, second) == pytest.approx(101, rel=0.06)
    assert variance_ratio(first, first + 2) > 1e20
    assert variance_ratio(np.ones(5), np.ones(5)) == 1.0


@pytest.mark.parametrize("paired", [True, False])
def test_intervals_hold_the_truth_in_95_of_100(paired):
    """Fewer than 355 of 400 with a chance below 1e-6; the control is 0.05 off, which the paired mean sees."""
    rng = np.random.default_rng(3)
    held = np.zeros(3)
    off = 0
    for _ in range(400):
        first, second = pairs(rng)
        if not paired:
            _, second = pairs(rng)
        chance = stats.norm.cdf(0.3 / np.sqrt(0.02 if paired else 2.02))
        share = stats.norm.cdf(0.3 / np.sqrt(1.01)) - 0.5
        for k, (found, truth) in enumerate(
            (
                (mean_difference(first, second, paired), 0.3),
                (chance_of_more(first, second, paired), chance),
                (share_difference(first > 0, second > 0, paired), share),
            )
        ):
            held[k] += found.low <= truth <= found.high
            off += k == 0 and found.low <= 0.35 <= found.high
    assert (held >= 355).all(), held
    assert off < 20 if paired else off < 400


def test_equal_is_not_more_and_nothing_is_certain():
    same = np.arange(50.0)
    assert chance_of_more(same, same, paired=True).value == 0.0
    assert chance_of_more(same, same, paired=True).high > 0.05
    assert chance_of_more(same, same, paired=False).value == pytest.approx(0.49)
    never = share_difference(same < 0, same < 0, paired=True)
    assert never.value == 0.0
    assert never.low < 0 < never.high
    assert np.isnan(mean_difference(same, np.append(same[1:], np.nan), paired=True).value)


def test_shares_by_hand():
    """Of ten pairs three gained and one was lost; half a count is added to each of the four cells."""
    first = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], bool)
    second = np.array([1, 1, 0, 1, 1, 1, 0, 0, 0, 0], bool)
    z = 1.959963984540054
    found = share_difference(first, second, paired=True)
    assert found.value == pytest.approx(0.2)
    half = z * (5 - 4 / 12) ** 0.5 / 12
    assert (found.low, found.high) == pytest.approx((2 / 12 - half, 2 / 12 + half))
    found = share_difference(first, second, paired=False)
    half = z * (4 / 12 * (8 / 12) / 12 + 6 / 12 * (6 / 12) / 12) ** 0.5
    assert (found.low, found.high) == pytest.approx((2 / 12 - half, 2 / 12 + half))
    assert found.value == pytest.approx(0.2)
