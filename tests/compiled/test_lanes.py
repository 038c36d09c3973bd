"""Eight numbers at once: each lane is what NumPy finds, NaN and infinity included."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from engine.compiled.vectors.lanes import (
    LANES,
    anywhere,
    everywhere,
    highest,
    lane,
    lowest,
    where,
    with_lane,
)
from engine.compiled.vectors.rows import load, rows_of, store

A = np.array([1.0, -2.0, 0.0, np.nan, np.inf, 3.0, -np.inf, 0.5])
B = np.array([2.0, -2.0, -0.0, 1.0, 1.0, np.nan, np.inf, 0.25])
FORMULAS = {
    "a + b": lambda a, b: a + b,
    "a - b": lambda a, b: a - b,
    "a * b": lambda a, b: a * b,
    "a / b": lambda a, b: a / b,
    "2 a - b / 3": lambda a, b: 2.0 * a - b / 3.0,
    "|a|": lambda a, b: abs(a),
}
MASKS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "and": lambda a, b: (a > 0.0) & (b > 0.0),
    "or": lambda a, b: (a > 0.0) | (b > 0.0),
}


def in_lanes(formula, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """What compiled code makes of eight numbers."""
    compiled, out = njit(formula, error_model="numpy"), np.empty((1, LANES))

    @njit
    def run(a, b, out):
        rows_of(out)[0] = compiled(load(a, 0), load(b, 0))

    run(a, b, out)
    return out[0]


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=list(FORMULAS))
def test_arithmetic(formula):
    with np.errstate(all="ignore"):
        assert np.array_equal(in_lanes(formula, A, B), formula(A, B), equal_nan=True)


@pytest.mark.parametrize("mask", MASKS.values(), ids=list(MASKS))
def test_conditions(mask):
    compiled = njit(mask)
    found = in_lanes(lambda a, b: where(compiled(a, b), 1.0, 0.0), A, B)
    assert found.astype(bool).tolist() == mask(A, B).tolist()


@pytest.mark.parametrize("constant", [0.0, 0.7])
def test_the_further_of_two_is_pythons(constant):
    for a, b in ((A, B), (A, np.full(LANES, constant))):  # of NaN and a number it is the first
        found = in_lanes(lambda a, b: max(a, b), a, b), in_lanes(lambda a, b: min(a, b), a, b)
        assert np.array_equal(found, [list(map(further, a, b)) for further in (max, min)], equal_nan=True)
    found = in_lanes(lambda a, b: max(a, constant) - min(constant, b), A, B)
    with np.errstate(invalid="ignore"):
        expected = np.array([max(a, constant) for a in A]) - np.array([min(constant, b) for b in B])
    assert np.array_equal(found, expected, equal_nan=True)


def test_a_number_becomes_lanes_where_a_variable_does():
    def formula(a, b):
        total = 0.0
        for _ in range(3):
            total += a
        return total

    assert np.array_equal(in_lanes(formula, A, B), A + A + A, equal_nan=True)


def test_one_lane_and_all():
    @njit
    def run(a):
        lanes = load(a, 0)
        some, none = anywhere(lanes > 8.5), anywhere(lanes > 9.0)
        return lowest(lanes), highest(lanes), lane(with_lane(lanes, 3, 7.0), 3), lane(lanes, 2), some, none

    a = np.array([4.0, 1.0, 8.75, 2.0, 9.0, 5.0, 6.0, 0.5])
    assert run(a) == (0.5, 9.0, 7.0, 8.75, True, False)


def test_rows_lie_where_they_are_asked_for():
    @njit
    def run(one, two, row):
        rows, pairs = rows_of(one), rows_of(two)
        rows[1] = everywhere(3.0)
        rows[2] += 1.0
        pairs[1, 2] = rows[0] + 1.0
        store(pairs[0, 1], row, 5)

    one, two, row = np.arange(3.0 * LANES).reshape(3, LANES), np.zeros((2, 3, LANES)), np.zeros(20)
    two[0, 1] = A
    run(one, two, row)
    expected = np.zeros((2, 3, LANES))
    expected[0, 1], expected[1, 2] = A, np.arange(LANES) + 1.0
    assert np.array_equal(one, [np.arange(LANES), np.full(LANES, 3.0), np.arange(2 * LANES, 3 * LANES) + 1.0])
    assert np.array_equal(two, expected, equal_nan=True)
    assert np.array_equal(row[5 : 5 + LANES], A, equal_nan=True)
    assert not row[:5].any()
    assert not row[5 + LANES :].any()
