"""Copulas: t copulas against the formulas of their dependence, reordering against what it promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

import engine
from distributions import Lognormal, Pert, Uniform
from engine.compiled.draw import draw
from engine.compiled.vectors.reference import by_reference
from engine.dependence.group import Group
from engine.dependence.student_t import Mixing, TailOfScore
from engine.draws.arrays import plan_draws, uniforms_only
from engine.draws.designs import DESIGNS, DesignError, apply_design
from engine.draws.inputs import Input, mixing_inputs
from engine.draws.tables import TOLERANCE, tabulate
from tests.simulation.programmes import one_cluster

N = 200_000
CORRELATION = np.array([[1.0, 0.6], [0.6, 1.0]])


def uniforms(group: Group, iterations: int = N, design: str = "random", seed: int = 11) -> np.ndarray:
    """`(input, iteration)` of a group's own inputs."""
    inputs = [Input(name, None) for name in group.inputs]
    draws = plan_draws([*inputs, *mixing_inputs([group])], [group])
    sheet = np.empty((len(draws.streams), iterations))
    draw(by_reference(uniforms_only(apply_design(draws, design, iterations, seed))), seed, 0, sheet)
    return sheet[: len(inputs)]


@pytest.mark.parametrize("degrees", [2.1, 3.0, 4.5, 30.0, 1000.0])
def test_the_laws_of_a_t_copula_are_tabulated_and_right(degrees):
    u = np.array([1e-15, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.999])
    score = (2 * u - 1) / np.sqrt(2 * u * (1 - u))
    found = TailOfScore(degrees).ppf(u)
    tail = np.minimum(stats.t.cdf(score, degrees), stats.t.sf(score, degrees))
    assert np.allclose(np.exp(-np.abs(found)), tail, rtol=1e-9)
    assert np.allclose(Mixing(degrees).ppf(u), np.sqrt(degrees / stats.chi2.isf(u, degrees)), rtol=1e-9)
    assert max(tabulate(Mixing(degrees)).error, tabulate(TailOfScore(degrees)).error) <= TOLERANCE


@pytest.mark.parametrize("design", DESIGNS)
def test_a_t_copula_keeps_uniforms_uniform_under_every_design(design):
    for row in uniforms(Group(("a", "b"), CORRELATION, 3.0, "g"), 20_000, design):
        assert stats.kstest(row, "uniform").statistic < 2.6 / math.sqrt(20_000)  # passed by chance 3e-6
        assert 0.0 < row.min() < row.max() < 1.0


def test_a_t_copula_has_kendalls_tau_of_an_elliptical_one():
    a, b = uniforms(Group(("a", "b"), CORRELATION, 3.0, "g"), 50_000)
    tau = stats.kendalltau(a, b).statistic
    assert abs(tau - 2 / math.pi * math.asin(0.6)) < 5 * 0.8 / math.sqrt(50_000)


def tail_dependence(degrees: float, q: float = 0.001) -> float:
    a, b = uniforms(Group(("a", "b"), CORRELATION, degrees, "g"))
    return float(np.mean((a < q) & (b < q)) / q)


def test_extremes_come_together_under_a_t_copula_alone():
    # lambda = 2 F_{nu+1}(-sqrt((nu + 1) (1 - r) / (1 + r))), Demarta & McNeil (2005), equation 7
    exact = 2 * stats.t.cdf(-math.sqrt(4 * 0.4 / 1.6), 4)
    assert abs(tail_dependence(3.0) - exact) < 0.12  # of 200 joint extremes: 5 standard errors are 0.2
    assert tail_dependence(math.inf) < 0.2 < exact  # and a Gaussian copula does not pass for one


def test_the_divisor_is_one_for_the_group_and_shared_by_uncorrelated_inputs():
    a, b = uniforms(Group(("a", "b"), np.eye(2), 3.0, "g"))
    far = (np.abs(a - 0.5) > 0.495) & (np.abs(b - 0.5) > 0.495)
    assert far.mean() > 5 * 1e-4  # independent inputs would have 1e-4
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.02


def test_t_copulas_do_not_hang_on_the_block():
    group = Group(("a", "b"), CORRELATION, 3.0, "g")
    assert np.array_equal(uniforms(group, 1000), uniforms(group, 5000)[:, :1000])


@pytest.mark.parametrize("design", DESIGNS)
def test_reordering_reaches_the_target_and_keeps_the_values(design):
    target = np.array([[1.0, 0.7, -0.4], [0.7, 1.0, 0.0], [-0.4, 0.0, 1.0]])
    group = Group(("a", "b", "c"), target, reorder=True)
    found = uniforms(group, 5000, design)
    scores = stats.norm.ppf(stats.rankdata(found, axis=1) / 5001)
    assert np.allclose(np.corrcoef(scores), target, atol=0.01)  # a copula's sampling error would be 0.014
    free = uniforms(Group(("a", "b", "c"), np.eye(3)), 5000, design)
    assert np.allclose(np.sort(found), np.sort(free), atol=1e-9)
    if design == "latin":
        assert all(len(set((row * 5000).astype(int))) == 5000 for row in found)


def test_reordering_needs_more_iterations_than_inputs():
    with pytest.raises(DesignError, match=r"iterations = 3: reordering .* 3 inputs .* at least 4"):
        uniforms(Group(("a", "b", "c"), np.eye(3), reorder=True), 3)


@pytest.mark.parametrize("seed", range(20))
def test_reordering_of_hardly_more_iterations_than_inputs(seed):
    found = uniforms(Group(("a", "b", "c"), np.eye(3), reorder=True), 4, seed=seed)
    free = uniforms(Group(("a", "b", "c"), np.eye(3)), 4, seed=seed)
    assert np.allclose(
        np.sort(found), np.sort(free), atol=1e-9
    )  # four scores may be collinear; nothing is lost


def test_groups_of_every_sort_stay_separate():
    names = [f"{sort}{k}" for sort in "gtr" for k in range(2)]
    groups = [
        Group(("g0", "g1"), CORRELATION),
        Group(("t0", "t1"), CORRELATION, 4.0, "t"),
        Group(("r0", "r1"), CORRELATION, reorder=True),
    ]
    laws = [Lognormal(0.0, 1.0), Pert(low=0, mode=1, high=4), Uniform(0.0, 1.0)] * 2
    inputs = [Input(name, law) for name, law in zip(names, laws, strict=True)]
    draws = plan_draws([*inputs, *mixing_inputs(groups)], groups)
    sheet = np.empty((len(draws.streams), 20_000))
    draw(by_reference(apply_design(draws, "random", 20_000, 3)), 3, 0, sheet)
    found = stats.spearmanr(sheet[:6], axis=1).statistic
    within = np.kron(np.eye(3), np.ones((2, 2))).astype(bool)
    assert np.all(np.abs(found[~within]) < 5 / math.sqrt(20_000))
    assert np.all(found[within] > 0.5)


IMAN_CONOVER = """
[clusters.alpha.costs.more]
category = "one_off"
activity = "build"
amount = { kind = "uniform", low = 0, high = 2 }

[[correlation]]
name = "costs"
copula = "iman_conover"
inputs = ["alpha.delivery.amount", "alpha.more.amount"]
rank = 0.8
"""


def test_a_programme_with_reordered_groups_plays_and_says_what_it_gives_up(tmp_path):
    amount = '{ kind = "pert", low = 50, mode = 60, high = 90 }'
    programme = one_cluster(tmp_path, amount=amount, extra=IMAN_CONOVER)
    results = engine.simulate(programme, 4000)
    assert "a run of another length is another run" in results.attrs["design_gives_up"]
    free = one_cluster(tmp_path, amount=amount, extra=IMAN_CONOVER.replace("0.8", "0.0"))
    assert float(results["total_cost"].var()) > 1.1 * float(engine.simulate(free, 4000)["total_cost"].var())


def test_a_programme_with_a_t_copula_plays(tmp_path):
    extra = IMAN_CONOVER.replace('"iman_conover"', '"student_t"\ndegrees = 3')
    programme = one_cluster(tmp_path, amount='{ kind = "pert", low = 50, mode = 60, high = 90 }', extra=extra)
    results = engine.simulate(programme, 4000)
    assert np.array_equal(engine.simulate(programme, 500)["total_cost"], results["total_cost"][:500])
    assert results.attrs["design_gives_up"].startswith("nothing")
