"""Boxes and regional sensitivity: a planted box is found and no more, noise gives none."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from scipy.stats import ks_2samp, norm

import engine
from distributions import Discrete, Uniform
from engine.analysis.boxes import find_boxes
from engine.analysis.estimators.regional import regional
from engine.analysis.estimators.sorted_input import SortedInput
from engine.analysis.misses import outcome
from engine.analysis.target import AnalysisError
from engine.reporting.boxes import sentence
from tests.analysis.synthetic_results import free_results

SIZE = 10_000


def table(seed, columns=10):
    return np.random.default_rng(seed).uniform(size=(columns, SIZE))


def datasets(columns, outcomes):
    names = [f"x{k}" for k in range(1, len(columns) + 1)]
    inputs = xr.Dataset({"value": (("iteration", "input"), columns.T)}, coords={"input": names})
    return free_results(outcomes, "y", cautious="high"), inputs


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_planted_box_is_found_and_no_third_limit(seed):
    columns = table(seed)
    planted = ((columns[0] < 0.3) & (columns[1] > 0.6)).astype(float)
    found = engine.misses(*datasets(columns, planted), measure="y", at_most=0.5)
    assert found.sizes["box"] == 1
    limits = {
        name: (low, high)
        for name, low, high in zip(
            found["limited"].values, found["low"].values, found["high"].values, strict=True
        )
    }
    assert set(limits) == {"x1", "x2"}
    assert limits["x1"] == (-np.inf, pytest.approx(0.3, abs=0.02))
    assert limits["x2"] == (pytest.approx(0.6, abs=0.02), np.inf)
    one = found.sel(box=0)
    assert float(one["density"]) >= 0.97
    assert float(one["coverage"]) >= 0.97
    assert float(one["mass"]) == pytest.approx(0.12, abs=0.02)
    assert found["reproduced"].values.min() == 1
    assert found["quasi_p"].values.max() < 1e-50
    assert "When x" in sentence(found, 0)


def test_as_few_iterations_as_are_taken_are_enough_for_a_box():
    columns = table(9)[:, :400]
    found = engine.misses(*datasets(columns, (columns[0] < 0.4).astype(float)), measure="y", at_most=0.5)
    assert found["limited"].values.tolist() == ["x1"]


def test_noise_gives_no_box():
    """Of 40 samples of noise at 12%, at 1% each, three or more boxes have a chance of 0.008; of one it is a third."""
    boxes = 0
    for seed in range(40):
        columns = table(100 + seed)[:, :4000]
        noise = (np.random.default_rng(seed).uniform(size=4000) < 0.12).astype(float)
        boxes += len(find_boxes(columns, noise, 1))
    assert boxes <= 2


def test_yes_or_no_counts_and_dates_are_inputs():
    laws = {
        "strikes": Discrete([0, 1], [0.7, 0.3]),
        "sites": Discrete([1, 2, 3, 4], [0.25] * 4),
        "noise": Uniform(0, 1),
    }
    claims = {"c": {"metric": "y", "at_most": 0.5, "statement": "Stays dry"}}
    model = engine.Model(
        laws, lambda strikes, sites, noise: 1.0 if strikes > 0 and sites > 2 else 0.0, claims=claims
    )
    found = engine.misses(engine.simulate(model, SIZE), engine.draw(model, SIZE), "c")
    limits = dict(zip(found["limited"].values, found["low"].values, strict=True))
    assert limits == {"strikes": 0.5, "sites": 2.5}
    assert float(found["density"][0]) == 1
    assert "miss the claim “Stays dry”" in sentence(found, 0)
    lowest = found["at_low"].sel(input="strikes")
    assert float(lowest) == 0


def test_a_second_box_is_found_in_what_the_first_left():
    columns = table(4)
    first, second = (columns[0] < 0.2) & (columns[1] < 0.5), columns[2] > 0.95
    found = engine.misses(*datasets(columns, (first | second).astype(float)), measure="y", at_most=0.5)
    assert found.sizes["box"] == 2
    assert {frozenset(found["limited"].values[found["of_box"].values == k]) for k in (0, 1)} == {
        frozenset({"x1", "x2"}),
        frozenset({"x3"}),
    }
    assert float(found["coverage"].sum()) > 0.95


def test_of_a_measure_without_a_bound():
    columns = table(5)
    values = np.where(columns[3] > 0.8, 10.0, 0.0) + columns[4]
    found = engine.misses(*datasets(columns, values), measure="y")
    assert found["limited"].values[0] == "x4"
    assert float(found["low"][0]) == pytest.approx(0.8, abs=0.02)
    assert float(found["density"][0]) == pytest.approx(10.5, abs=0.1)
    assert float(found["coverage"][0]) > 0.9
    benefit, inputs = datasets(columns, -values)
    benefit["y"].attrs["cautious"] = "low"
    low = engine.misses(benefit, inputs, measure="y")
    assert low["limited"].values[0] == "x4"
    assert "is −10" in sentence(low, 0)


def test_an_interval_of_amounts_is_as_wide_as_its_confidence_asks():
    columns = table(5)
    values = np.where(columns[3] > 0.8, 10.0, 0.0) + columns[4]
    width = {}
    for confidence in (0.5, 0.95):
        found = engine.misses(*datasets(columns, values), measure="y", confidence=confidence)
        width[confidence] = float(found["density_high"][0] - found["density_low"][0])
    assert width[0.95] / width[0.5] == pytest.approx(norm.ppf(0.975) / norm.ppf(0.75), rel=1e-9)


def test_distance_is_that_of_kolmogorov_and_smirnov():
    columns = table(6)
    happens = columns[0] + columns[1] > 1.2
    for row in (columns[0], np.round(columns[1] * 5), columns[7]):
        mine = regional(SortedInput.of(row), happens)
        theirs = ks_2samp(row[happens], row[~happens], method="asymp")
        assert mine.distance == pytest.approx(theirs.statistic, rel=1e-9)
        assert mine.p == pytest.approx(theirs.pvalue, rel=0.05, abs=1e-12)


def test_dates_of_the_results_stand_beside_the_inputs():
    model = engine.Model({"a": Uniform(0, 1)}, lambda a: a)
    results, drawn = engine.simulate(model, 2000), engine.draw(model, 2000)
    late = 24 * np.random.default_rng(3).uniform(size=(2000, 2))
    results["go_live_delay"] = (("iteration", "cluster"), late)
    results = results.assign_coords(cluster=["one", "two"])
    results["y"] = ("iteration", (late[:, 1] > 12).astype(float))
    found = engine.misses(results, drawn, measure="y", at_most=0.5, also=["go_live_delay"])
    assert found["limited"].values.tolist() == ["go_live_delay.two"]
    assert sentence(found, 0).startswith("When go_live_delay.two is above 1")
    assert " months, " in sentence(found, 0)


def test_refusals():
    columns = table(7)[:, :1000]
    results, inputs = datasets(columns, columns[0])
    with pytest.raises(AnalysisError, match="at least 400"):
        engine.misses(results.isel(iteration=slice(100)), inputs.isel(iteration=slice(100)), measure="y")
    with pytest.raises(AnalysisError, match="aim = 'fail'"):
        engine.misses(results, inputs, measure="y", aim="fail")
    with pytest.raises(AnalysisError, match="also: no 'finish'"):
        engine.misses(results, inputs, measure="y", also=["finish"])
    with pytest.raises(AnalysisError, match="also: y has dims"):
        engine.misses(results, inputs, measure="y", also=["y"])
    results["y"][3] = np.nan
    with pytest.raises(AnalysisError, match="the first of them 3"):
        engine.misses(results, inputs, measure="y")
    assert engine.misses(results, inputs, measure="y", at_most=0.5).attrs["missing"] == 1


def test_what_never_happens_has_no_box():
    columns = table(8)[:, :1000]
    found = engine.misses(*datasets(columns, columns[0]), measure="y", at_most=2)
    assert found.sizes["box"] == 0
    assert found["distance"].values.max() == 0


@pytest.mark.parametrize(
    ("bounds", "held"),
    [
        ({"at_least": 2.0}, [0, 0, 1, 1, 1]),
        ({"at_most": 2.0}, [1, 1, 1, 0, 0]),
        ({"at_least": 1.0, "at_most": 3.0}, [0, 1, 1, 1, 0]),
    ],
)
def test_a_bound_is_held_at_itself_and_missed_beyond(bounds, held):
    results = free_results(np.arange(5.0), "y")
    told = {"at_least": None, "at_most": None} | bounds
    for aim, expected in (("hold", held), ("miss", [1 - one for one in held])):
        found = outcome(results, None, "y", **told, aim=aim)
        assert found.values.tolist() == expected
        assert {key: found.attrs[key] for key in (*bounds, "aim")} == bounds | {"aim": aim}


def test_of_an_amount_the_worst_fifth_and_what_equals_its_edge_is_told_of():
    """Of 1, 2, …, 10 in equal numbers the edge is 8.2; where a fifth equals the edge it belongs to it."""
    x = np.random.default_rng(5).uniform(size=1000)
    values = np.where(x < 0.7, 0.0, 5.0) + (x > 0.95)
    found = engine.misses(*datasets(x[None], values), measure="y")
    share, at = (values >= np.quantile(values, 0.8)), x[values >= np.quantile(values, 0.8)]
    assert share.mean() == pytest.approx(0.3, abs=0.05)
    assert float(found["distance"][0]) == pytest.approx(ks_2samp(at, x[~share]).statistic, abs=1e-9)
