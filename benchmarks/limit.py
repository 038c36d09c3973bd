"""W1 in plain C, handed the engine's own streams and tables, compiled where there is a compiler.

Not yet the machine's limit: it leaves vectors to the compiler, and C that loads whole pieces as vectors has been seen
to take a fifth of the time.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.compiled.plan import Draws

COMPILER = shutil.which("gcc")
BLOCK = 8192


@cache
def compiled() -> Callable[..., None]:
    """The C function; needs a compiler."""
    assert COMPILER is not None
    folder = Path(tempfile.mkdtemp())
    library = folder / "limit.so"
    source = Path(__file__).with_name("limit.c")
    command = [COMPILER, "-O3", "-march=native", "-shared", "-fPIC", "-o", str(library), str(source)]
    subprocess.run(command, check=True)
    function: Callable[..., None] = ctypes.CDLL(str(library)).play
    shutil.rmtree(folder)
    return function


def play(draws: Draws, iterations: int, seed: int, threads: int) -> NDArray[np.float64]:
    """`(iteration)` sums; `iterations` a multiple of 8,192."""
    out = np.empty(iterations)
    function = compiled()

    def block(first: int) -> None:
        function(
            ctypes.c_uint64(seed),
            ctypes.c_uint64(first),
            ctypes.c_int64(BLOCK),
            ctypes.c_int64(len(draws.streams)),
            *(
                ctypes.c_void_p(array.ctypes.data)
                for array in (draws.streams, draws.laws, *draws.tables, out[first:])
            ),
        )

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(block, range(0, iterations, BLOCK)))
    return out
