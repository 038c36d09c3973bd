"""Named arrays by reference: compiled code finds in them what Python finds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numba import njit

from engine.compiled.vectors.reference import by_reference


class Inner(NamedTuple):
    rows: np.ndarray
    weight: float


class Outer(NamedTuple):
    count: int
    matrix: np.ndarray
    inner: Inner
    flags: np.ndarray
    none: np.ndarray


@njit
def told(of):
    return (
        of.count,
        of.matrix[1, 2],
        of.matrix.shape,
        of.inner.rows[-1],
        of.inner.weight,
        of.flags.sum(),
        of.none.size,
    )


def example(matrix: np.ndarray) -> Outer:
    inner = Inner(np.array([3, 5, 8]), 0.25)
    return Outer(7, matrix, inner, np.array([True, False, True]), np.empty((0, 4)))


def test_fields_are_what_they_are_in_python():
    one = by_reference(example(np.arange(12.0).reshape(3, 4)))
    assert told(one) == (7, 6.0, (3, 4), 8, 0.25, 2, 0)
    assert one.inner.weight == 0.25
    assert len(one.matrix) == 3


def test_arrays_are_seen_not_copied():
    matrix = np.zeros((2, 3))
    one = by_reference(example(matrix))
    matrix[1, 2] = 9.0
    assert told(one)[1] == 9.0


def test_an_array_with_gaps_is_refused():
    with pytest.raises(ValueError, match=r"shape \(2, 3\) is not contiguous"):
        by_reference(example(np.zeros((2, 6))[:, ::2]))


def test_another_shape_is_no_other_type():
    told(by_reference(example(np.zeros((2, 3)))))
    before = len(told.signatures)
    told(by_reference(example(np.zeros((9, 5)))))
    assert len(told.signatures) == before
