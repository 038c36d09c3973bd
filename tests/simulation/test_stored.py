"""Iterations in a Zarr folder: opened lazily, they are those of a run in memory."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import engine
from engine.simulation import begun
from engine.simulation.limits import RunWarning
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


def beside(folder):
    return [path for path in folder.iterdir() if path.name.startswith(".s-")]


def test_a_name_is_one_runs_while_it_plays(flagship, tmp_path):
    def second(_: int) -> None:
        with pytest.raises(engine.RunError, match="a run is at work on it"):
            engine.simulate(flagship, 100, SEED + 1, store=tmp_path / "s")

    played = engine.simulate(flagship, 3000, SEED, store=tmp_path / "s", progress=second)
    assert played.attrs["seed"] == SEED
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_what_was_played_is_kept_though_somebody_took_its_name(flagship, tmp_path):
    def take(_: int) -> None:
        (tmp_path / "s").mkdir(exist_ok=True)
        (tmp_path / "s" / "mine").touch()

    with pytest.warns(RunWarning, match="its iterations are in .*s-2"):
        played = engine.simulate(flagship, 3000, SEED, store=tmp_path / "s", progress=take)
    assert same(played, engine.simulate(flagship, 3000, SEED))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s", "s-2"]


def test_what_dead_runs_left_is_removed_if_empty_and_named_if_not(flagship, tmp_path):
    empty, begun = tmp_path / ".s-1", tmp_path / ".s-2"
    for folder in (empty, begun, tmp_path / ".s-3"):
        folder.mkdir()
        (folder / "run.json").write_text("{}", encoding="utf-8")
    (tmp_path / ".s-3" / "run.json").unlink()
    (begun / "done.json").write_text('{"iterations": 32768}', encoding="utf-8")
    with pytest.warns(
        RunWarning, match=r"s-2 is of a run that did not end, with 32,768 iterations: --resume"
    ):
        engine.simulate(flagship, 100, SEED, store=tmp_path / "s")
    assert beside(tmp_path) == [begun]


def test_a_name_that_cannot_be_written_is_refused_before_playing(flagship, tmp_path):
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "s", tmp_path / ("n" * 250)):
        with pytest.raises(engine.RunError, match="cannot be written there"):
            engine.simulate(flagship, 100, SEED, store=path, progress=interrupt_after(0))


def test_a_hidden_folder_that_is_no_runs_is_left_alone(flagship, tmp_path):
    """`.run-notes` lies where a run that stores `run` would have left what it played."""
    (tmp_path / ".run-notes").mkdir()
    (tmp_path / ".run-notes" / "mine.txt").write_text("mine")
    (tmp_path / ".run-empty").mkdir()
    engine.simulate(flagship, 10, store=tmp_path / "run")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".run-notes", "run"]
    assert (tmp_path / ".run-notes" / "mine.txt").read_text() == "mine"


def test_what_is_still_written_to_when_it_is_removed_goes_too(tmp_path, monkeypatch):
    """Zarr writes in threads of its own, which an error of one does not end."""
    beside = begun.new_beside(tmp_path / "run", {})
    remove, late = begun.shutil.rmtree, ["once", "twice"]

    def remove_and_write(folder, **how):
        remove(folder, **how)
        if late:
            folder.mkdir()
            (folder / late.pop()).touch()

    monkeypatch.setattr(begun.shutil, "rmtree", remove_and_write)
    monkeypatch.setattr(begun.time, "sleep", lambda _: None)
    beside.remove()
    assert [*tmp_path.iterdir()] == []
