"""Rank correlations and the normal scores behind them, for every measure and copula."""

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from engine.dependence.targets import scores_of, student_spearman, target_of

WAYS = [
    ("spearman", "gaussian", None),
    ("spearman", "iman_conover", None),
    ("spearman", "student_t", 2.001),
    ("spearman", "student_t", 3.7),
    ("spearman", "student_t", 4),
    ("spearman", "student_t", 1e6),
    ("kendall", "gaussian", None),
    ("kendall", "student_t", 3),
    ("normal", "gaussian", None),
    ("normal", "student_t", 3),
]


@pytest.mark.parametrize("way", WAYS)
def test_the_two_ways_are_inverse_monotone_and_odd(way):
    target = np.linspace(-1, 1, 401)
    scores = scores_of(target, *way)
    assert np.all(np.diff(scores) > 0)
    assert scores.tolist() == (-scores_of(-target, *way)).tolist()
    assert target_of(scores, *way) == pytest.approx(target, abs=1e-12)
    assert scores_of(target_of(target, *way), *way) == pytest.approx(target, abs=1e-12)


@pytest.mark.parametrize("way", WAYS)
def test_certainty_and_independence_are_exact(way):
    exact = [[1.0, -1.0], [0.0, 1.0]]
    assert scores_of(exact, *way).tolist() == exact
    assert target_of(exact, *way).tolist() == exact


@pytest.mark.parametrize("degrees", [2.001, 2.5, 3, 3.7, 8, 30, 1e4])
def test_the_rule_of_the_student_copula_is_exact_and_so_is_its_interpolant(degrees):
    score = np.append(np.linspace(0.01, 0.99, 50), [1 - 1e-6, 1 - 1e-9])
    finer = student_spearman(score, degrees, refinement=2)
    assert student_spearman(score, degrees) == pytest.approx(finer, abs=1e-12)
    assert student_spearman(1, degrees) == pytest.approx(1, abs=1e-14)
    assert target_of(score, "spearman", "student_t", degrees) == pytest.approx(finer, abs=2e-12)
    assert scores_of(finer, "spearman", "student_t", degrees) == pytest.approx(score, abs=2e-12)


def test_many_degrees_are_the_gaussian_copula():
    score = np.linspace(-0.99, 0.99, 23)
    # the difference falls as 1 / degrees: 2.65 of it at most
    for degrees in (1e4, 1e8):
        gap = np.abs(target_of(score, "spearman", "student_t", degrees) - target_of(score)).max()
        assert 0.0265 / degrees < gap < 2.7 / degrees
    assert target_of(score, "spearman", "student_t", 1e308) == pytest.approx(target_of(score), abs=1e-11)


@pytest.mark.parametrize(("degrees", "score"), [(2.5, 0.9), (2.5, 0.5), (4.0, -0.7)])
def test_a_sample_of_the_student_copula_has_its_rank_correlations(degrees, score):
    """|found - exact| < 5 standard errors over 100 samples; false alarm 6e-7 each, times 6."""
    draw = np.random.default_rng(20231).normal
    mixing = np.random.default_rng(7).gamma(degrees / 2, size=(100, 10_000))
    x = draw(size=mixing.shape)
    y = score * x + np.sqrt(1 - score**2) * draw(size=mixing.shape)
    x, y = x / np.sqrt(mixing), y / np.sqrt(mixing)
    for measure, found in (("spearman", spearmanr), ("kendall", kendalltau)):
        values = np.array([found(a, b).statistic for a, b in zip(x, y, strict=True)])
        error = values.std(ddof=1) / 10
        exact = target_of(score, measure, "student_t", degrees)
        assert abs(values.mean() - exact) < 5 * error
        if measure == "spearman":  # negative control: what a Gaussian copula would have is told apart
            assert abs(values.mean() - target_of(score)) > 5 * error
