"""Figures of parts and S-curves of worlds, each against the iterations themselves; sums that must add up."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy import stats

import engine
from engine.analysis.estimators.between import central_range
from engine.analysis.figures_by import By, figures_by, tells_by
from engine.analysis.measures import measure_names
from engine.analysis.probability_box import probability_box
from engine.analysis.summands import NEGLIGIBLE, summands, terms_of_whole, yearly_terms
from engine.analysis.target import AnalysisError
from engine.analysis.what_differs import what_differs
from engine.analysis.worlds import WorldsError
from tests.analysis.synthetic_results import CLUSTERS, HORIZON_YEARS, synthetic_results
from tests.programme.small_programme import SMALL, load_text

RESULTS = synthetic_results(600)
LEVELS = (10.0, 50.0, 90.0)


def assert_told(row: xr.Dataset, values: np.ndarray, base: float) -> None:
    """A row tells of these iterations."""
    assert float(row["mean"]) == pytest.approx(values.mean(), rel=1e-9)
    assert float(row["sd"]) == pytest.approx(values.std(ddof=1), rel=1e-9)
    half = stats.norm.ppf(0.975) * stats.sem(values)
    assert float(row["mean_high"] - row["mean_low"]) == pytest.approx(2 * half, rel=0.01)
    ranked = np.quantile(values, np.array(LEVELS) / 100, method="inverted_cdf")
    assert row["value"].values == pytest.approx(ranked, rel=1e-12)
    assert (row["value_low"] <= row["value"]).all()
    assert (row["value"] <= row["value_high"]).all()
    assert float(row["base"]) == pytest.approx(base, rel=1e-12)


def test_of_the_whole_each_measure_is_told_as_the_summary_tells_it() -> None:
    found = figures_by(RESULTS, percentiles=(90, 10, 50, 50))
    told = engine.summarise(RESULTS)
    assert found["measure"].values.tolist() == measure_names(RESULTS) == told["measure"].values.tolist()
    assert found["percentile"].values.tolist() == list(LEVELS)
    assert {*found["part"].values} == {*found["part_name"].values} == {""}
    same = {
        "mean": "mean",
        "mean_low": "mean_low",
        "mean_high": "mean_high",
        "sd": "sd",
        "missing": "missing",
    }
    for key, name in same.items():
        assert np.array_equal(found[key], told[name], equal_nan=True)
    assert np.array_equal(found["value"], told["value"].sel(percentile=list(LEVELS)), equal_nan=True)


@pytest.mark.parametrize(("by", "parts"), [("cluster", len(CLUSTERS)), ("year", HORIZON_YEARS)])
def test_of_each_part_the_iterations_are_told(by: str, parts: int) -> None:
    found = figures_by(RESULTS, by, LEVELS)  # type: ignore[arg-type]
    assert tells_by(RESULTS, by)  # type: ignore[arg-type]
    for name in [name for name, one in RESULTS.data_vars.items() if by in one.dims]:
        mine = found.isel(row=np.flatnonzero(found["measure"] == name))
        assert mine["part"].values.tolist() == [str(label) for label in RESULTS[by].values]
        assert mine.sizes["row"] == parts
        for k in range(parts):
            base = np.asarray(RESULTS[name].attrs["base"])[k]
            assert_told(mine.isel(row=k), RESULTS[name].isel({by: k}).values, float(base))


def test_years_are_called_as_people_call_them() -> None:
    for start, name in (("2022-04", "2022-23"), ("2022-01", "2022"), ("", "2022")):
        found = figures_by(RESULTS.assign_attrs(start=start), "year")
        assert found["part_name"].values[0] == name


@pytest.mark.parametrize(
    ("by", "percentiles", "words"),
    [
        (
            "cluser",
            (5,),
            "by 'cluser'; accepted: whole, year, cluster, line, risk; did you mean \"cluster\"?",
        ),
        ("year", (), "percentiles []: numbers above 0 and below 100 are needed"),
        ("year", (0, 5), "percentiles [0, 5]: numbers"),
        ("year", (5, 100), "percentiles [5, 100]: numbers"),
        ("line", (5,), "tell of no single line. Export the programme file"),
        ("risk", (5,), 'measures that hold "risks.*.strikes"'),
    ],
)
def test_what_cannot_be_told_is_refused(by: str, percentiles: tuple[float, ...], words: str) -> None:
    with pytest.raises(AnalysisError) as refused:
        figures_by(RESULTS, by, percentiles)  # type: ignore[arg-type]
    assert words in str(refused.value)


def in_worlds(each: int) -> xr.Dataset:
    return RESULTS.assign_attrs(worlds=600 // each, iterations_per_world=each)


@pytest.mark.parametrize("exceedance", [False, True])
@pytest.mark.parametrize(("name", "also"), [("total_cost", (900.0,)), ("payback_year", (2031.0, np.inf))])
def test_a_band_of_curves_is_that_of_each_world(name: str, also: tuple[float, ...], exceedance: bool) -> None:
    found = probability_box(in_worlds(60), name, exceedance, also=also)
    points, values = found["value"].values, RESULTS[name].values.reshape(10, 60, 1)
    known = values[np.isfinite(values)]
    assert points[0] == pytest.approx(np.quantile(known, 0.001))
    assert points[-1] == pytest.approx(max(np.quantile(known, 0.999), also[0] if name != "total_cost" else 0))
    assert also[0] in points
    assert np.isfinite(points).all()
    shares = (values >= points if exceedance else values <= points).mean(axis=1)
    assert found["chance"].values == pytest.approx(shares.mean(axis=0), abs=1e-12)
    _, low, high = central_range(shares.T, (shares * (1 - shares)).T / 59, 0.9)
    mean = shares.mean(axis=0)
    assert found["low"].values == pytest.approx(np.minimum(np.clip(low, 0, 1), mean), abs=1e-12)
    assert found["high"].values == pytest.approx(np.maximum(np.clip(high, 0, 1), mean), abs=1e-12)
    assert found.attrs["sense"] == ("at least" if exceedance else "at most")


def test_a_band_needs_two_worlds() -> None:
    assert probability_box(in_worlds(300), "npv").attrs["worlds"] == 2
    with pytest.raises(WorldsError, match="two worlds or more"):
        probability_box(in_worlds(600), "npv")


@pytest.mark.parametrize(
    "name", ["total_cost", "total_benefit", "net_benefit", "one_off_cost", "cash_benefit"]
)
def test_what_a_measure_is_a_sum_of_adds_up_to_it(name: str) -> None:
    results = RESULTS
    whole = results[name].values if results[name].ndim == 1 else results[name].values.sum(axis=1)
    base = float(np.sum(results[name].attrs["base"]))
    (found,) = summands(results, name, whole, base)
    assert (found.level, found.names) == ("cluster", list(CLUSTERS))
    assert found.values.sum(axis=0) == pytest.approx(whole, rel=1e-9)
    assert found.base.sum() == pytest.approx(base, rel=1e-9)
    signs = terms_of_whole(results, name)
    by_hand = sum(sign * results[term].values.T for term, sign in signs.items())
    assert np.allclose(found.values, by_hand, rtol=1e-12)
    years = yearly_terms(results, name)
    if years:
        yearly = sum(sign * results[term].values.sum(axis=1) for term, sign in years.items())
        assert yearly == pytest.approx(whole, rel=1e-9)


def test_the_terms_of_each_measure() -> None:
    costs = {"one_off_cost": 1, "running_cost": 1, "legacy_cost": 1}
    less = dict.fromkeys(costs, -1)
    gains = {"cash_benefit": 1, "efficiency_benefit": 1}
    expected = {
        "total_cost": costs,
        "total_benefit": gains,
        "net_benefit": gains | less,
        "cash_net_benefit": {"cash_benefit": 1} | less,
        "legacy_cost": {"legacy_cost": 1},
        "npv": {},
    }
    assert {name: terms_of_whole(RESULTS, name) for name in expected} == expected
    counted = RESULTS.assign_attrs(total_cost='["one_off_cost"]')
    assert terms_of_whole(counted, "total_cost") == {"one_off_cost": 1}
    yearly = {
        "total_cost": {"yearly_cost": 1},
        "cash_benefit": {"yearly_cash_benefit": 1},
        "total_benefit": {f"yearly_{one}": 1 for one in gains},
        "net_benefit": {f"yearly_{one}": 1 for one in gains} | {"yearly_cost": -1},
        "cash_net_benefit": {"yearly_cash_benefit": 1, "yearly_cost": -1},
        "one_off_cost": {},
    }
    assert {name: yearly_terms(RESULTS, name) for name in yearly} == yearly


@pytest.mark.parametrize(("beyond", "parts"), [(0.5, 5), (2.0, 6)])
def test_what_parts_leave_of_a_whole_is_a_part_unless_it_is_rounding(beyond: float, parts: int) -> None:
    whole = RESULTS["total_cost"].values
    left = beyond * NEGLIGIBLE * np.abs(whole).max() * np.ones(whole.size)
    (found,) = summands(RESULTS, "total_cost", whole + left, 907.0)
    assert len(found.names) == parts
    if parts == 6:
        assert found.names[-1] == "not by cluster"
        assert found.values[-1] == pytest.approx(left, rel=0.01)
        assert found.base[-1] == pytest.approx(7.0)


def changed(**attrs: str) -> xr.Dataset:
    return RESULTS.assign_attrs(attrs)


NUMBERS = [
    {"name": "a", "law": "normal(1, 2)", "base": 1.5},
    {"name": "b", "base": 2},
    {"name": "c", "law": "x"},
]
OTHERS = [
    {"name": "a", "law": "normal(1, 2)", "base": 1.25},
    {"name": "b", "base": 3},
    {"name": "d", "law": "y"},
]
DIFFERING = {
    "a fact": ({"horizon": "180"}, {"horizon": "192"}, [("horizon", "180", "192")]),
    "nothing but a scenario": ({"scenario": "one"}, {"scenario": "other"}, []),
    "numbers": (
        {"assumptions": json.dumps(NUMBERS)},
        {"assumptions": json.dumps(OTHERS)},
        [
            ("a, base case", "1.5", "1.25"),
            ("b", "2", "3"),
            ("c", "x", ""),
            ("d", "", "y"),
        ],
    ),
    "a claim": (
        {
            "claims": json.dumps(
                [{"name": "cost", "statement": "s", "metric": "npv", "at_most": 9, "of": None}]
            )
        },
        {"claims": json.dumps([{"name": "cost", "statement": "t", "metric": "npv", "at_most": 8}])},
        [("claim cost", "metric npv, at_most 9", "metric npv, at_most 8")],
    ),
    "risks left out": (
        {"changes": '["without: storm", "taken: a response", "without: both"]'},
        {"changes": '["without: both", "without: flood"]'},
        [("risks", "without: storm", ""), ("risks", "", "without: flood")],
    ),
}


@pytest.mark.parametrize("case", DIFFERING)
def test_what_is_written_otherwise_is_named(case: str) -> None:
    first, second, expected = DIFFERING[case]
    assert [tuple(one) for one in what_differs(changed(**first), changed(**second))] == expected


def test_lines_and_risks_are_told_by_name_and_clusters_as_people_call_them(tmp_path: Path) -> None:
    programme = load_text(tmp_path, SMALL)
    results = engine.simulate(programme, 400, measures=["*_cost", "*.cost", "*.benefit", "risks.*.strikes"])
    lines = figures_by(results, "line", (50,))
    assert lines["part"].values.tolist() == [str(one) for one in results["line"].values]
    assert np.allclose(lines["mean"], results["line_money"].mean("iteration"), rtol=1e-9)
    risks = figures_by(results, "risk", (50,))
    assert (risks["part"].values.tolist(), {*risks["measure"].values}) == (["supplier"], {"strikes"})
    assert float(risks["mean"][0]) == pytest.approx(float(results["strikes"].mean()))
    clusters = figures_by(results, "cluster", (50,))
    told = dict(zip(clusters["part"].values, clusters["part_name"].values, strict=True))
    assert told == {"north": "North", "south": "south"}
    kinds: tuple[By, ...] = ("whole", "year", "cluster", "line", "risk")
    assert [tells_by(results, by) for by in kinds] == [True] * 5
    assert [tells_by(RESULTS[["npv"]], by) for by in kinds] == [True, False, False, False, False]
