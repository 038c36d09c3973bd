"""The nearest correlation matrix: published answers, an independent method, and what makes it the nearest."""

import numpy as np
import pytest

import engine.dependence.nearest as module
from engine.dependence.nearest import PinnedClash, nearest_correlation
from engine.dependence.targets import scores_of
from tests.dependence.test_feasibility import OPENTURNS_1708

dual = module._dual


def impossible(count, seed, spread=1.0):
    """Symmetric numbers from -spread to spread with ones on the diagonal."""
    upper = np.triu(np.random.default_rng(seed).uniform(-spread, spread, (count, count)), 1)
    return upper + upper.T + np.eye(count)


def pins(count, *pairs):
    pinned = np.eye(count, dtype=bool)
    for a, b in pairs:
        pinned[a, b] = pinned[b, a] = True
    return pinned


def is_correlation(matrix):
    return (
        (matrix == matrix.T).all()
        and (np.diag(matrix) == 1).all()
        and np.abs(matrix).max() <= 1
        and np.linalg.eigvalsh(matrix)[0] > -1e-10
    )


def alternating_projections(matrix, weights, pinned, steps=20_000):
    """Higham 2002, algorithm 3.3, written for this test: projections with Dykstra's correction."""
    scale = np.sqrt(np.outer(weights, weights))
    now, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(steps):
        values, vectors = np.linalg.eigh((now - correction) * scale)
        positive = (vectors * np.maximum(values, 0)) @ vectors.T / scale
        correction = positive - (now - correction)
        before, now = now, np.where(pinned, matrix, positive)
        if np.abs(now - before).max() < 1e-13:
            break
    return now


def test_the_example_that_higham_publishes():
    found = nearest_correlation(np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1.0]]))
    assert is_correlation(found)
    assert found[[0, 0, 1], [1, 2, 2]].round(4).tolist() == [0.7607, 0.1573, 0.7607]


def test_the_matrix_that_the_conversion_breaks_is_mended_by_little():
    scores = scores_of(OPENTURNS_1708)
    assert np.linalg.eigvalsh(scores)[0] < -1e-4
    found = nearest_correlation(scores)
    assert is_correlation(found)
    assert 1e-5 < np.abs(found - scores).max() < 1e-3


@pytest.mark.parametrize(
    "matrix", [np.eye(4), scores_of(np.full((3, 3), 0.4) + 0.6 * np.eye(3)), np.ones((5, 5))]
)
def test_a_possible_matrix_is_its_own_nearest(matrix):
    assert nearest_correlation(matrix) == pytest.approx(matrix, abs=1e-12)


@pytest.mark.parametrize("count", [3, 6, 20])
@pytest.mark.parametrize("seed", range(3))
def test_alternating_projections_come_to_the_same(count, seed):
    matrix = impossible(count, seed)
    weights = np.random.default_rng(seed).uniform(0.1, 3, count)
    pinned = pins(count, (0, 1), *([(2, 3), (4, 5)] if count > 3 else ()))
    for given in ((np.ones(count), pins(count)), (weights, pins(count)), (weights, pinned)):
        found = nearest_correlation(matrix, *given)
        assert is_correlation(found)
        assert (found[given[1]] == matrix[given[1]]).all()
        assert found == pytest.approx(alternating_projections(matrix, *given), abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_possible_is_nearer(seed):
    """Convex problem: X is nearest if <W (X - A) W, Y - X> >= 0 for every possible Y."""
    random = np.random.default_rng(seed)
    matrix, weights = impossible(8, seed), random.uniform(0.2, 5, 8)
    pinned = pins(8, (0, 1), (2, 3))
    found = nearest_correlation(matrix, weights, pinned)
    slope = np.outer(weights, weights) * (found - matrix)
    assert np.abs(slope).max() > 0.1
    for kind in range(200):
        factors = random.normal(size=(8, 1 + kind % 8))
        other = factors @ factors.T
        other /= np.sqrt(np.outer(np.diag(other), np.diag(other)))
        other = nearest_correlation(np.where(pinned, matrix, other), weights, pinned)
        assert np.vdot(slope, other - found) > -1e-8
    # negative control: a matrix that is possible but not nearest fails the same test
    far = 0.9 * found + 0.1 * np.where(pinned, matrix, 0)
    assert np.vdot(np.outer(weights, weights) * (far - matrix), found - far) < -1e-3


def test_changes_go_to_light_inputs():
    matrix = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    even = np.abs(nearest_correlation(matrix) - matrix)
    heavy = np.abs(nearest_correlation(matrix, np.array([10, 10, 0.1])) - matrix)
    assert heavy[0, 1] < even[0, 1] / 10
    assert heavy[0, 2] > even[0, 2]
    assert heavy[1, 2] > even[1, 2]


def test_pins_at_certainty_make_inputs_one():
    matrix = impossible(6, 3)
    matrix[0, 1] = matrix[1, 0] = 1
    matrix[1, 2] = matrix[2, 1] = -1
    found = nearest_correlation(matrix, np.arange(1.0, 7), pins(6, (0, 1), (1, 2), (4, 5)))
    assert is_correlation(found)
    assert (found[0] == found[1]).all()
    assert (found[1] == -found[2]).all()
    assert found[4, 5] == matrix[4, 5]
    near = matrix.copy()  # the same problem with a little room, in which no inputs are made one
    for a, b in ((0, 1), (1, 2)):
        near[a, b] = near[b, a] = matrix[a, b] * (1 - 1e-6)
    other = nearest_correlation(near, np.arange(1.0, 7), pins(6, (0, 1), (1, 2), (4, 5)))
    assert found == pytest.approx(other, abs=2e-3)


@pytest.mark.parametrize(
    ("pairs", "culprits"),
    [
        ({(0, 1): 0.9, (1, 2): 0.9, (0, 2): -0.9, (5, 6): 0.3}, (0, 1, 2)),
        (
            {(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9, (0, 3): -0.9, (5, 6): 0.3},
            (0, 1, 2, 3),
        ),  # 0 with 2 is free
        ({(0, 1): 0.8, (1, 2): 0.8, (0, 2): 0.2799, (5, 6): 0.3}, (0, 1, 2)),  # possible from 0.28 on
        ({(0, 1): 1.0, (1, 2): -1.0, (0, 2): 1.0}, (0, 1, 2)),
        ({(4, 1): 1.0, (1, 2): 0.5, (4, 2): 0.6}, (1, 2, 4)),
    ],
)
def test_pins_that_clash_are_named(pairs, culprits):
    matrix = impossible(10, 1, 0.9)
    for (a, b), value in pairs.items():
        matrix[a, b] = matrix[b, a] = value
    with pytest.raises(PinnedClash) as caught:
        nearest_correlation(matrix, pinned=pins(10, *pairs))
    assert caught.value.places == culprits


def test_pins_near_the_edge_are_kept():
    matrix = impossible(10, 1, 0.9)
    for a, b, value in ((0, 1, 0.8), (1, 2, 0.8), (0, 2, 0.2801)):
        matrix[a, b] = matrix[b, a] = value
    found = nearest_correlation(matrix, pinned=pins(10, (0, 1), (1, 2), (0, 2)))
    assert is_correlation(found)
    assert found[0, 2] == 0.2801


@pytest.mark.parametrize("seed", range(60))
def test_any_numbers_have_a_nearest_matrix(seed):
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 9))
    matrix = impossible(count, seed)
    if seed % 3 == 0:
        matrix = np.where(np.eye(count), 1, np.sign(matrix))
    weights = 10 ** random.uniform(-2, 2, count)
    assert is_correlation(nearest_correlation(matrix, weights))


@pytest.mark.parametrize("seed", range(2))
def test_200_inputs(seed, monkeypatch):
    """0.1 s to 0.3 s on one core (1.6 s with 100 pins at random), 8 ms an eigendecomposition: these are counted."""
    climbs = []
    monkeypatch.setattr(module, "_dual", lambda *given: climbs.append(0) or dual(*given))
    random = np.random.default_rng(seed)
    matrix = impossible(200, seed) if seed else np.corrcoef(random.normal(size=(200, 130)))
    if not seed:
        noise = np.triu(random.normal(scale=0.1, size=(200, 200)), 1)
        matrix = np.clip(matrix + noise + noise.T, -1, 1)
        matrix = np.where(np.eye(200), 1, (matrix + matrix.T) / 2)
    pinned = pins(200, *((k, k + 100) for k in range(20)))
    found = nearest_correlation(matrix, random.uniform(0.1, 10, 200), pinned)
    assert is_correlation(found)
    assert (found[pinned] == matrix[pinned]).all()
    assert 3 < len(climbs) < 25
