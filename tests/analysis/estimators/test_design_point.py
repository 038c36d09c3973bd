"""The nearest point at which something holds: against closed forms, over steps and flats, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from engine.analysis.estimators.design_point import design_point

NONE = np.empty(0, np.int64)


@pytest.fixture(scope="module")
def normals():
    return np.random.default_rng(5).normal(size=(4, 2000))


def test_a_plane(normals):
    a = np.array([1.0, -2.0, 0.5, 0.0])
    found = design_point(lambda u: (6 - a @ u)[np.newaxis], normals, NONE)
    assert found.met
    assert found.scores == pytest.approx(6 * a / (a @ a), abs=1e-6)
    assert np.linalg.norm(found.scores) == pytest.approx(6 / np.linalg.norm(a), rel=1e-9)


def test_two_conditions_meet_in_their_corner(normals):
    found = design_point(lambda u: np.array([2 - u[0], 1.5 - u[1]]), normals, NONE)
    assert found.scores == pytest.approx([2, 1.5, 0, 0], abs=1e-6)


def test_a_switch_is_thrown_only_where_it_pays(normals):
    """The switch at 1 is worth 3 of the 4 that are needed: sqrt(1 + 1) is nearer than 4."""

    def margins(u):
        return (4 - u[0] - 3 * (u[1] > 1) - 0 * u[2] - 1e-3 * (u[3] > 0.5))[np.newaxis]

    found = design_point(margins, normals, np.array([1, 3]))
    assert found.scores == pytest.approx([1, 1, 0, 0], abs=1e-6)


def test_a_flat_is_crossed_no_further_than_its_edge(normals):
    """Nothing is gained below -1: scores stay at the edge of what works, and the other does the rest."""
    found = design_point(lambda u: (3 + np.maximum(u[0], -1) - u[1])[np.newaxis], normals, NONE)
    assert np.linalg.norm(found.scores) == pytest.approx(np.hypot(1, 2), rel=0.02)


def test_what_holds_in_the_middle_needs_nothing_and_what_never_holds_is_said(normals):
    assert not design_point(lambda u: (u[0] - 1)[np.newaxis], normals, NONE).scores.any()
    never = design_point(lambda u: (5 - np.tanh(u[0]))[np.newaxis], normals, NONE)
    assert not never.met
    assert 4 <= never.margin < 5
