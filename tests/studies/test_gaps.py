"""Gaps: what a percentile and the chance of a claim would be without each cause."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

import engine
from distributions import Normal, Uniform
from engine.analysis.target import AnalysisError
from engine.programme.variation import VariationError
from engine.studies.gaps import GapError
from experiments.shared_services import PROGRAMME
from tests.analysis import reference_cases as cases


def test_linear_gaussian():
    """P80 of a sum of normals is z times its spread, and without an input z times the rest's."""
    found = engine.gaps(cases.linear((1, 1, 1), (1, 1, 2)), iterations=40_000)
    exact = ndtri(0.8) * (np.sqrt(6) - np.sqrt([5, 5, 2]))
    error = (found["gap_high"] - found["gap_low"]).values / 4.1
    assert np.all(np.abs(found["gap"].values - exact) < 5 * error)
    assert np.all(np.abs(found["without"].values - ndtri(0.8) * np.sqrt([5, 5, 2])) < 0.08)
    assert found.attrs["value"] == pytest.approx(ndtri(0.8) * np.sqrt(6), abs=0.06)


def test_pairs_share_their_draws():
    """The error of a gap is far below that of two runs apart."""
    found = engine.gaps(
        engine.Model({"a": Normal(0, 5), "b": Normal(0, 0.1)}, lambda a, b: a + b), iterations=10_000
    )
    width = float((found["gap_high"] - found["gap_low"]).sel(cause="b"))
    unpaired = 2 * 1.96 * np.sqrt(2 * 0.16 / 10_000) / 0.28 * 5
    assert width < unpaired / 4


def test_what_is_not_read_has_no_gap():
    model = engine.Model(
        {"a": Normal(0, 1), "b": Normal(0, 1)}, lambda a, b: a, claims={"c": {"metric": "y", "at_most": 1}},
        correlation={("a", "b"): 0.7},
    )  # fmt: skip
    found = engine.gaps(model, iterations=2000).sel(cause="b")
    assert [float(found[key]) for key in ("gap", "gap_low", "gap_high")] == [0, 0, 0]
    assert float(found["chance_gap"].sel(claim="c")) == 0
    assert float(found["chance_gap_high"].sel(claim="c")) > 0  # a run of 2,000 knows no more than that


def test_chances_of_claims():
    model = engine.Model(
        {"a": Uniform(0, 1), "b": Uniform(0, 1)},
        lambda a, b: a + b,
        claims={"c": {"metric": "y", "at_most": 0.75}},
    )
    found = engine.gaps(model, iterations=40_000)
    # P(a + b <= 3/4) = 9/32; with either at 1/2 a quarter
    gap = found["chance_gap"].sel(claim="c")
    error = (found["chance_gap_high"] - found["chance_gap_low"]).sel(claim="c") / 3.92
    assert np.all(np.abs(gap - (9 / 32 - 1 / 4)) < 5 * error)


def test_the_careful_side_of_a_benefit_is_low():
    model = engine.Model({"a": Normal(0, 1)}, lambda a: a, claims={"c": {"metric": "y", "at_least": 0}})
    found = engine.gaps(model, iterations=10_000)
    assert found.attrs["percentile"] == 20
    assert float(found["gap"][0]) == pytest.approx(ndtri(0.2), abs=0.06)


def test_risks_are_one_cause_each_and_never_strike():
    programme = engine.load(PROGRAMME)
    found = engine.gaps(programme, "total_cost", iterations=500, inputs=["risks.*", "drivers.synergy_cost"])
    assert found["kind"].values.tolist().count("risk") == 29 == found.sizes["cause"] - 1
    one = found.sel(cause="risks.synergy_restart")
    alone = engine.simulate(programme.without("synergy_restart"), 500)["total_cost"].values
    assert float(one["without"]) == np.sort(alone)[399]
    assert float(found.attrs["value"]) == np.sort(engine.simulate(programme, 500)["total_cost"].values)[399]


def test_a_measure_with_nothing_in_some_iterations_keeps_them_in_their_rank():
    found = engine.gaps(engine.load(PROGRAMME), "payback_year", iterations=500, inputs="drivers.synergy_cost")
    assert found.attrs["missing"] > 400
    assert found.attrs["value"] == np.inf
    assert np.isnan(found["mean_gap"].item())


def test_refusals():
    programme = engine.load(PROGRAMME)
    with pytest.raises(AnalysisError, match='did you mean "total_cost"'):
        engine.gaps(programme, "total_costs", iterations=10)
    with pytest.raises(VariationError, match="fits no cause"):
        engine.gaps(programme, iterations=10, inputs="synergi.*")
    with pytest.raises(GapError, match="percentile = 0"):
        engine.gaps(programme, iterations=10, percentile=0)


def test_another_play():
    calls = []

    def play(*arguments, **options):
        calls.append(options)
        return engine.simulate(*arguments, **options)

    engine.gaps(cases.linear((1, 1), (1, 1)), iterations=100, play=play)
    assert len(calls) == 3
