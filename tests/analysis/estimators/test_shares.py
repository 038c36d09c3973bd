import numpy as np
import pytest

from engine.analysis.estimators.shares import wilson_interval


def test_wilson_interval_published_values():
    # for no success in n the upper end is z^2 / (n + z^2)
    z2 = 1.959963984540054**2
    low, high = wilson_interval(np.array([0, 10]), 10)
    assert low[0] == 0.0
    assert high[0] == pytest.approx(z2 / (10 + z2), rel=1e-12)
    assert high[1] == 1.0
    assert low[1] == pytest.approx(10 / (10 + z2), rel=1e-12)
    low, high = wilson_interval(np.array([81]), 263)  # Newcombe (1998), method 3: 0.2553 to 0.3662
    assert (round(float(low[0]), 4), round(float(high[0]), 4)) == (0.2553, 0.3662)


def coverage(scale: float) -> float:
    holds = np.random.default_rng(2).binomial(200, 0.1, 4000)
    low, high = wilson_interval(holds, 200)
    middle = (low + high) / 2
    return float(np.mean(np.abs(middle - 0.1) <= scale * (high - low) / 2))


def test_interval_covers_the_true_chance():
    # exact coverage at n = 200, p = 0.1, summed over the binomial law
    from scipy.special import bdtr

    low, high = wilson_interval(np.arange(201), 200)
    inside = np.flatnonzero((low <= 0.1) & (high >= 0.1))
    exact = float(bdtr(inside[-1], 200, 0.1) - bdtr(inside[0] - 1, 200, 0.1))
    assert 0.93 < exact < 0.97
    error = np.sqrt(exact * (1 - exact) / 4000)
    assert abs(coverage(1.0) - exact) < 5 * error  # false alarm 6e-7
    assert abs(coverage(0.7) - exact) > 5 * error  # negative control: too narrow an interval
