"""Medians of repeated, interleaved runs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from statistics import median


def interleaved(rivals: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of each rival; every repeat runs all of them once, so that drift meets all alike.

    Each is called once before, which compiles what compiles.
    """
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for call in rivals.values():
        call()
    for _ in range(repeats):
        for name, call in rivals.items():
            begun = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begun)
    return {name: median(found) for name, found in times.items()}


def command(arguments: list[str], fresh_cache: bool = False) -> tuple[float, float]:
    """Seconds and peak MiB of `outturn` with these arguments in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ)
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
    return seconds, usage.ru_maxrss / 1024
