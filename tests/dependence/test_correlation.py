"""Correlations of a free model: measures, copulas, blocks, repairs, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

import engine
from distributions import Normal
from engine.dependence.copulas.gaussian import Gaussian
from engine.dependence.copulas.student_t import StudentT
from engine.dependence.correlation import Correlation, CorrelationError
from engine.dependence.targets import scores_of
from engine.model.model import Model, ModelError

LAWS = {name: Normal(0.0, 1.0) for name in "abcd"}
IMPOSSIBLE = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}


def model(*correlations: Correlation) -> Model:
    return Model(LAWS, lambda a, b, c, d: a + b + c + d, correlation=correlations)


def test_pairs_are_spearman_correlations_as_in_a_mapping():
    (mapped,) = Model(LAWS, lambda a, b, c, d: a, correlation={("a", "b"): 0.5, ("b", "c"): 0.2}).groups
    (given,) = model(engine.Correlation({("a", "b"): 0.5, ("b", "c"): 0.2})).groups
    assert given.inputs == mapped.inputs == ("a", "b", "c")
    assert given.normal_correlation.tolist() == mapped.normal_correlation.tolist()
    assert given.normal_correlation[0].tolist() == [1, scores_of(0.5), 0]
    assert (given.copula, given.name) == (Gaussian(), "a, b, c")


def test_one_correlation_is_one_group_whatever_its_pairs_join():
    """Under a Student t copula pairs at 0 are tied too: by their extremes."""
    (group,) = model(Correlation({("a", "b"): 0.5, ("c", "d"): 0.2}, copula="student_t", degrees=3)).groups
    assert group.inputs == ("a", "b", "c", "d")
    assert group.copula == StudentT(3)
    assert group.normal_correlation[0, 1] == scores_of(0.5, "spearman", StudentT(3))


def test_a_block_in_another_measure():
    (group,) = model(
        Correlation(inputs="bcd", all_pairs=0.4, measure="kendall", copula="iman_conover")
    ).groups
    expected = np.where(np.eye(3), 1, scores_of(0.4, "kendall"))
    assert group.normal_correlation.tolist() == expected.tolist()
    assert group.copula.reorders


def test_groups_stay_separate():
    two = model(
        Correlation({("a", "b"): 0.5}),
        Correlation({("c", "d"): 0.5}, copula="student_t", degrees=4, name="t"),
    )
    assert [group.inputs for group in two.groups] == [("a", "b"), ("c", "d")]
    assert [group.name for group in two.groups] == ["a, b", "t"]


def test_a_repair_is_asked_for():
    with pytest.raises(ModelError, match=r"a, b and c clash: .* repair=True"):
        model(Correlation(IMPOSSIBLE))
    (group,) = model(Correlation(IMPOSSIBLE, repair=True)).groups
    assert np.linalg.eigvalsh(group.normal_correlation)[0] > -1e-10
    assert group.normal_correlation[0, 1] == pytest.approx(
        0.5, abs=1e-9
    )  # all three by the same: 1/2, 1/2, -1/2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "either pairs, or inputs with all_pairs"),
        ({"pairs": {("a", "b"): 0.1}, "all_pairs": 0.1}, "either pairs, or inputs with all_pairs"),
        ({"pairs": {("a", "a"): 0.1}}, "of an input with itself"),
        ({"pairs": {("a", "b"): 0.1, ("b", "a"): 0.1}}, "given twice"),
        ({"pairs": {("a", "b"): -1.1}}, "-1.1; a number from -1 to 1"),
        ({"pairs": {("a", "b"): math.nan}}, "from -1 to 1"),
        ({"pairs": {("a", "b"): 0.1}, "inputs": ("a", "c")}, "'b' is not among inputs"),
        ({"inputs": ("a", "b"), "all_pairs": 2}, "all_pairs = 2; a number from -1 to 1"),
        ({"inputs": ("a",), "all_pairs": 0.2}, "at least two different inputs"),
        ({"inputs": ("a", "a"), "all_pairs": 0.2}, "at least two different inputs"),
        ({"pairs": {("a", "b"): 0.1}, "measure": "pearsn"}, "spearman, kendall, normal, pearson"),
        ({"pairs": {("a", "b"): 0.1}, "copula": "t"}, "gaussian, iman_conover, student_t"),
        ({"pairs": {("a", "b"): 0.1}, "copula": "student_t"}, "degrees = None; a Student t copula needs"),
        ({"pairs": {("a", "b"): 0.1}, "copula": "student_t", "degrees": 2}, "degrees = 2; .* above 2"),
        ({"pairs": {("a", "b"): 0.1}, "copula": "student_t", "degrees": "4"}, "degrees = 4; .* above 2"),
        ({"pairs": {("a", "b"): 0.1}, "degrees": 5}, "degrees are of student_t alone"),
    ],
)
def test_what_has_no_meaning_is_refused(arguments, words):
    with pytest.raises(CorrelationError, match=words):
        Correlation(**arguments)


@pytest.mark.parametrize(
    ("correlations", "words"),
    [
        ((Correlation({("a", "b"): 0.1}), Correlation({("b", "c"): 0.1})), "'b' stands in two correlations"),
        ((Correlation({("a", "q"): 0.1}),), "'q', which is no input"),
        (
            (Correlation({("a", "b"): 0.1}, name="x"), Correlation({("c", "d"): 0.1}, name="x")),
            "a name of its own",
        ),
        (({("a", "b"): 0.1},), r"takes engine\.Correlation"),
    ],
)
def test_what_does_not_fit_a_model_is_refused(correlations, words):
    with pytest.raises(ModelError, match=words):
        model(*correlations)
