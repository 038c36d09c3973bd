"""Where a run leaves its files, and what it leaves when something fails."""

from __future__ import annotations

import json
from importlib import import_module
from inspect import signature
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest

from engine.cli import verbs
from engine.programme import starter
from engine.reporting.earlier_run import PLAYED
from engine.reporting.run_folder import claimed
from tests.cli.test_run import SMALL, outturn, seen


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    path = tmp_path / "programme.toml"
    path.write_text(starter(), encoding="utf-8")
    return path


def test_a_folder_that_is_a_file_is_refused_before_the_first_iteration(programme, tmp_path, monkeypatch):
    def play(*_: object, **__: object) -> None:
        raise AssertionError("played")

    monkeypatch.setattr("engine.simulation.simulate.simulate", play)
    result = outturn("run", programme, *SMALL, "--out", programme)
    assert result.exit_code == 2
    assert "results need a folder" in result.stderr
    assert programme.read_text(encoding="utf-8") == starter()


def test_what_an_earlier_run_drew_goes_with_its_data(programme, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "engine.reporting.visuals.save.chart_bytes", lambda *_: b""
    )  # names alone are looked at
    out = tmp_path / "out"
    assert outturn("run", programme, "--iterations", 200, "--seed", 1, "--out", out).exit_code == 0
    assert {"results.nc", "years.svg", "verdict.png"} <= set(seen(out))
    again = outturn("run", programme, *SMALL, "--seed", 2, "--out", out)
    assert seen(out) == ["manifest.json", "results.nc", "summary.json"]
    assert "200 iterations, seed 1; removed and not written again: " in again.stderr
    assert "years.svg" in again.stderr
    assert json.loads((out / "summary.json").read_bytes())["seed"] == 2


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(28, "No space left on device", "years.svg"), 2, "years.svg: No space left on device"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_charts_that_fail_cost_neither_data_nor_answer(programme, tmp_path, monkeypatch, error, code, words):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("engine.reporting.files.write_charts", fail)
    result = outturn("run", programme, "--iterations", 200, "--out", tmp_path / "out")
    assert result.exit_code == code
    assert "Benefits of £150m" in result.stdout
    assert f"The charts are not drawn: {words}" in result.stderr
    assert seen(tmp_path / "out") == ["manifest.json", "results.nc", "summary.json"]


def test_a_disk_that_is_too_small_is_told_before_it_is_full(programme, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.reporting.files.shutil.disk_usage", lambda _: SimpleNamespace(free=1_500_000))
    result = outturn("run", programme, "--iterations", 20_000, "--no-charts", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "MB there and 1.5 MB are free" in result.stderr
    assert not (tmp_path / "out").exists()


def test_too_little_memory_is_told_in_a_sentence(programme, tmp_path, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("engine.simulation.simulate.simulate", fail)
    result = outturn("run", programme, *SMALL, "--out", tmp_path / "out")
    assert (result.exit_code, "not enough memory" in result.stderr) == (2, True)


def test_results_are_not_lost_to_a_run_that_stores_them_elsewhere(programme, tmp_path):
    out, store = tmp_path / "out", tmp_path / "store"
    assert outturn("run", programme, *SMALL, "--out", out).exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    result = outturn("run", programme, *SMALL, "--seed", 2, "--out", out, "--store", store)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "results.nc of" in result.stderr
    assert "seed 2023 would be lost" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert not store.exists()


def test_an_update_writes_its_folder_or_is_refused_before_it_plays(programme, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.reporting.visuals.save.chart_bytes", lambda *_: b"")
    facts, out = tmp_path / "actuals.toml", tmp_path / "out"
    facts.write_text('known_at = "2025-06"\n[risks]\nsupplier_fails = "struck"\n', encoding="utf-8")
    words = ("update", programme, facts, "--iterations", 50, "--out", out)
    result = outturn(*words)
    assert result.exit_code == 0, result.stderr
    assert {"results.nc", "summary.json", "years.svg"} <= set(seen(out))
    assert f"Written to {out}: " in result.stderr
    with claimed(out, PLAYED) as folder:
        for name in PLAYED:
            (folder.beside / name).write_bytes(b"")
        folder.place({"seed": 1})
    result = outturn(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "studies.nc of seed 1 would be lost" in result.stderr
    assert (out / "studies.nc").exists()


NEEDED = {
    "stress": ("*.duration",),
    "replay": ("--iteration", "1"),
    "compare": ("flagship",),
}
WITH_OUT = sorted(
    entry.name
    for entry in iter_modules(verbs.__path__)
    if "out" in signature(getattr(import_module(f"{verbs.__name__}.{entry.name}"), entry.name)).parameters
)


@pytest.mark.parametrize("verb", WITH_OUT)
def test_every_verb_looks_at_its_folder_before_it_plays(programme, tmp_path, monkeypatch, verb):
    def play(*_: object, **__: object) -> None:
        raise AssertionError("played")

    for name in ("engine.simulation.simulate.play_all", "engine.cli.studied.say_cost"):
        monkeypatch.setattr(name, play)
    (tmp_path / "facts.toml").write_text('known_at = "2026-01"\nclusters_live = 0\n')
    last = ("facts.toml",) if verb == "update" else ()
    monkeypatch.chdir(tmp_path)
    result = outturn(verb, *NEEDED.get(verb, ()), programme, *last, "--out", programme)
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit), result.output
    assert result.stdout == ""
    assert str(programme) in result.stderr


@pytest.mark.parametrize("verb", ["elicit", "fit", "contingency"])
def test_every_plot_is_tried_before_anything_is_worked_out(programme, tmp_path, verb):
    (tmp_path / "data.csv").write_text("x\n1\n2\n3\n4\n5\n")
    words = {
        "elicit": ("--p10", 8, "--p50", 10, "--p90", 20),
        "fit": (tmp_path / "data.csv", "--column", "x"),
        "contingency": (programme,),
    }[verb]
    result = outturn(verb, *words, "--plot", programme / "plot")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{programme / 'plot.svg'} cannot be written" in result.stderr
