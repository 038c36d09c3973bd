"""Replicates: intervals that cover under every design, and what cannot be divided."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

import engine
from engine.analysis.replicates import replicates_of
from engine.analysis.target import AnalysisError
from engine.studies.replicate import ReplicateError
from experiments.shared_services import PROGRAMME
from tests.analysis import reference_cases as cases

DESIGNS = ("random", "antithetic", "latin", "sobol")
ITERATIONS, REPLICATES, FEW = 1600, 25, 10
SPREAD = np.sqrt(5)
BOUND = 1.0
TRUTH = {
    "p80": norm.ppf(0.8) * SPREAD,
    "mean": 0.0,
    "chance": norm.cdf(BOUND / SPREAD),
    "shortfall": SPREAD * norm.pdf(norm.ppf(0.8)) / 0.2,
}


def model():
    plain = cases.linear((1, 1), (1, 2))
    return engine.Model(plain.inputs, plain.formula, claims={"c": {"metric": "y", "at_most": BOUND}})


def intervals(one, design, seed, replicates):
    """Each figure's interval in one run."""
    if design in ("latin", "sobol"):
        results = engine.replicate(one, ITERATIONS, seed, replicates=replicates, design=design, threads=1)
    else:
        results = engine.simulate(one, ITERATIONS, seed, threads=1, design=design)
    summary, claim = engine.summarise(results, (80,)).isel(measure=0), engine.claims(results).isel(claim=0)
    tail = engine.tails(results, (80,)).isel(measure=0, level=0)
    return {
        "p80": (float(summary["value_low"][0]), float(summary["value_high"][0])),
        "mean": (float(summary["mean_low"]), float(summary["mean_high"])),
        "chance": (float(claim["low"]), float(claim["high"])),
        "shortfall": (float(tail["expected_shortfall_low"]), float(tail["expected_shortfall_high"])),
    }


def covered(design, repeats, replicates=FEW):
    one, held, width = model(), dict.fromkeys(TRUTH, 0), dict.fromkeys(TRUTH, 0.0)
    for seed in range(repeats):
        for name, (low, high) in intervals(one, design, seed, replicates).items():
            held[name] += low <= TRUTH[name] <= high
            width[name] += (high - low) / repeats
    return held, width


@pytest.mark.parametrize("design", DESIGNS)
def test_intervals_cover_in_thirty_runs(design):
    """Of 30 at 95% at least 24 hold the truth: fewer has a chance of 0.0006 for each of the sixteen figures."""
    held, _ = covered(design, 30)
    assert min(held.values()) >= 24, held


@pytest.mark.long
@pytest.mark.parametrize("design", DESIGNS)
def test_intervals_cover_in_a_thousand_runs(design):
    held, width = covered(design, 1000, REPLICATES)
    print(design, held, width)
    if design == "antithetic":
        assert width["mean"] < 1e-9  # of a sum of mirrored inputs the mean is exact
        assert held.pop("mean") == 1000
    assert all(935 <= count <= 965 for count in held.values()), held


def test_intervals_are_narrower_where_the_design_spreads_its_points():
    widths = {design: covered(design, 8)[1] for design in DESIGNS}
    for name in ("p80", "mean", "chance"):
        assert widths["sobol"][name] < 0.6 * widths["random"][name], name
        assert widths["latin"][name] < 0.9 * widths["random"][name], name


def test_antithetic_pairs_that_move_together_are_not_taken_for_independent():
    """Of an even formula both of a pair give the same: the interval is as wide as that of half the iterations."""
    even = engine.Model(cases.linear((1, 1), (1, 1)).inputs, lambda a, b: a * a + b * b)
    wide = engine.summarise(engine.simulate(even, 10_000, design="antithetic"), (80,)).isel(measure=0)
    plain = engine.summarise(engine.simulate(even, 10_000), (80,)).isel(measure=0)
    ratio = (wide["mean_high"] - wide["mean_low"]) / (plain["mean_high"] - plain["mean_low"])
    assert 1.15 < float(ratio) < 1.75  # 1.41, and the error of fifty batches


def test_the_first_replicate_is_the_run_of_the_seed_and_others_are_their_own():
    programme = engine.load(PROGRAMME)
    found = engine.replicate(
        programme, 400, 7, replicates=2, design="latin", measures=["npv", "cash_benefit"]
    )
    alone = engine.simulate(programme, 200, 7, design="latin")
    assert np.array_equal(found["npv"][:200], alone["npv"])
    assert not np.array_equal(found["npv"][200:], alone["npv"])
    assert found["cash_benefit"].dims == ("iteration", "cluster")
    assert found["cash_benefit"].attrs["over_clusters"] == "sum"
    assert (found.attrs["iterations"], found.attrs["replicates"]) == (400, 2)


def test_what_is_missing_is_counted_over_all_replicates():
    """Payback never comes in most iterations of the flagship: none of these was lost since it was played."""
    programme = engine.load(PROGRAMME)
    found = engine.replicate(programme, 400, replicates=4)
    missing = int(found["payback_year"].isnull().sum())
    assert found["payback_year"].attrs["missing"] == missing > 200
    assert int(engine.summarise(found)["missing"].sel(measure="payback_year")) == missing
    with pytest.raises(AnalysisError, match="of replicates"):
        engine.drivers(found, engine.draw(programme, 400), "npv")


def test_replicates_are_known_of_whole_runs_alone():
    found = engine.replicate(model(), 400, replicates=4)
    assert replicates_of(found) == 4
    assert replicates_of(found.isel(iteration=slice(100))) == 1
    mirrored = engine.simulate(model(), 1000, design="antithetic")
    assert replicates_of(mirrored) == 50
    assert replicates_of(engine.simulate(model(), 1000, design="antithetic", keep="summary")) == 1
    assert replicates_of(engine.simulate(model(), 1000)) == 1


@pytest.mark.parametrize(("iterations", "replicates"), [(1000, 1), (1001, 7), (1000, 40), (10, 0)])
def test_what_cannot_be_divided_is_refused_with_what_can(iterations, replicates):
    with pytest.raises(ReplicateError, match="would do"):
        engine.replicate(model(), iterations, replicates=replicates)
