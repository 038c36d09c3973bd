import numpy as np
from scipy.special import stdtrit

from engine.analysis.estimators.moments import mean_and_spread


def test_spread_far_from_zero():
    values = 1e9 + np.array([0.0, 1.0, 2.0])
    assert mean_and_spread(values).sd == 1.0


def test_constant_measure_has_no_spread():
    assert mean_and_spread(np.full(1000, 0.1)) == (0.1, 0.1, 0.1, 0.0)


def test_infinite_values_give_no_mean():
    assert np.isnan(mean_and_spread(np.array([1.0, np.inf]))).all()


def test_interval_of_the_mean_covers_as_often_as_it_says():
    samples = np.random.default_rng(5).normal(3.0, 2.0, (2000, 12))
    covered = np.mean([low <= 3.0 <= high for _, low, high, _ in map(mean_and_spread, samples)])
    error = np.sqrt(0.95 * 0.05 / 2000)
    assert abs(covered - 0.95) < 5 * error  # exact for normal values; false alarm 6e-7
    # negative control: one standard error instead of the interval must be caught
    narrow = 1 / stdtrit(11, 0.975)
    hits = [abs(m.mean - 3.0) <= narrow * (m.high - m.mean) for m in map(mean_and_spread, samples)]
    assert abs(np.mean(hits) - 0.95) > 5 * error
