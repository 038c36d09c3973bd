"""Runs that cannot be compared are refused in words, and those of other draws are not taken in pairs."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from engine.analysis.comparison import LEVELS, ComparisonError, compare_results
from tests.analysis.synthetic_results import synthetic_results

ONE, OTHER = synthetic_results(300), synthetic_results(300, seed=8).assign_attrs(seed=7)


def in_pounds(results: xr.Dataset) -> xr.Dataset:
    found = results.copy()
    found["npv"] = results["npv"].assign_attrs(units="£")
    return found


REFUSED = {
    "one run": ({"a": ONE}, None, "1 run: at least 2 are needed"),
    "no such measure": ({"a": ONE, "b": OTHER}, ["nvp"], "no measure 'nvp' in a; it has "),
    "one that the other has not": ({"a": ONE, "b": OTHER.drop_vars("npv")}, ["npv"], "no measure 'npv' in b"),
    "other units": ({"a": ONE, "b": in_pounds(OTHER)}, None, "npv is in different units: £m in a, £ in b"),
    "nothing in common": (
        {"a": ONE[["npv"]], "b": OTHER[["total_cost"]]},
        None,
        "a and b have no measure in",
    ),
    "runs put together": ({"a": ONE, "b": OTHER.expand_dims(run=2)}, None, "b: these results have the added"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared(case: str) -> None:
    runs, measures, words = REFUSED[case]
    runs = {label: one.assign_attrs(claims="[]") for label, one in runs.items()}
    with pytest.raises(ComparisonError) as refused:
        compare_results(runs, measures)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("attrs", "first", "cut", "why"),
    [
        ({}, {}, 300, ""),
        ({}, {}, 200, ""),
        ({"seed": 9}, {}, 300, "different seeds (7 and 9)"),
        ({"draws": "x"}, {}, 300, "different sampling schemes (philox4x32-10 random 1 and x)"),
        ({"redraw": '{"a": 1}'}, {}, 300, 'different fresh draws ( and {"a": 1})'),
        ({}, {"design": "sobol"}, 200, "sobol runs of different length"),
        ({}, {"design": "sobol"}, 300, ""),
        ({}, {"design": "random"}, 200, ""),
    ],
)
def test_what_is_taken_in_pairs(attrs: dict[str, str], first: dict[str, str], cut: int, why: str) -> None:
    one, other = ONE.assign_attrs(first), OTHER.isel(iteration=slice(cut)).assign_attrs(attrs)
    found = compare_results({"a": one, "b": other}, ["total_cost", "npv"])
    assert (found["why"].item(), found["paired"].item()) == (why, int(not why))
    for name, sign in (("total_cost", -1), ("npv", 1)):
        told, apart = found.sel(other="b", measure=name), other[name].values - one[name].values[:cut]
        if why:
            gap = other[name].values.mean() - one[name].values.mean()
            assert np.isnan(told["difference_curve"]).all()
            assert np.isnan(told["equal"])
        else:
            gap = apart.mean()
            assert float(told["better"]) == (sign * apart > 0).mean()
            assert float(told["equal"]) == 0.0
            ranked = np.sort(apart)[np.ceil(LEVELS * cut / 100).astype(int) - 1]
            assert told["difference_curve"].values == pytest.approx(ranked)
        assert float(told["difference"]) == pytest.approx(gap)
        assert float(found["mean"].sel(run="b", measure=name)) == pytest.approx(other[name].values.mean())


def test_what_never_comes_is_the_worst_and_has_no_difference() -> None:
    one, other = ONE["payback_year"].values, OTHER["payback_year"].values
    told = compare_results({"a": ONE, "b": OTHER}).sel(other="b", measure="payback_year")
    worst = [np.where(np.isnan(values), np.inf, values) for values in (one, other)]
    assert float(told["better"]) == (worst[1] < worst[0]).mean()
    assert float(told["equal"]) == (worst[1] == worst[0]).mean() > 0
    assert int(told["missing"]) == int(np.isnan(one + other).sum()) > 0


def test_what_differs_by_rounding_alone_is_the_same() -> None:
    near = ONE.assign(npv=ONE["npv"] * (1 + 1e-13))
    found = compare_results({"a": ONE, "b": near}, ["npv"]).isel(other=0, measure=0)
    assert [float(found[key]) for key in ("difference", "low", "high", "equal", "better")] == [0, 0, 0, 1, 0]
