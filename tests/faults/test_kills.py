"""A hundred kills at random moments: the results of a folder are all old or all new, and the next run tidies up."""

from __future__ import annotations

import random
import sys
import time
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


def killed(delay: float, at_work: Path | None, *words: object) -> int:
    """The exit code of a command that is killed after so many seconds, from the start or from when it writes."""
    with begin(*words) as process:
        end = time.monotonic() + NEVER
        while at_work is not None and process.poll() is None and time.monotonic() < end:
            if any(at_work.glob(".outturn-*/results.nc")):
                break
            time.sleep(0.002)
        try:
            process.communicate(timeout=delay)
        except Exception:
            process.kill()
            process.communicate()
    return process.returncode


def survive(programme: Path, kills: int, aimed: int, chance: random.Random) -> dict[str, int]:
    """Kill runs into one folder, `aimed` of them while they write; how many left the old results and how many new."""
    out = programme.parent / "out"
    began = time.monotonic()
    assert outturn("run", programme, "--iterations", 500, "--seed", 0, "--out", out, "--quiet")[0] == 0
    whole, before, found = time.monotonic() - began, 0, {"old": 0, "new": 0, "unkilled": 0}
    for number in range(1, kills + 1):
        is_aimed = number <= aimed
        delay = chance.uniform(0, 0.3 if is_aimed else whole)
        words = ("run", programme, "--iterations", 500, "--seed", number, "--out", out, "--quiet")
        code = killed(delay, out if is_aimed else None, *words)
        seed = seed_of(out)
        assert seed in (before, number), (number, delay, code)
        found["unkilled" if code == 0 else "new" if seed == number else "old"] += 1
        before = seed
    assert outturn("run", programme, "--iterations", 500, "--seed", 999, "--out", out, "--quiet")[0] == 0
    assert (seed_of(out), left_over(out)) == (999, [])
    return found


def test_two_kills(programme):
    found = survive(programme, kills=2, aimed=2, chance=random.Random(14))
    assert sum(found.values()) == 2


@pytest.mark.faults
def test_eighty_kills(programme, capsys):
    found = survive(programme, kills=80, aimed=40, chance=random.Random(1914))
    with capsys.disabled():
        print(f"\n80 kills: {found}")
    assert found["old"] >= 10
    assert found["new"] >= 1


@pytest.mark.faults
def test_twenty_kills_of_one_stored_run_that_goes_on(programme, capsys):
    store, iterations, chance = programme.parent / "s", 400_000, random.Random(7)
    words = (
        "run",
        programme,
        "--iterations",
        iterations,
        "--store",
        store,
        "--resume",
        "--no-charts",
        "--quiet",
    )
    began, kills = time.monotonic(), 0
    for number in range(20):
        if killed(chance.uniform(0, 4 + number), None, *words, "--out", programme.parent / f"o{number}") == 0:
            break
        kills += 1
        if store.exists():  # the kill came when the store was whole, and the command not yet at its end
            assert xr.open_zarr(store, consolidated=False).sizes["iteration"] == iterations
    code, told = outturn(*words, "--out", programme.parent / "out")
    assert code == 0, told
    with capsys.disabled():
        print(f"\n{kills} kills of a stored run, whole after {time.monotonic() - began:.0f} s")
    stored = xr.open_zarr(store, consolidated=False)
    played = engine.simulate(engine.load(programme), iterations)
    assert all(np.array_equal(stored[name], played[name], equal_nan=True) for name in played.data_vars)
    assert engine.claims(stored).identical(engine.claims(played))
    assert [path.name for path in programme.parent.glob(".s-*")] == []
