"""Medians of repeated, interleaved runs; seconds and peak memory of processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any, NamedTuple


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    mebibytes: float  # at its peak


def interleaved(rivals: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of each rival; every repeat runs all of them in turn, so that drift meets all alike.

    Twice in a row, of which the second counts: the first waits for the system to clear the memory that the rival
    before has let go, which took the flagship on one thread twice as long as playing it.
    """
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(repeats):
        for name, call in rivals.items():
            call()
            begun = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begun)
    return {name: median(found) for name, found in times.items()}


def command(arguments: list[str], fresh_cache: bool = False) -> Cost:
    """Cost of `outturn` with these arguments in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python keeps what it has read
        if fresh_cache:
            environment["NUMBA_CACHE_DIR"] = folder
        program = [sys.executable, "-m", "engine.cli", *arguments]
        if arguments[0] == "run":
            program += ["--out", f"{folder}/out"]
        begun = time.perf_counter()
        process = subprocess.Popen(
            program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
    if status:
        raise RuntimeError(f"{' '.join(program)} ended with {status}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def apart(module: str, *arguments: object) -> tuple[Any, float]:
    """What `python -m module arguments` prints as JSON, and its peak MiB."""
    program = [sys.executable, "-m", module, *map(str, arguments)]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(program)} ended with {process.returncode}")
    return json.loads(printed), usage.ru_maxrss / 1024
