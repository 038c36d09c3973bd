"""Shapley's allocation against values by hand, and the laws that it must obey."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from engine.analysis.estimators.coalition_steps import (
    antithetic_orders,
    coalitions_of,
    exact_steps,
    steps_of_orders,
)


def game(causes, value):
    """Values of all coalitions of `causes` factors, each at its first or its second number."""
    return np.array(
        [value([c[k >> n & 1] for n, c in enumerate(causes)]) for k in range(1 << len(causes))], float
    )


def test_three_factors_of_a_product():
    values = game([(1, 0.8), (1, 0.7), (1, 0.9)], lambda f: 1800 * f[0] * f[1] * f[2])
    steps = exact_steps(values)
    assert steps == pytest.approx([-291.6, -462.6, -138.6], rel=1e-12)
    assert steps.sum() == pytest.approx(-892.8, rel=1e-12)
    in_order = steps_of_orders(np.array([[0, 1, 2]]), dict(enumerate(values[:, np.newaxis])))[0, :, 0]
    assert in_order == pytest.approx([-360, -432, -100.8], rel=1e-12)


def test_two_factors_share_by_the_mean_of_the_other():
    steps = exact_steps(game([(3, 5), (7, 4)], lambda f: f[0] * f[1]))
    assert steps == pytest.approx([(5 - 3) * (7 + 4) / 2, (4 - 7) * (3 + 5) / 2], rel=1e-12)


def test_a_floor():
    steps = exact_steps(game([(0, 6), (0, 7)], lambda f: max(0, 10 - f[0] - f[1])))
    assert steps == pytest.approx([-4.5, -5.5], rel=1e-12)


@pytest.mark.parametrize("causes", [1, 2, 3, 5])
def test_exact_is_the_mean_of_all_orders_and_adds_up(causes):
    values = np.random.default_rng(causes).normal(size=(1 << causes, 3))
    steps = exact_steps(values)
    every = np.array(list(permutations(range(causes))))
    of_orders = steps_of_orders(every, dict(enumerate(values))).mean(axis=0)
    assert steps == pytest.approx(of_orders, rel=1e-12, abs=1e-14)
    assert steps.sum(axis=0) == pytest.approx(values[-1] - values[0], rel=1e-12)


def test_a_cause_that_changes_nothing_has_no_step_and_equals_share_alike():
    values = game([(0, 1), (0, 1), (0, 1)], lambda f: (f[0] + f[1]) ** 2)
    assert exact_steps(values).tolist() == pytest.approx([2, 2, 0])


def test_one_pair_of_orders_is_exact_where_two_causes_at_a_time_act_together():
    rng = np.random.default_rng(2)
    own, pairs = rng.normal(size=4), rng.normal(size=(4, 4))
    values = game([(0, 1)] * 4, lambda f: own @ f + np.array(f) @ pairs @ f)
    orders = antithetic_orders(rng.uniform(size=(1, 4)))
    found = steps_of_orders(orders, dict(enumerate(values[:, np.newaxis])))[..., 0]
    assert found.mean(axis=0) == pytest.approx(exact_steps(values), rel=1e-12)
    assert found[0] != pytest.approx(exact_steps(values), rel=1e-3)  # one order alone is not


def test_orders_are_orders():
    orders = antithetic_orders(np.random.default_rng(1).uniform(size=(5, 7)))
    assert (np.sort(orders, axis=1) == np.arange(7)).all()
    assert (orders[1::2] == orders[::2, ::-1]).all()
    assert coalitions_of([2, 0, 1]) == [0, 4, 5, 7]
