import json
from typing import Any

import numpy as np
import pytest
import xarray as xr

from engine.analysis.claims import claim_outcomes, claims
from engine.problems import ResultsError
from tests.analysis.synthetic_results import free_results


def four_iterations(*specs: dict[str, Any]) -> xr.Dataset:
    """benefit 1, 2, 3, 4 (base 2) and cost 4, 3, 2, NaN (base NaN)."""
    return xr.Dataset(
        {
            "benefit": ("iteration", [1.0, 2.0, 3.0, 4.0], {"base": 2.0}),
            "cost": ("iteration", [4.0, 3.0, 2.0, np.nan], {"base": np.nan}),
        },
        attrs={"claims": json.dumps(specs)},
    )


AT_LEAST = {"name": "much", "statement": "Much benefit", "metric": "benefit", "at_least": 2}
AT_MOST = {"name": "cheap", "statement": "Little cost", "metric": "cost", "at_most": 3}
BOTH = {"name": "both", "all_of": ["much", "cheap"], "at_least": None}
NESTED = {"name": "all", "statement": "All", "all_of": ["both", "much"]}


def test_by_hand():
    found = claims(four_iterations(AT_LEAST, AT_MOST, BOTH, NESTED))
    assert found["claim"].values.tolist() == ["much", "cheap", "both", "all"]
    assert found["holds"].values.tolist() == [3, 2, 2, 2]
    assert found["probability"].values.tolist() == [0.75, 0.5, 0.5, 0.5]
    assert found["base_case"].values.tolist() == [True, False, False, False]
    assert found["metric"].values.tolist() == ["benefit", "cost", "benefit, cost", "benefit, cost"]
    assert found["statement"].values.tolist() == ["Much benefit", "Little cost", "both", "All"]
    assert found["iterations"].values.tolist() == [4] * 4
    assert found["at_least"].values[0] == 2.0
    assert np.isnan(found["at_least"].values[1:]).all()


def test_joint_claim_is_evaluated_in_each_iteration():
    late = {"name": "late", "metric": "benefit", "at_least": 3}
    early = {"name": "early", "metric": "benefit", "at_most": 2}
    never = {"name": "never", "all_of": ["late", "early"]}
    found = claims(four_iterations(never, late, early))  # the parts may stand after the whole
    assert found["probability"].values.tolist() == [0.0, 0.5, 0.5]


def test_missing_meets_no_bound():
    generous = {"name": "a", "metric": "cost", "at_most": 1e9}
    assert claim_outcomes(four_iterations(generous))["a"].tolist() == [True, True, True, False]


@pytest.mark.parametrize("off", [-1e-9, 0.0, 1e-9])
def test_rounding_of_the_base_case_does_not_break_a_claim(off):
    run = free_results([1800 + off, 1800.0], base=1800.0 + off)
    for side in ("at_least", "at_most"):
        run.attrs["claims"] = json.dumps([{"name": "c", "metric": "profit", side: 1800}])
        found = claims(run)
        assert found["base_case"].values.all()
        assert found["holds"] == 2


def test_a_real_shortfall_is_not_forgiven():
    run = free_results([1800 - 1e-5], base=1800.0 - 1e-5)
    run.attrs["claims"] = json.dumps([{"name": "c", "metric": "profit", "at_least": 1800}])
    found = claims(run)
    assert not found["base_case"]
    assert found["holds"] == 0


def test_negative_bounds_lean_the_same_way():
    run = free_results([-1800 - 1e-9, -1799.0, -1801.0])
    run.attrs["claims"] = json.dumps([{"name": "c", "metric": "profit", "at_least": -1800}])
    assert claim_outcomes(run)["c"].tolist() == [True, True, False]


def test_a_cluster_measure_can_be_claimed(results):
    run = results.copy()
    run.attrs["claims"] = json.dumps([{"name": "cash", "metric": "cash_benefit", "at_least": 500}])
    found = claims(run)
    assert found["base_case"]
    assert found["holds"] == int((results["cash_benefit"].sum("cluster") >= 500).sum())


def test_no_claims_is_an_empty_table():
    for attrs in ({}, {"claims": ""}, {"claims": "[]"}):
        run = free_results([1.0])
        run.attrs.update(attrs)
        assert claims(run).sizes == {"claim": 0}


@pytest.mark.parametrize(
    ("specs", "message"),
    [
        ([{"name": "a", "metric": "benefits", "at_least": 1}], "no measure 'benefits'.*\"benefit\""),
        ([{"name": "a", "all_of": ["b"]}], "'a' is all_of 'b', which is not a claim"),
        ([{"name": "a", "all_of": ["b"]}, {"name": "b", "all_of": ["a"]}], "circle: a -> b -> a"),
        ([{"name": "a", "metric": "benefit"}], "needs all_of, any_of, or a metric with at_least or at_most"),
    ],
)
def test_refusals(specs, message):
    with pytest.raises(ResultsError, match=message):
        claims(four_iterations(*specs))
