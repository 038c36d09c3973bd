"""Samples of one law: a pure function of law, count and seed."""

import numpy as np
import pytest
from scipy import stats

from distributions import LawError, Normal, Poisson, RiskEvent, Uniform


def test_the_first_draws_of_a_longer_sample_are_the_shorter_one(law):
    long = law.sample(5000, seed=7)
    assert long.shape == (5000,)
    for n in (0, 1, 3, 4096, 4097):
        assert np.array_equal(law.sample(n, seed=7), long[:n])


def test_samples_are_of_the_law(law):
    """Kolmogorov's distance, with jumps at most as far: a false alarm in a million for each law."""
    x = np.sort(law.sample(20_000, seed=11))
    n = np.arange(1, x.size + 1)
    values, last = np.unique(x, return_index=True)
    at_most = np.append(last[1:], x.size) / x.size
    distance = np.abs(law.cdf(values) - at_most).max()
    assert distance < stats.kstwobign.isf(1e-6) / np.sqrt(n.size) + law.accuracy()


def test_another_law_is_caught():
    x = np.sort(Normal(0, 1).sample(20_000, seed=11))
    distance = np.abs(Normal(0.05, 1).cdf(x) - np.arange(1, x.size + 1) / x.size).max()
    assert distance > stats.kstwobign.isf(1e-6) / np.sqrt(x.size)


def test_seeds_are_other_samples():
    a, b = Normal(0, 1).sample(10_000, seed=0), Normal(0, 1).sample(10_000, seed=1)
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.06  # six standard errors
    assert np.array_equal(a, Normal(0, 1).sample(10_000, seed=0))
    assert not np.isin(Uniform(0, 1).sample(5, 2**127), Uniform(0, 1).sample(5, np.int64(3))).any()


def test_known_draws():
    """Philox4x64-10 with key 42: the same on every machine."""
    raw = np.random.Philox(key=42).random_raw(3) >> np.uint64(11)
    wanted = (raw + 0.5) / 2.0**53
    assert Uniform(0, 1).sample(3, seed=42) == pytest.approx(wanted, rel=1e-15)


@pytest.mark.parametrize(
    ("n", "seed", "sentence"),
    [
        (-1, 0, "n = -1 must be at least 0"),
        (2.5, 0, "n = 2.5 is not a whole number"),
        (1, -1, "seed = -1 must be a whole number from 0"),
        (1, 2**128, "must be a whole number from 0 to 2\\^128 - 1"),
        (1, "a", "seed = 'a' is not a number"),
        (1, True, "seed = True must be a whole number"),
    ],
)
def test_what_is_no_count_or_seed_is_refused(n, seed, sentence):
    with pytest.raises(LawError, match=sentence):
        Poisson(3).sample(n, seed)


def test_draws_lie_strictly_inside():
    assert np.isfinite(RiskEvent(0.5, Normal(0, 1)).sample(10_000, 3)).all()
