"""Swings between the ends of an input, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from engine.analysis.estimators.sorted_input import SortedInput
from engine.analysis.estimators.swings import swing


@pytest.mark.parametrize(("count", "in_an_end"), [(100, 10), (95, 10), (91, 10), (90, 9)])
def test_an_end_is_a_tenth_rounded_up(count, in_an_end):
    values = np.random.default_rng(1).permutation(count).astype(float)
    found = swing(SortedInput.of(values), values**2)
    assert (found.low_end, found.high_end) == (in_an_end - 1, count - in_an_end)
    ends = np.arange(in_an_end) ** 2, np.arange(count - in_an_end, count) ** 2
    assert float(found.low.value) == pytest.approx(ends[0].mean(), rel=1e-14)
    assert float(found.swing.value) == pytest.approx(ends[1].mean() - ends[0].mean(), rel=1e-14)
    half = student.ppf(0.975, in_an_end - 1) * np.std(ends[0], ddof=1) / np.sqrt(in_an_end)
    assert [float(found.low.low), float(found.low.high)] == pytest.approx(
        [ends[0].mean() - half, ends[0].mean() + half]
    )
    errors = [np.std(end, ddof=1) / np.sqrt(in_an_end) for end in ends]
    assert float(found.swing.error) == pytest.approx(np.hypot(*errors), rel=1e-12)


def test_what_seldom_strikes_is_compared_at_no_and_yes():
    values = (np.arange(100) % 20 == 0).astype(float)
    found = swing(SortedInput.of(values), 3 * values + 1)
    assert (found.low_end, found.high_end) == (0, 1)
    assert (float(found.low.value), float(found.high.value)) == (1, 4)


@pytest.mark.parametrize("strikes", [2, 3, 10])
def test_a_few_strikes_give_an_interval_of_a_few(strikes):
    """Welch: the interval is nearly that of the mean of the strikes alone, by Student's t of their number."""
    draws = np.random.default_rng(3)
    values = (np.arange(10_000) < strikes).astype(float)
    found = swing(SortedInput.of(values), 100 + draws.normal(size=10_000) + 50 * values)
    half = float(found.swing.high - found.swing.low) / 2
    alone = float(found.high.high - found.high.low) / 2
    assert half == pytest.approx(alone, rel=0.01)
    assert half > 1.1 * 1.96 * float(found.swing.error)
