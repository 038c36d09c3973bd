"""What is told by world, against known truths between worlds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import engine
from engine.analysis.estimators.between import range_of
from engine.analysis.worlds import WorldsError, by_world, over_beliefs
from tests.simulation.programmes import one_cluster

WORLDS, EACH = 400, 500


def test_a_beta_binomial_is_recovered() -> None:
    """Chances of Beta(2, 6), each seen through 500 iterations: sd 0.1443, 5% to 95% 0.0534 to 0.5207."""
    rng = np.random.default_rng(1)
    found = rng.binomial(EACH, rng.beta(2, 6, WORLDS)) / EACH
    told = range_of(found, found * (1 - found) / (EACH - 1))
    assert told.sd == pytest.approx(0.1443, abs=5 * 0.1443 / np.sqrt(2 * WORLDS))
    assert abs(told.low - 0.0534) < 5 * told.low_error
    assert abs(told.high - 0.5207) < 5 * told.high_error
    naive = range_of(found, np.zeros(WORLDS))
    assert naive.sd > told.sd


def test_without_truth_between_worlds_the_range_is_a_point_within_its_error() -> None:
    rng = np.random.default_rng(2)
    for share in (0.02, 0.5, 0.97):
        found = rng.binomial(EACH, share, WORLDS) / EACH
        told = range_of(found, found * (1 - found) / (EACH - 1))
        assert told.high - told.low <= 5 * np.hypot(told.low_error, told.high_error)
        assert abs(told.mean - share) < 5 * told.mean_error
        raw = np.quantile(found, 0.95) - np.quantile(found, 0.05)
        assert told.high - told.low < 0.5 * raw  # what is not corrected is noise


def test_the_range_holds_its_share_of_worlds() -> None:
    """Over 200 repeats the true 5% and 95% points lie within two of their errors in 95%, five sds: 0.87."""
    rng, inside = np.random.default_rng(3), 0
    for _ in range(200):
        truth = rng.normal(10, 2, 100)
        found = truth + rng.normal(0, 1, 100)
        told = range_of(found, np.ones(100))
        inside += abs(told.low - (10 - 1.645 * 2)) < 2 * told.low_error
    assert inside / 200 > 0.87


def test_a_programme_without_beliefs_has_points(tmp_path: Path) -> None:
    amount = '{ kind = "pert", low = 40, mode = 60, high = 120 }'
    results = engine.simulate(one_cluster(tmp_path, amount=amount), 20_000, worlds=100)
    told = over_beliefs(results)
    assert np.allclose(told["mean_high"], told["mean_low"])
    assert float(told["mean_noise"].sel(measure="total_cost")) > 0.1


def test_percentiles_by_world_and_their_noise() -> None:
    """Of a normal sd 1 the median's variance is pi / 2n: 1.57e-3 for 1,000 iterations."""
    rng = np.random.default_rng(4)
    results = _results(rng.normal(0, 1, 200_000), 200)
    told = by_world(results, (50,))
    assert told["value"].dims == ("world", "measure", "percentile")
    assert float(told["value_noise"].mean()) == pytest.approx(np.pi / 2000, rel=0.5)
    assert float(told["value"].var("world", ddof=1).squeeze()) == pytest.approx(np.pi / 2000, rel=0.5)


def test_results_without_worlds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorldsError, match="--worlds"):
        by_world(engine.simulate(one_cluster(tmp_path), 100))


def test_of_an_interrupted_run_whole_worlds_count() -> None:
    results = _results(np.arange(1000.0), 10).isel(iteration=slice(0, 350))
    results.attrs |= {"iterations": 350, "iterations_per_world": 100}
    assert by_world(results).sizes["world"] == 3
    results.attrs |= {"iterations": 50}
    with pytest.raises(WorldsError, match="no world was finished"):
        by_world(results.isel(iteration=slice(0, 50)))


def _results(values: np.ndarray, worlds: int) -> xr.Dataset:
    attrs = {"long_name": "y", "units": "1", "cautious": "low", "base": 0.0}
    return xr.Dataset(
        {"y": ("iteration", values, attrs)},
        attrs={
            "iterations": values.size, "worlds": worlds, "iterations_per_world": values.size // worlds,
            "claims": "[]", "independent": 0, "design": "random",
        },
    )  # fmt: skip


def test_each_world_is_told_by_its_own_iterations(tmp_path: Path) -> None:
    amount = '{ kind = "pert", low = 40, mode = 60, high = 120 }'
    results = engine.simulate(one_cluster(tmp_path, amount=amount), 600, worlds=20)
    told = by_world(results)
    cost = results["total_cost"].values.reshape(20, 30)
    assert np.allclose(told["mean"].sel(measure="total_cost"), cost.mean(axis=1), rtol=1e-12)
    assert np.allclose(told["mean_noise"].sel(measure="total_cost"), cost.var(axis=1, ddof=1) / 30, rtol=1e-9)
    chance = told["probability"]
    assert np.allclose(told["probability_noise"], chance * (1 - chance) / 29, rtol=1e-12)
