"""Worlds: one draw of every belief in each, on every design, thread, worker, and way of keeping."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import engine
from engine.programme.model import Programme
from tests.programme.test_beliefs import written


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return engine.load(written(tmp_path))


@pytest.mark.parametrize("design", ["random", "antithetic", "latin", "sobol"])
def test_a_world_has_one_draw_of_every_belief(programme: Programme, design: str) -> None:
    drawn = engine.draw(programme, 6000, seed=2, design=design, worlds=24)["value"].to_pandas()
    by_world = drawn.groupby(drawn.index // 250)
    assert (by_world[["beliefs.level", "beliefs.spread", "beliefs.chance"]].nunique() == 1).all(axis=None)
    assert drawn["beliefs.level"].nunique() == 24
    assert (by_world["a.build_cost.factor"].nunique() == 250).all()
    if design == "latin":  # one world in each stratum
        ranks = np.sort(by_world["beliefs.spread"].first())
        assert np.all(np.floor((ranks - 0.2) / 0.3 * 24) == np.arange(24))


def test_worlds_of_one_iteration_are_a_plain_run(programme: Programme) -> None:
    plain, worlds = (engine.simulate(programme, 500, seed=2, worlds=w) for w in (None, 500))
    assert np.array_equal(plain["total_cost"], worlds["total_cost"])


def test_the_first_worlds_are_those_of_a_longer_run(programme: Programme) -> None:
    short, long = engine.simulate(programme, 3000, worlds=3), engine.simulate(programme, 8000, worlds=8)
    assert np.array_equal(short["total_cost"], long["total_cost"][:3000])


def test_the_same_bits_on_threads_in_a_store_and_counted(programme: Programme, tmp_path: Path) -> None:
    kept = engine.simulate(programme, 9000, worlds=6, threads=1)
    assert kept.attrs["worlds"] == 6
    assert kept.attrs["iterations_per_world"] == 1500
    assert not kept.attrs["independent"]
    xr.testing.assert_identical(kept, engine.simulate(programme, 9000, worlds=6, threads=3))
    stored = engine.simulate(programme, 9000, worlds=6, store=tmp_path / "store")
    assert np.array_equal(kept["total_cost"], stored["total_cost"])
    counted = [engine.simulate(programme, 9000, worlds=6, threads=n, keep="summary") for n in (1, 3)]
    xr.testing.assert_identical(*counted)
    cost = kept["total_cost"].values.reshape(6, 1500)
    assert np.array_equal(counted[0]["world_holds"].values[:, 0], (cost <= 250).sum(axis=1))
    place = list(counted[0]["measure"].values).index("total_cost")
    assert np.allclose(counted[0]["world_mean"].values[:, place], cost.mean(axis=1), rtol=1e-13)
    squares = ((cost - cost.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    assert np.allclose(counted[0]["world_squares"].values[:, place], squares, rtol=1e-9)


@pytest.mark.parametrize(
    ("worlds", "words"), [(0, "at least 1"), (7, "with 142 iterations a world play 994"), (-1, "at least 1")]
)
def test_worlds_that_do_not_divide_the_run_are_refused(programme: Programme, worlds: int, words: str) -> None:
    with pytest.raises(engine.RunError, match=words):
        engine.simulate(programme, 1000, worlds=worlds)


def test_a_replayed_iteration_is_in_its_world(programme: Programme) -> None:
    results = engine.simulate(programme, 1000, seed=5, worlds=4)
    one = engine.replay(programme, seed=5, iteration=612, iterations=1000, worlds=4)
    assert float(one["total_cost"]) == float(results["total_cost"][612])
