"""What is promised of every copula in the folder, as it is played."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from distributions import Lognormal, Pert, Uniform
from engine.compiled.play import draw
from engine.compiled.vectors.reference import by_reference
from engine.dependence.group import Group
from engine.dependence.targets import target_of
from engine.draws.arrays import plan_draws
from engine.draws.designs import DESIGNS, apply_design
from engine.draws.inputs import Input, mixing_inputs
from engine.draws.tables import TOLERANCE, tabulate
from tests.dependence.copulas.examples import EXAMPLES
from tests.dependence.copulas.played import CORRELATION, uniforms


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("copula", EXAMPLES)
def test_uniforms_stay_uniform_under_every_design(copula, design):
    for row in uniforms(Group(("a", "b"), CORRELATION, copula, "g"), 20_000, design):
        assert stats.kstest(row, "uniform").statistic < 2.6 / math.sqrt(20_000)  # passed by chance 3e-6
        assert 0.0 < row.min() < row.max() < 1.0


@pytest.mark.parametrize("copula", EXAMPLES)
def test_what_is_drawn_has_the_correlations_that_the_copula_says(copula):
    """|found - exact| < 5 standard errors over 50 batches of one run; false alarm 1e-5 each, times 2 measures."""
    a, b = uniforms(Group(("a", "b"), CORRELATION, copula, "g"), 50_000)
    for measure, statistic in (("spearman", stats.spearmanr), ("kendall", stats.kendalltau)):
        pairs = zip(a.reshape(50, -1), b.reshape(50, -1), strict=True)
        found = np.array([statistic(*pair).statistic for pair in pairs])
        error = found.std(ddof=1) / math.sqrt(50)
        assert (
            abs(found.mean() - target_of(0.6, measure, copula)) < 5 * error + 1e-3
        )  # of small batches' bias
        assert abs(found.mean() - 0.6) > 5 * error + 1e-3  # that of the normal scores would be seen


@pytest.mark.parametrize("copula", EXAMPLES)
def test_the_laws_of_mixtures_are_tabulated_within_tolerance(copula):
    assert max((tabulate(law).error for law in copula.mixture or ()), default=0) <= TOLERANCE


def test_groups_of_every_sort_stay_separate():
    names = [f"{place}{side}" for place in range(len(EXAMPLES)) for side in "ab"]
    groups = [
        Group((f"{place}a", f"{place}b"), CORRELATION, copula, str(place))
        for place, copula in enumerate(EXAMPLES)
    ]
    laws = [Lognormal(0.0, 1.0), Pert(low=0, mode=1, high=4), Uniform(0.0, 1.0)] * len(EXAMPLES)
    inputs = [Input(name, law) for name, law in zip(names, laws, strict=False)]
    draws = plan_draws([*inputs, *mixing_inputs(groups)], groups)
    sheet = np.empty((len(draws.streams), 20_000))
    draw(by_reference(apply_design(draws, "random", 20_000, 3)), 3, 0, sheet)
    found = stats.spearmanr(sheet[: len(names)], axis=1).statistic
    within = np.kron(np.eye(len(EXAMPLES)), np.ones((2, 2))).astype(bool)
    assert np.all(np.abs(found[~within]) < 5 / math.sqrt(20_000))
    assert np.all(found[within] > 0.5)
