"""Expected shortfall, skewness and kurtosis against closed forms, within five standard errors."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import expon, norm

import engine
from distributions import Exponential, Normal
from engine.analysis.estimators.tails import expected_shortfall, kurtosis, skewness
from engine.analysis.target import AnalysisError
from tests.analysis.synthetic_results import free_results


def error(found, key):
    return float(found[f"{key}_high"] - found[f"{key}_low"]) / 3.92


@pytest.mark.parametrize(
    ("law", "shortfall", "skew", "kurt"),
    [
        (Normal(10, 2), 10 + 2 * norm.pdf(norm.ppf(0.9)) / 0.1, 0, 0),
        (Exponential(1), expon.ppf(0.9) + 1, 2, 6),
    ],
)
def test_closed_forms(law, shortfall, skew, kurt):
    model = engine.Model({"x": law}, lambda x: x)
    found = engine.tails(engine.simulate(model, 200_000), (90,)).isel(measure=0, level=0)
    for key, exact in (("expected_shortfall", shortfall), ("skewness", skew), ("kurtosis", kurt)):
        assert abs(float(found[key]) - exact) < 5 * error(found, key), key
    assert abs(float(found["skewness"]) - skew - 1) > 5 * error(found, "skewness")


def test_the_worst_of_a_benefit_are_the_least():
    values = np.arange(1000.0)
    cost = engine.tails(free_results(values, cautious="high"), (80,)).isel(measure=0, level=0)
    benefit = engine.tails(free_results(values, cautious="low"), (80,)).isel(measure=0, level=0)
    assert float(cost["expected_shortfall"]) == pytest.approx(np.arange(800, 1000).mean(), rel=1e-12)
    assert float(benefit["expected_shortfall"]) == pytest.approx(np.arange(200).mean(), rel=1e-12)


def test_a_value_at_the_edge_counts_by_its_share():
    """Of 0, 0, 0, 0, 10 the worst 30% are the 10 with weight 0.2 and 0 with weight 0.1."""
    assert expected_shortfall(np.array([0.0, 0, 0, 0, 10]), 70).value == pytest.approx(20 / 3)


def test_influences_are_those_of_leaving_one_out():
    values = np.random.default_rng(1).gamma(2.0, size=4000)
    for figure in (skewness, kurtosis, lambda v: expected_shortfall(v, 80)):
        found = figure(values)
        assert found.influence.mean() == pytest.approx(0, abs=1e-9)
        left = [(figure(np.delete(values, k)).value - found.value) * -values.size for k in range(40)]
        assert left == pytest.approx(found.influence[:40].tolist(), rel=0.01, abs=0.03)


def test_constants_missing_and_short_runs():
    still = engine.tails(free_results(np.full(500, 2.0), cautious="high"), (80,)).isel(measure=0, level=0)
    assert [float(still[key]) for key in ("expected_shortfall", "skewness", "kurtosis")] == [2, 0, 0]
    gone = engine.tails(free_results([1.0, np.nan, 3.0] * 100, cautious="high")).isel(measure=0)
    assert int(gone["missing"]) == 100
    assert np.isnan(gone["skewness"])
    short = engine.tails(free_results(np.arange(150.0), cautious="high")).isel(measure=0)
    assert np.isfinite(short["expected_shortfall"].values).tolist() == [True, False, False]
    with pytest.raises(AnalysisError, match="summary"):
        engine.tails(engine.simulate(engine.Model({"x": Normal(0, 1)}, lambda x: x), 100, keep="summary"))
