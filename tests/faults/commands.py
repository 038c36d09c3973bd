"""Commands as processes of their own, and what a folder of results must be whatever became of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import xarray as xr

from engine.folders.manifest import MANIFEST, differences

HOUSE = Path(__file__).parent.parent.parent


def begin(*words: object, **more: Any) -> subprocess.Popen[str]:
    """`outturn WORDS`, in a process of its own."""
    command = [sys.executable, "-m", "engine.cli", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **more
    )


def outturn(*words: object, **more: Any) -> tuple[int, str]:
    """The exit code of a command, and what it said on standard error."""
    with begin(*words, **more) as process:
        _, told = process.communicate()
    return process.returncode, told


def seed_of(out: Path) -> int | None:
    """The seed of the one run whose files lie in a folder, `None` of none; fails where they are of two, or altered."""
    files = {path.name for path in out.glob("*") if path.exists() and not path.name.startswith(".")}
    if not files:
        return None
    manifest = json.loads((out / MANIFEST).read_bytes())
    assert files == {MANIFEST, *manifest["files"]}
    assert differences(out) == []
    seed = int(manifest["run"]["seed"])
    assert json.loads((out / "summary.json").read_bytes())["seed"] == seed
    if "results.nc" in files:
        with xr.open_dataset(out / "results.nc", engine="h5netcdf") as results:
            assert int(results.attrs["seed"]) == seed
            assert "npv" not in results or bool(results["npv"].notnull().all())
    return seed


def left_over(folder: Path) -> list[str]:
    """What only a run at work may have in a folder: hidden files, and links."""
    return sorted(path.name for path in folder.glob("*") if path.name.startswith(".") or path.is_symlink())
