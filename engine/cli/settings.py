"""Settings in the environment by which a library would end a command, or say what nobody asked, are let go."""

from __future__ import annotations

import os
import warnings

NUMBERS = ("COLUMNS", "LINES", "TERMINAL_WIDTH")  # rich and typer take each for a number
MOST = 6  # digits of a width
OF_NO_USE = ("NUMBA_NUM_THREADS",)  # of threads that no loop of ours has; Numba ends where it is 0


def let_go_of_bad_settings() -> None:
    """Take out of the environment of this process what its libraries could not read."""
    for name in NUMBERS:
        value = os.environ.get(name, "0")
        if not (value.isascii() and value.isdecimal() and len(value) <= MOST):
            del os.environ[name]
    for name in OF_NO_USE:
        os.environ.pop(name, None)
    warnings.filterwarnings("ignore", "Environment variable 'NUMBA_")  # told with a traceback
