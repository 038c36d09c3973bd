"""The limit: the engine's streams and tables handed to C, compiled here for this machine."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import FloatArray, Missing, Run
from benchmarks.peers.models import sum_model
from benchmarks.peers.outturn_peer import SEED

# By what the compiler was told: the first that it can compile here is the limit.
SOURCES = {"AVX2 vectors by hand": "c_limit_avx2.c", "vectors left to the compiler": "c_limit_plain.c"}
BLOCK = 32_768  # iterations that a thread takes at a time


class Built(NamedTuple):
    """The compiled function, and how its vectors came about."""

    function: Any
    vectors: str


@cache
def build() -> Built:
    """The fastest that compiles here; raises `Missing` where nothing does."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise Missing("no gcc")
    with tempfile.TemporaryDirectory() as folder:
        for vectors, source in SOURCES.items():
            library = f"{folder}/{Path(source).stem}.so"
            flags = ["-O3", "-march=native", "-shared", "-fPIC", str(Path(__file__).with_name(source))]
            done = subprocess.run([compiler, *flags, "-o", library], capture_output=True, check=False)
            if not done.returncode:
                return Built(ctypes.CDLL(library).sum_of_lines, vectors)
    raise Missing("gcc cannot compile it here")


def address(array: NDArray[Any]) -> ctypes.c_void_p:
    """Where an array's numbers lie."""
    return ctypes.c_void_p(array.ctypes.data)


def sum_of_lines(iterations: int, threads: int) -> Run:
    """W1 on threads; ctypes lets go of the interpreter while C runs."""
    draws, function = sum_model().draws(), build().function
    held = [np.ascontiguousarray(array) for array in (draws.streams, draws.laws, *draws.tables)]
    streams, laws, *tables = map(address, held)

    def block(out: FloatArray, first: int) -> None:
        stop = min(first + BLOCK, iterations)
        ends = ctypes.c_uint64(SEED), ctypes.c_uint64(first), ctypes.c_uint64(stop)
        function(streams, laws, ctypes.c_int64(len(held[0])), *tables, *ends, address(out[first:stop]))

    def run() -> FloatArray:
        out = np.empty(iterations)
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda first: block(out, first), range(0, iterations, BLOCK)))
        return out

    return run
