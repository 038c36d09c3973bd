"""A stored run that was interrupted or killed, at any block, goes on to the same bytes."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import xarray as xr

import engine
from distributions import Uniform
from engine.programme import starter
from engine.simulation import stored
from engine.simulation.player import BLOCK
from engine.simulation.stored import Stored
from tests.cli.command import outturn
from tests.simulation.test_summary import interrupt_after

SEED, ITERATIONS = 5, 16_500
CHUNKS = -(-ITERATIONS // (2 * BLOCK))
DYING = """
import os, sys
import engine
programme, store = sys.argv[1:]
engine.simulate(engine.load(programme), 200_000, 5, 2, progress=lambda _: os._exit(9), store=store)
"""


# what has a number, and what has one for each cluster: of all measures a store has some hundred files
play = partial(engine.simulate, measures=["npv", "go_live_delay"])


class Killed(BaseException):
    """Ends a run where it is."""


def killed_after(calls: int):
    left = [calls]

    def progress(_: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    return progress


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(stored, "CHUNK", 2 * BLOCK)
    monkeypatch.setattr(Stored, "blocks", 2)


@pytest.fixture
def die(monkeypatch):
    """Run until killed: nothing is tidied up, and the system ends the locks."""

    def run(calls: int, *arguments, **named):
        with monkeypatch.context() as patch:
            patch.setattr(Stored, "close", lambda sink: sink.beside.let_go())
            with pytest.raises(Killed):
                play(*arguments, **named, progress=killed_after(calls))

    return run


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    file = tmp_path_factory.mktemp("programme") / "programme.toml"
    file.write_text(starter(), encoding="utf-8")
    return engine.load(file)


def files(store: Path) -> dict[str, bytes]:
    """Every file of a store, byte for byte."""
    return {
        path.relative_to(store).as_posix(): path.read_bytes() for path in store.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(programme, tmp_path_factory):
    """An uninterrupted store by design."""

    def made(design: str) -> dict[str, bytes]:
        if design not in known:
            store = tmp_path_factory.mktemp(design) / "run.zarr"
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(stored, "CHUNK", 2 * BLOCK)
                play(programme, ITERATIONS, SEED, design=design, store=store)
            known[design] = files(store)
        return known[design]

    known: dict[str, dict[str, bytes]] = {}
    return made


def counting():
    played: list[int] = []
    return played, played.append


@pytest.mark.parametrize(
    ("calls", "threads"), [*((calls, 1) for calls in range(1, CHUNKS - 1)), (1, 3), (2, 3)]
)
def test_interrupted_at_any_block(programme, whole, tmp_path, calls, threads):
    store = tmp_path / "run.zarr"
    cut = play(programme, ITERATIONS, SEED, threads, progress=interrupt_after(calls), store=store)
    assert cut.attrs["iterations"] < ITERATIONS or threads > 1  # others played ahead
    played, progress = counting()
    results = play(programme, ITERATIONS, SEED, threads, progress=progress, store=store, resume=True)
    assert played[0] >= cut.attrs["iterations"] - 2 * BLOCK  # what was there was not played again
    assert sum(played) == results.attrs["iterations"] == ITERATIONS
    assert files(store) == whole("random")
    assert [path.name for path in tmp_path.iterdir()] == ["run.zarr"]


@pytest.mark.parametrize("calls", [1, 2, CHUNKS // 2, CHUNKS - 1, CHUNKS])
@pytest.mark.parametrize("design", ["random", "latin", "sobol"])
def test_killed_at_any_block(programme, whole, tmp_path, die, calls, design):
    store = tmp_path / "run.zarr"
    die(calls, programme, ITERATIONS, SEED, 2, design, store=store)
    assert not store.exists()
    (next(tmp_path.glob(".run.zarr-*/store/npv")) / "0.abc.partial").write_bytes(b"half")
    play(programme, ITERATIONS, SEED, 2, design, store=store, resume=True)
    assert files(store) == whole(design)
    assert [path.name for path in tmp_path.iterdir()] == ["run.zarr"]


def test_killed_again_and_again(programme, whole, tmp_path, die):
    store = tmp_path / "run.zarr"
    die(2, programme, ITERATIONS, SEED, store=store)
    for _ in range(2):
        die(3, programme, ITERATIONS, SEED, store=store, resume=True)
    play(programme, ITERATIONS, SEED, 1, progress=interrupt_after(2), store=store, resume=True)
    play(programme, ITERATIONS, SEED, store=store, resume=True)
    assert files(store) == whole("random")


def test_a_chunk_that_was_cut_short_is_played_again(programme, whole, tmp_path, die):
    store = tmp_path / "run.zarr"
    die(6, programme, ITERATIONS, SEED, store=store)
    beside = next(tmp_path.glob(".run.zarr-*"))
    (beside / "store" / "npv" / "3").write_bytes(b"short")
    (beside / "store" / "go_live_delay" / "4.0").unlink()
    played, progress = counting()
    play(programme, ITERATIONS, SEED, progress=progress, store=store, resume=True)
    assert played[0] == 3 * 2 * BLOCK
    assert files(store) == whole("random")


def test_where_nothing_was_begun_it_begins_and_what_is_whole_stays(programme, whole, tmp_path):
    store = tmp_path / "run.zarr"
    for _ in range(2):
        play(programme, ITERATIONS, SEED, store=store, resume=True)
        assert files(store) == whole("random")


@pytest.mark.parametrize("left", ["interrupted", "killed"])
def test_another_run_is_not_gone_on_with(programme, tmp_path, die, left):
    store = tmp_path / "run.zarr"
    if left == "killed":
        die(3, programme, ITERATIONS, SEED, store=store)
    else:
        play(programme, ITERATIONS, SEED, progress=interrupt_after(3), store=store)
    before = files(tmp_path)
    for named in (
        {"seed": 6},
        {"design": "sobol"},
        {"iterations": 20_000},
        {"measures": ["npv"]},
        {"redraw": {"*": 1}},
    ):
        asked = {"iterations": ITERATIONS, "seed": SEED, **named}
        with pytest.raises(engine.RunError, match=f"{next(iter(named))} .* there and .* here"):
            play(programme, **asked, store=store, resume=True)
    assert files(tmp_path) == before


def test_a_run_at_work_is_not_gone_on_with(programme, tmp_path):
    store, met = tmp_path / "run.zarr", []

    def second(_: int) -> None:
        if not met:
            with pytest.raises(engine.RunError, match="at work") as refused:
                play(programme, ITERATIONS, SEED, store=store, resume=True)
            met.append(refused)

    play(programme, ITERATIONS, SEED, store=store, progress=second)
    assert met


@pytest.mark.parametrize("left", ["interrupted", "killed"])
def test_a_failure_leaves_what_was_there(programme, whole, tmp_path, die, left):
    store = tmp_path / "run.zarr"
    if left == "killed":
        die(3, programme, ITERATIONS, SEED, store=store)
    else:
        play(programme, ITERATIONS, SEED, progress=interrupt_after(3), store=store)
    with pytest.raises(Killed):
        play(programme, ITERATIONS, SEED, store=store, progress=killed_after(3), resume=True)
    if left == "interrupted":
        cut = play(programme, ITERATIONS, SEED)
        found = xr.open_zarr(store, consolidated=False)
        n = found.sizes["iteration"]
        assert (found["npv"].values == cut["npv"].values[:n]).all()
    play(programme, ITERATIONS, SEED, store=store, resume=True)
    assert files(store) == whole("random")


def test_refusals(programme, tmp_path):
    with pytest.raises(engine.RunError, match="name its folder"):
        engine.simulate(programme, 100, resume=True)
    with pytest.raises(engine.RunError, match="model's formula"):
        engine.simulate(
            engine.Model({"x": Uniform(0, 1)}, lambda x: x), 100, store=tmp_path / "x", resume=True
        )
    (tmp_path / "folder").mkdir()
    with pytest.raises(engine.RunError, match="holds no results"):
        engine.simulate(programme, 100, store=tmp_path / "folder", resume=True)


def test_a_process_that_died(tmp_path, monkeypatch):
    monkeypatch.undo()  # chunks as they are
    file, store = tmp_path / "programme.toml", tmp_path / "run.zarr"
    file.write_text(starter(), encoding="utf-8")
    assert subprocess.run([sys.executable, "-c", DYING, file, store], check=False).returncode == 9
    run = ["run", file, "--iterations", "200000", "--seed", "5", "--no-charts", "--out", tmp_path / "out"]
    result = outturn(*run, "--store", store, "--resume")
    assert result.exit_code == 0, result.output
    engine.simulate(engine.load(file), 200_000, 5, store=tmp_path / "other.zarr")
    assert files(store) == files(tmp_path / "other.zarr")
