"""The Student t copula: its laws, its Spearman correlation, and draws against the formulas of their dependence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from scipy.stats import kendalltau, spearmanr

import engine
from engine.dependence.copula import Copula
from engine.dependence.copulas.gaussian import Gaussian
from engine.dependence.copulas.student_t import Mixing, StudentT, TailOfScore, student_spearman
from engine.dependence.group import Group
from engine.dependence.targets import scores_of, target_of
from engine.draws.tables import TOLERANCE, tabulate
from tests.dependence.copulas.played import CORRELATION, COSTS, uniforms
from tests.simulation.programmes import one_cluster


@pytest.mark.parametrize("degrees", [2.1, 3.0, 4.5, 30.0, 1000.0])
def test_the_laws_of_a_t_copula_are_tabulated_and_right(degrees):
    u = np.array([1e-15, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.999])
    score = (2 * u - 1) / np.sqrt(2 * u * (1 - u))
    found = TailOfScore(degrees).ppf(u)
    tail = np.minimum(stats.t.cdf(score, degrees), stats.t.sf(score, degrees))
    assert np.allclose(np.exp(-np.abs(found)), tail, rtol=1e-9)
    assert np.allclose(Mixing(degrees).ppf(u), np.sqrt(degrees / stats.chi2.isf(u, degrees)), rtol=1e-9)
    assert max(tabulate(Mixing(degrees)).error, tabulate(TailOfScore(degrees)).error) <= TOLERANCE


@pytest.mark.parametrize("degrees", [2.001, 2.5, 3, 3.7, 8, 30, 1e4])
def test_the_rule_of_the_student_copula_is_exact_and_so_is_its_interpolant(degrees):
    score = np.append(np.linspace(0.01, 0.99, 50), [1 - 1e-6, 1 - 1e-9])
    finer = student_spearman(score, degrees, refinement=2)
    assert student_spearman(score, degrees) == pytest.approx(finer, abs=1e-12)
    assert student_spearman(1, degrees) == pytest.approx(1, abs=1e-14)
    assert target_of(score, "spearman", StudentT(degrees)) == pytest.approx(finer, abs=2e-12)
    assert scores_of(finer, "spearman", StudentT(degrees)) == pytest.approx(score, abs=2e-12)


def test_many_degrees_are_the_gaussian_copula():
    score = np.linspace(-0.99, 0.99, 23)
    # the difference falls as 1 / degrees: 2.65 of it at most
    for degrees in (1e4, 1e8):
        gap = np.abs(target_of(score, "spearman", StudentT(degrees)) - target_of(score)).max()
        assert 0.0265 / degrees < gap < 2.7 / degrees
    assert target_of(score, "spearman", StudentT(1e308)) == pytest.approx(target_of(score), abs=1e-11)


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
        exact = target_of(score, measure, StudentT(degrees))
        assert abs(values.mean() - exact) < 5 * error
        if measure == "spearman":  # negative control: what a Gaussian copula would have is told apart
            assert abs(values.mean() - target_of(score)) > 5 * error


def test_a_t_copula_has_kendalls_tau_of_an_elliptical_one():
    a, b = uniforms(Group(("a", "b"), CORRELATION, StudentT(3.0), "g"), 50_000)
    tau = stats.kendalltau(a, b).statistic
    assert abs(tau - 2 / math.pi * math.asin(0.6)) < 5 * 0.8 / math.sqrt(50_000)


def tail_dependence(copula: Copula, q: float = 0.001) -> float:
    a, b = uniforms(Group(("a", "b"), CORRELATION, copula, "g"))
    return float(np.mean((a < q) & (b < q)) / q)


def test_extremes_come_together_under_a_t_copula_alone():
    # lambda = 2 F_{nu+1}(-sqrt((nu + 1) (1 - r) / (1 + r))), Demarta & McNeil (2005), equation 7
    exact = 2 * stats.t.cdf(-math.sqrt(4 * 0.4 / 1.6), 4)
    assert (
        abs(tail_dependence(StudentT(3.0)) - exact) < 0.12
    )  # of 200 joint extremes: 5 standard errors are 0.2
    assert tail_dependence(Gaussian()) < 0.2 < exact  # and a Gaussian copula does not pass for one


def test_the_divisor_is_one_for_the_group_and_shared_by_uncorrelated_inputs():
    a, b = uniforms(Group(("a", "b"), np.eye(2), StudentT(3.0), "g"))
    far = (np.abs(a - 0.5) > 0.495) & (np.abs(b - 0.5) > 0.495)
    assert far.mean() > 5 * 1e-4  # independent inputs would have 1e-4
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.02


def test_t_copulas_do_not_hang_on_the_block():
    group = Group(("a", "b"), CORRELATION, StudentT(3.0), "g")
    assert np.array_equal(uniforms(group, 1000), uniforms(group, 5000)[:, :1000])


def test_a_programme_with_a_t_copula_plays(tmp_path):
    extra = COSTS.format(copula='"student_t"\ndegrees = 3', rank=0.8)
    programme = one_cluster(tmp_path, amount='{ kind = "pert", low = 50, mode = 60, high = 90 }', extra=extra)
    results = engine.simulate(programme, 4000)
    assert np.array_equal(engine.simulate(programme, 500)["total_cost"], results["total_cost"][:500])
    assert results.attrs["design_gives_up"].startswith("nothing")
