"""Correlations that are drawn: the curve behind each, and matrices kept possible."""

from __future__ import annotations

import numpy as np
import pytest

from engine.compiled.varied import factorise
from engine.dependence.copulas.gaussian import Gaussian
from engine.dependence.copulas.student_t import StudentT
from engine.dependence.feasibility import smallest_eigenvalue
from engine.dependence.group import correlation_factor
from engine.dependence.targets import scores_of
from engine.dependence.varied import NotSmooth, VariedEntry, fixed, last_possible, varied

WAYS = [
    ("spearman", Gaussian()),
    ("kendall", Gaussian()),
    ("normal", Gaussian()),
    ("spearman", StudentT(3.5)),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_curve_is_that_of_the_measure(way):
    one = varied(1.0, ("tie",), (-0.2, 0.95), lambda value: float(scores_of(value, *way)))
    for value in np.linspace(-0.2, 0.95, 77):
        assert one.score({"tie": value}) == pytest.approx(float(scores_of(value, *way)), abs=1e-12)


def test_a_correlation_is_the_product_of_what_it_hangs_on():
    one = varied(0.5, ("tie", "factor"), (0.0, 0.5), lambda value: value)
    assert one.value({"tie": 0.8, "factor": 0.5}) == pytest.approx(0.2)
    assert one.score({"tie": 0.8, "factor": 0.5}) == pytest.approx(0.2)


def test_a_jump_is_no_curve():
    with pytest.raises(NotSmooth):
        varied(1.0, ("tie",), (0.0, 1.0), lambda value: float(value > 0.3))


def test_the_compiled_factor_is_that_of_the_house():
    rng = np.random.default_rng(5)
    for n in (2, 3, 7):
        loads = rng.normal(size=(n, n + 1))
        matrix = loads @ loads.T / np.outer(*[np.linalg.norm(loads, axis=1)] * 2)
        np.fill_diagonal(matrix, 1.0)
        assert np.allclose(factor_of(np.eye(n), matrix), correlation_factor(matrix), atol=1e-13)
    assert np.array_equal(factor_of(np.eye(2), np.ones((2, 2))), [[1, 0], [1, 0]])


def test_what_cannot_hold_together_is_moved_towards_the_base_until_it_can():
    base = np.eye(3)
    for found in (1.0, -1.0):
        moved = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, -0.9 * found], [0.9, -0.9 * found, 1.0]])
        factor = factor_of(base, moved)
        kept = factor @ factor.T
        assert smallest_eigenvalue(kept) > -1e-9
        assert np.allclose(kept, last_possible(base, moved), atol=1e-8)
    assert np.array_equal(last_possible(base, moved), moved)  # 0.9 thrice can hold together
    # on the way to (s, s, -s) from nought the least eigenvalue is 1 - 2 s: it ends at a half
    impossible = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, -0.9], [0.9, -0.9, 1.0]])
    assert last_possible(base, impossible)[0, 1] == pytest.approx(0.5, abs=1e-9)


def test_what_is_known_is_a_number():
    one = varied(1.0, ("tie", "factor"), (0.0, 1.0), lambda value: value)
    entry = VariedEntry(0, 1, one, -1.0)
    scores, left = fixed(np.eye(2), [entry], {"tie": 0.5})
    assert np.array_equal(scores, np.eye(2))
    assert left[0].varied.names == ("factor",)
    assert left[0].varied.score({"factor": 0.4}) == pytest.approx(0.2)
    scores, left = fixed(np.eye(2), left, {"factor": 0.4})
    assert left == ()
    assert scores[0, 1] == pytest.approx(-0.2)


def factor_of(base, moved):
    factor = np.zeros_like(base)
    factorise(base, np.ascontiguousarray(moved), factor)
    return factor
