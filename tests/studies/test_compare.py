"""Runs against each other, and one input within a range: on common draws, by hand, and what is refused."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

import engine
from distributions import Normal, Uniform
from engine.analysis.comparison import ComparisonError, compare_results
from engine.studies.stress import Range, StressError
from experiments.shared_services import PROGRAMME
from tests.simulation.programmes import one_cluster
from tests.simulation.test_simulate import UNCERTAIN


@pytest.fixture(scope="module")
def scenarios():
    names = {"default": None, "closed": "funding-closed"}
    return {label: engine.load(PROGRAMME, scenario=name) for label, name in names.items()}


@pytest.fixture(scope="module")
def found(scenarios):
    return engine.compare(scenarios, iterations=4000)


def test_a_difference_on_common_draws_varies_ten_times_less(found, scenarios):
    ratio = found["variance_ratio"].sel(other="closed")
    for name in ("total_benefit", "total_cost", "npv", "go_live_delay", "saving_against_counterfactual"):
        assert float(ratio.sel(measure=name)) >= 10
    # the control: another seed shares no draws
    other = engine.simulate(scenarios["closed"], 4000, seed=1)
    apart = compare_results({"default": engine.simulate(scenarios["default"], 4000), "other": other})
    assert apart["paired"].item() == 0
    assert "different seeds" in str(apart["why"].item())
    width = {n: (f["high"] - f["low"]).sel(measure="npv").item() for n, f in (("on", found), ("off", apart))}
    assert width["off"] > 10 * width["on"]


def test_differences_are_those_of_the_iterations(found, scenarios):
    runs = [engine.simulate(programme, 4000)["npv"].values for programme in scenarios.values()]
    one = found.sel(other="closed", measure="npv")
    assert float(one["difference"]) == pytest.approx((runs[1] - runs[0]).mean())
    assert float(one["better"]) == (runs[1] > runs[0] + 1e-6).mean()
    assert float(one["difference_curve"].sel(level=50)) == pytest.approx(
        np.median(runs[1] - runs[0]), rel=0.01
    )
    assert float(one["low"]) < float(one["difference"]) < float(one["high"])


def test_what_nothing_changes_is_the_same_to_the_bit_and_said_so(found):
    one = found.sel(other="closed", measure="counterfactual_cost")
    assert (float(one["difference"]), float(one["equal"]), float(one["better"])) == (0.0, 1.0, 0.0)


def test_claims_are_compared_and_what_differs_is_named(found):
    assert float(found["gain"].sel(other="closed", claim="cheaper")) > 0
    differs = json.loads(found.attrs["differs"])["closed"]
    assert [what for what, *_ in differs] == ["funding.0.top_up", "funding.1.top_up"]
    assert differs[0][2].startswith("Constant(value=1.0)")


def test_a_missing_number_is_the_worst_and_is_counted(found):
    one = found.sel(other="closed", measure="payback_year")
    assert float(one["missing"]) > 0
    assert math.isnan(float(one["difference"]))
    assert 0 <= float(one["better"]) <= 1


def test_runs_of_different_length_share_their_beginning(scenarios):
    long, short = (engine.simulate(scenarios["default"], n) for n in (300, 200))
    found = compare_results({"long": long, "short": short}, ["npv"])
    assert found["paired"].item() == 1
    assert found["difference"].item() == 0.0


def test_what_cannot_be_compared_is_told(scenarios, tmp_path):
    run = engine.simulate(scenarios["default"], 50)
    with pytest.raises(ComparisonError, match="at least 2"):
        compare_results({"one": run})
    summary = engine.simulate(scenarios["default"], 50, keep="summary")
    with pytest.raises(ComparisonError, match="every iteration kept"):
        compare_results({"a": run, "b": summary})
    euros = engine.simulate(one_cluster(tmp_path), 50)
    euros["npv"].attrs["units"] = "€m"
    with pytest.raises(ComparisonError, match="different units"):
        compare_results({"a": run, "b": euros})
    with pytest.raises(ComparisonError, match="no measure 'counterfactual_cost' in b"):
        compare_results({"a": run, "b": euros}, ["counterfactual_cost"])


# ------------------------------------------------------------------------------------------------ stress


def test_a_range_moves_the_input_alone_and_by_its_own_law(tmp_path):
    programme = one_cluster(tmp_path, **UNCERTAIN)
    found = engine.stress(programme, "alpha.delivery.amount", Range(80, 100, True), 2000)
    law = next(iter(programme.costs)).amount.law
    assert found.attrs["range_low"] == pytest.approx(float(law.ppf(0.8)))
    assert found.attrs["within"] == pytest.approx(0.2)
    cost = found.sel(other="stressed")
    assert float(cost["difference"].sel(measure="one_off_cost")) > 0
    assert float(cost["difference"].sel(measure="go_live_delay")) == 0.0  # tied to it, but its draws stay


def test_the_stressed_mean_is_that_of_the_condition():
    model = engine.Model({"a": Normal(0, 1), "b": Uniform(0, 1)}, lambda a, b: a + b)
    found = engine.stress(model, "a", Range(0, math.inf), 20_000)
    # E[a | a > 0] = 0.797885; five standard errors of 20,000 differences (sd 0.79) are 0.028
    assert found["difference"].sel(measure="y").item() == pytest.approx(0.797885, abs=0.028)
    assert found.attrs["within"] == pytest.approx(0.5)
    assert found["variance_ratio"].sel(measure="y").item() > 1
    held = engine.stress(model, "a", Range(2, 2), 100)
    assert float(held["mean"].sel(run="stressed", measure="y")) == pytest.approx(2.5, abs=0.2)


def test_risks_and_certain_numbers(tmp_path):
    programme = one_cluster(tmp_path, **UNCERTAIN)
    always = engine.stress(programme, "risks.late.strikes", Range(1, 1), 500)
    never = engine.stress(programme, "risks.late.strikes", Range(0, 0), 500)
    delays = [f["difference"].sel(measure="go_live_delay").item() for f in (always, never)]
    assert delays[0] > 0 > delays[1]
    spread = engine.stress(programme, "alpha.cash.lag", Range(0, 12), 500)
    assert spread["difference"].sel(measure="cash_benefit").item() < 0


@pytest.mark.parametrize(
    ("name", "within", "words"),
    [
        ("alpha.build.duration", Range(1e6, 2e6), "its P99.9"),
        ("alpha.delivery.amount", Range(5, 3), "wrong way round"),
        ("alpha.delivery.amount", Range(50, 120, True), "from P0 to P100"),
        ("alpha.cash.lag", Range(50, 60, True), "is certain"),
        ("risks.late.strikes", Range(0, 1), "or at 1, for certain"),
        ("alpha.delivery.amonut", Range(0, 1), "did you mean"),
    ],
)
def test_a_range_that_cannot_be_is_told(tmp_path, name, within, words):
    with pytest.raises(ValueError, match=words) as caught:
        engine.stress(one_cluster(tmp_path, **UNCERTAIN), name, within, 50)
    assert isinstance(caught.value, StressError) or "fits no input" in str(caught.value)
