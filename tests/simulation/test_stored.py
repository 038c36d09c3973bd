"""Iterations in a Zarr folder: opened lazily, they are those of a run in memory."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import engine
from experiments.shared_services import PROGRAMME
from tests.simulation.test_simulate import same
from tests.simulation.test_summary import interrupt_after

SEED, ITERATIONS = 11, 40_000


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


def test_what_is_stored_is_what_is_kept(flagship, tmp_path):
    stored = engine.simulate(flagship, ITERATIONS, SEED, store=tmp_path / "run.zarr")
    kept = engine.simulate(flagship, ITERATIONS, SEED)
    assert [path.name for path in tmp_path.iterdir()] == ["run.zarr"]
    opened = xr.open_zarr(tmp_path / "run.zarr", consolidated=False)
    for found in (stored, opened[list(kept.data_vars)]):  # a folder has no order of its own
        assert all(found[name].chunks is not None for name in kept.data_vars)  # lazy
        assert same(found, kept)
        assert [found[name].dims for name in found] == [kept[name].dims for name in found]
        assert found.attrs == kept.attrs
        assert engine.claims(found).identical(engine.claims(kept))
        assert engine.summarise(found).identical(engine.summarise(kept))
        assert found["cluster"].equals(kept["cluster"])


def test_a_store_is_never_overwritten(flagship, tmp_path):
    with pytest.raises(engine.RunError, match="exists already"):
        engine.simulate(flagship, 100, SEED, store=tmp_path)


def test_a_failure_leaves_nothing(flagship, tmp_path):
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        engine.simulate(flagship, ITERATIONS, SEED, store=tmp_path / "run.zarr", progress=fail)
    assert not list(tmp_path.iterdir())


def test_a_refusal_leaves_nothing(flagship, tmp_path):
    with pytest.raises(ValueError, match="design"):
        engine.simulate(flagship, 100, SEED, design="sobbol", store=tmp_path / "run.zarr")
    assert not list(tmp_path.iterdir())


def test_an_interrupt_leaves_the_beginning(flagship, tmp_path):
    cut = engine.simulate(
        flagship, 400_000, SEED, store=tmp_path / "run.zarr", measures=["npv"], progress=interrupt_after(1)
    )
    done = cut.sizes["iteration"]
    assert 0 < done == cut.attrs["iterations"] < cut.attrs["iterations_asked"] == 400_000
    assert np.array_equal(cut["npv"].values, engine.simulate(flagship, done, SEED)["npv"].values)
