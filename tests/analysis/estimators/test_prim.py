"""Boxes by peeling: what one step takes, in any unit, and how likely so high a mean is by luck."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom
from scipy.stats import t as student

from engine.analysis.boxes import reproduced
from engine.analysis.estimators.prim import Side, best_peel, inside, quasi_p

TABLE = np.random.default_rng(11).uniform(size=(3, 4000))
BOX = (Side(0, True, 0.4), Side(1, False, 0.5))


@pytest.mark.parametrize("unit", [1e-20, 1e20])
def test_the_unit_of_an_outcome_peels_nothing_else(unit):
    outcomes = np.where(TABLE[1] > 0.5, 2.0, 1.0)
    found = best_peel(TABLE, outcomes, 0.05)
    assert found.column == 1
    assert best_peel(TABLE, unit * outcomes, 0.05) == found


def test_what_is_the_same_everywhere_is_not_peeled():
    assert best_peel(TABLE, np.ones(4000), 0.05) is None


def test_quasi_p_of_yes_and_no_is_the_binomial_tail():
    yes = (np.random.default_rng(12).uniform(size=4000) < 0.2 + 0.02 * (TABLE[1] < 0.5)).astype(float)
    within, without = yes[inside(BOX, TABLE)], yes[inside(BOX[:1], TABLE)]
    exact = binom.sf(within.sum() - 1, within.size, without.mean())
    assert quasi_p(BOX, 1, TABLE, yes) == pytest.approx(exact, rel=1e-9)


def test_quasi_p_of_amounts_is_students():
    amounts = np.random.default_rng(13).normal(size=4000)
    within, without = amounts[inside(BOX, TABLE)], amounts[inside(BOX[:1], TABLE)]
    t = (within.mean() - without.mean()) / without.std(ddof=1) * np.sqrt(within.size)
    assert quasi_p(BOX, 1, TABLE, amounts) == pytest.approx(student.sf(t, within.size - 1), rel=1e-9)


def test_each_side_of_a_box_is_found_again_by_itself():
    """One that was planted in every half, one of noise in few."""
    table = TABLE[:, :2000]
    planted = (table[0] > 0.7).astype(float)
    found = reproduced((Side(0, True, 0.7), Side(1, True, 0.5)), table, planted)
    assert found[0] == 1
    assert found[1] < 0.5
