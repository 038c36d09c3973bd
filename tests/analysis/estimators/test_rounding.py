"""What is but rounding is nought, wherever two runs that are the same are set against each other."""

from __future__ import annotations

import numpy as np
import pytest

from engine.analysis.estimators.differences import difference_of_means, difference_of_percentiles
from engine.analysis.estimators.paired import mean_difference
from engine.analysis.estimators.paired_gap import percentile_gap
from engine.analysis.estimators.rounding import less_rounding

ONE = np.random.default_rng(1).lognormal(5, 0.3, 400)
SAME = (ONE + 0.1 + 0.2) - 0.3  # the same but for the last place


def test_no_difference_is_left_of_rounding():
    assert (SAME != ONE).any()
    for found in (
        mean_difference(ONE, SAME, True),
        difference_of_means(ONE, SAME),
        difference_of_percentiles(ONE, SAME, 80),
        percentile_gap(ONE, SAME, 80),
    ):
        told = found._asdict()
        assert [float(told[key]) for key in ("value", "low", "high")] == [0.0, 0.0, 0.0]


def test_what_is_small_and_no_rounding_stays():
    more = ONE + 1e-6
    assert mean_difference(ONE, more, True).value == pytest.approx(1e-6, rel=1e-3)
    assert difference_of_means(more, ONE).value == pytest.approx(1e-6, rel=1e-3)
    assert float(percentile_gap(more, ONE, 80).value) == pytest.approx(1e-6, rel=1e-3)
    found = less_rounding(np.array([np.inf, np.nan, 1e-13, 1e-11, -1e-13]), np.array([1.0, np.inf, np.nan]))
    assert found[0] == np.inf
    assert np.isnan(found[1])
    assert found[2:].tolist() == [0.0, 1e-11, 0.0]
