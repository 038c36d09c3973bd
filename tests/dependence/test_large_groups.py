"""Groups of hundreds and thousands of inputs: the same factor and the same words, in bounded time."""

import numpy as np
import pytest

import engine
from engine.dependence.correlation import CorrelationError
from engine.dependence.definite import first_impossible, is_least, without_bystanders
from engine.dependence.feasibility import clash
from engine.dependence.group import MOST_TIED, correlation_factor
from engine.dependence.nearest import MOST_REPAIRED


def equal(count: int, rank: float) -> np.ndarray:
    return np.full((count, count), rank) + (1 - rank) * np.eye(count)


@pytest.mark.parametrize("count", [256, 257, 600])
def test_a_factor_is_of_its_matrix_by_either_way(count):
    """Definite matrices of many go to LAPACK; of rank 100 they are factored panel by panel."""
    scores = np.random.default_rng(count).normal(size=(count, 100))
    singular = np.corrcoef(scores)
    for matrix, tolerance in ((0.9 * singular + 0.1 * np.eye(count), 1e-13), (singular, 1e-9)):
        factor = correlation_factor(matrix)
        assert np.array_equal(factor, np.tril(factor))
        assert np.abs(factor @ factor.T - matrix).max() < tolerance
        assert (np.diag(factor) == 0).any() == (matrix is singular)


def test_where_the_first_inputs_stop_being_possible():
    assert first_impossible(equal(34, -1 / 33)) == 0  # singular is possible
    assert first_impossible(equal(50, -1 / 32.5)) == 34


def test_one_clash_among_a_thousand_is_found_whole():
    matrix = np.eye(1000)
    for i, j, value in ((900, 17, 0.9), (17, 451, 0.9), (900, 451, -0.9)):
        matrix[i, j] = matrix[j, i] = value
    assert without_bystanders(matrix) == (17, 451, 900) == clash(matrix)
    assert is_least(matrix[np.ix_((17, 451, 900), (17, 451, 900))])
    assert not is_least(matrix[np.ix_((16, 17, 451, 900), (16, 17, 451, 900))])


def test_groups_beyond_what_can_be_held_or_repaired_are_refused():
    names = [f"x{k}" for k in range(MOST_TIED + 1)]
    with pytest.raises(CorrelationError, match=r"6,001 inputs.*at most 6,000"):
        engine.Correlation(inputs=names, all_pairs=0.1)
    many = engine.Correlation(inputs=names[: MOST_REPAIRED + 1], all_pairs=-0.5, repair=True)
    with pytest.raises(CorrelationError, match="repair of 501 inputs"):
        many.group()
