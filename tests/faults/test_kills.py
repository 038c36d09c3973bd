"""A hundred kills at random moments: the results of a folder are all old or all new, and the next run tidies up."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import engine
from engine.programme import starter
from tests.faults.commands import begin, left_over, outturn, seed_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
NEVER = 60.0  # seconds after which a run that should write has failed


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    path = tmp_path / "p.toml"
    path.write_text(starter(), encoding="utf-8")
    return path


def killed(delay: float, at_work: Callable[[], bool] | None, *words: object) -> tuple[int, str]:
    """A command that is killed so many seconds after its start, or after it is at work: its exit code, what it said."""
    with begin(*words) as process:
        end = time.monotonic() + NEVER
        while at_work and process.poll() is None and time.monotonic() < end and not at_work():
            time.sleep(0.002)
        try:
            told = process.communicate(timeout=delay)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            told = process.communicate()[1]
    return process.returncode, told


def survive(programme: Path, kills: int, aimed: int, chance: random.Random) -> dict[str, int]:
    """Kill runs into one folder, `aimed` of them while they write; how many left the old results and how many new."""
    out = programme.parent / "out"

    def run(seed: int) -> tuple[object, ...]:
        return "run", programme, "--iterations", 500, "--seed", seed, "--out", out, "--quiet"

    def writes() -> bool:
        return any(out.glob(".outturn-*/results.nc"))

    began = time.monotonic()
    assert outturn(*run(0)) == (0, "")
    whole, before, found = time.monotonic() - began, 0, {"old": 0, "new": 0, "unkilled": 0}
    for number in range(1, 3 * kills):
        is_aimed = found["old"] + found["new"] < aimed
        delay = chance.uniform(0, 0.3 if is_aimed else whole)
        code, told = killed(delay, writes if is_aimed else None, *run(number))
        seed = seed_of(out)
        assert seed in (before, number), (number, delay, code)
        assert code == -signal.SIGKILL or (code, told) == (0, "")
        found["unkilled" if code == 0 else "new" if seed == number else "old"] += 1
        before = seed
        if found["old"] + found["new"] == kills:
            break
    assert outturn(*run(999)) == (0, "")
    assert (seed_of(out), left_over(out)) == (999, [])
    return found


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_run_that_is_told_to_end_tidies_up(programme, name, code):
    """While it draws its charts, twice, as a terminal that is closed tells it."""
    out = programme.parent / "out"
    with begin("run", programme, "--iterations", 500, "--out", out) as process:
        end = time.monotonic() + NEVER
        while process.poll() is None and time.monotonic() < end and not [*out.glob(".outturn-*/*.svg")]:
            time.sleep(0.002)
        process.send_signal(signal.Signals[name])
        if name != "SIGINT":
            process.send_signal(signal.Signals[name])
        told = process.communicate()[1]
    assert (process.returncode, told) == (
        code, f"The charts are not drawn: interrupted\nWritten to {out}: results.nc, summary.json\n"
    )  # fmt: skip
    assert (seed_of(out), left_over(out)) == (2023, [])


def test_two_kills(programme):
    found = survive(programme, kills=2, aimed=2, chance=random.Random(14))
    assert sum(found.values()) >= 2 >= found["old"] + found["new"]


@pytest.mark.faults
def test_eighty_kills(programme, capsys):
    found = survive(programme, kills=80, aimed=40, chance=random.Random(1914))
    with capsys.disabled():
        print(f"\n80 kills: {found}")
    assert found["old"] >= 10
    assert found["new"] >= 1


@pytest.mark.faults
def test_twenty_kills_of_one_stored_run_that_goes_on(programme, capsys):
    """Four times in five when another chunk is on disk, else whenever."""
    store, iterations, chance = programme.parent / "s", 1_000_000, random.Random(7)
    words = ("run", programme, "--iterations", iterations, "--store", store, "--resume", "--quiet")
    reached: list[int] = []
    while len(reached) < 20 and not store.exists():
        before = done(store)
        goes_on = (lambda: done(store) > before) if chance.random() < 0.8 else None  # noqa: B023 - called in this turn
        delay = chance.uniform(0, 0.1 if goes_on else 5)
        code, told = killed(delay, goes_on, *words, "--no-charts", "--out", programme.parent / "killed")
        assert code == -signal.SIGKILL or (code, told) == (0, "")
        reached.append(done(store))
    code, told = outturn(*words, "--no-charts", "--out", programme.parent / "out")
    assert (code, told) == (0, "")
    with capsys.disabled():
        print(f"\n{len(reached)} kills of a stored run, after iterations {reached}")
    assert len({*reached}) >= 8
    stored = xr.open_zarr(store, consolidated=False)
    played = engine.simulate(engine.load(programme), iterations)
    assert all(np.array_equal(stored[name], played[name], equal_nan=True) for name in played.data_vars)
    assert engine.claims(stored).identical(engine.claims(played))
    assert [path.name for path in programme.parent.glob(".s-*")] == []


def done(store: Path) -> int:
    """Iterations of a stored run that are noted as played, before the store has its name."""
    notes = list(store.parent.glob(f".{store.name}-*/done.json"))
    try:
        return max((int(json.loads(file.read_bytes())["iterations"]) for file in notes), default=0)
    except FileNotFoundError:  # which has just got its name
        return 0
