"""The reordering of Iman & Conover against what it promises."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import engine
from engine.dependence.copulas.iman_conover import ImanConover
from engine.dependence.group import Group
from engine.draws.designs import DESIGNS, DesignError
from tests.dependence.copulas.played import COSTS, uniforms
from tests.simulation.programmes import one_cluster


@pytest.mark.parametrize("design", DESIGNS)
def test_reordering_reaches_the_target_and_keeps_the_values(design):
    target = np.array([[1.0, 0.7, -0.4], [0.7, 1.0, 0.0], [-0.4, 0.0, 1.0]])
    group = Group(("a", "b", "c"), target, ImanConover())
    found = uniforms(group, 5000, design)
    scores = stats.norm.ppf(stats.rankdata(found, axis=1) / 5001)
    assert np.allclose(np.corrcoef(scores), target, atol=0.01)  # a copula's sampling error would be 0.014
    free = uniforms(Group(("a", "b", "c"), np.eye(3)), 5000, design)
    assert np.allclose(np.sort(found), np.sort(free), atol=1e-9)
    if design == "latin":
        assert all(len(set((row * 5000).astype(int))) == 5000 for row in found)


def test_reordering_needs_more_iterations_than_inputs():
    with pytest.raises(DesignError, match=r"iterations = 3: reordering .* 3 inputs .* at least 4"):
        uniforms(Group(("a", "b", "c"), np.eye(3), ImanConover()), 3)


@pytest.mark.parametrize("seed", range(20))
def test_reordering_of_hardly_more_iterations_than_inputs(seed):
    found = uniforms(Group(("a", "b", "c"), np.eye(3), ImanConover()), 4, seed=seed)
    free = uniforms(Group(("a", "b", "c"), np.eye(3)), 4, seed=seed)
    assert np.allclose(
        np.sort(found), np.sort(free), atol=1e-9
    )  # four scores may be collinear; nothing is lost


def test_a_programme_with_reordered_groups_plays_and_says_what_it_gives_up(tmp_path):
    copula, amount = '"iman_conover"', '{ kind = "pert", low = 50, mode = 60, high = 90 }'
    programme = one_cluster(tmp_path, amount=amount, extra=COSTS.format(copula=copula, rank=0.8))
    results = engine.simulate(programme, 4000)
    assert "a run of another length is another run" in results.attrs["design_gives_up"]
    free = one_cluster(tmp_path, amount=amount, extra=COSTS.format(copula=copula, rank=0.0))
    assert float(results["total_cost"].var()) > 1.1 * float(engine.simulate(free, 4000)["total_cost"].var())
