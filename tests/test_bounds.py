import numpy as np
import pytest

from engine.bounds import RELATIVE_TOLERANCE, Bound, bounds_of, evaluate, metrics_of
from engine.problems import ResultsError

VALUES = {"benefit": np.array([1.0, 2.0, np.nan]), "cost": np.array([3.0, 1.0, 1.0])}
CLAIMS = {
    "much": {"name": "much", "metric": "benefit", "at_least": 2, "at_most": 5},
    "cheap": {"name": "cheap", "metric": "cost", "at_most": 2},
    "both": {"name": "both", "all_of": ["much", "cheap"]},
    "again": {"name": "again", "all_of": ["cheap", "both"]},
}


def test_a_bound_forgives_rounding_and_nothing_else():
    for sign in (1, -1):
        inside, outside = (
            1800 * sign - 1800 * RELATIVE_TOLERANCE * np.array([0.9]),
            1800 * sign - 1800 * RELATIVE_TOLERANCE * np.array([1.1]),
        )
        assert Bound("x", "at_least", 1800.0 * sign).met_by(inside).all()
        assert not Bound("x", "at_least", 1800.0 * sign).met_by(outside).any()
        assert Bound("x", "at_most", -1800.0 * sign).met_by(-inside).all()
        assert not Bound("x", "at_most", -1800.0 * sign).met_by(-outside).any()


def test_a_bound_of_nought_is_exact_and_missing_meets_none():
    for side in ("at_least", "at_most"):
        assert Bound("x", side, 0.0).met_by(np.array([0.0, np.nan])).tolist() == [True, False]
    assert not Bound("x", "at_least", 0.0).met_by(np.array([-5e-324])).any()


def test_claims_of_each_iteration():
    found = {name: holds.tolist() for name, holds in evaluate(CLAIMS, VALUES).items()}
    assert found == {
        "much": [False, True, False],
        "cheap": [False, True, True],
        "both": [False, True, False],
        "again": [False, True, False],
    }


def test_what_a_claim_is_about():
    assert bounds_of(CLAIMS["much"]) == [Bound("benefit", "at_least", 2.0), Bound("benefit", "at_most", 5.0)]
    assert bounds_of(CLAIMS["both"]) == []
    assert metrics_of(CLAIMS, "both") == ["benefit", "cost"]
    assert metrics_of(CLAIMS, "again") == ["cost", "benefit"]


def test_a_claim_that_says_nothing_is_refused():
    with pytest.raises(ResultsError, match="needs all_of, any_of, or a metric"):
        evaluate({"a": {"name": "a", "metric": "benefit"}}, VALUES)
