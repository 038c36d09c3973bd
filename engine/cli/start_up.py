"""What makes a command start and end sooner: a process that lives for one command needs less than a long one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

USE_DASK = ("--scheduler", "--store", "verify")  # by which a run plays on Dask or may write through it

PARQUET = "parquet"  # what is exported to it needs Arrow


@contextmanager
def short_lived(words: Sequence[str]) -> Iterator[None]:
    """Spare the process of the command with these `words` what it does not need."""
    # What is loaded stays, so looking for garbage among it finds none: 0.3 s.
    gc.set_threshold(400_000, 20)
    # xarray loads Dask where it finds it, and asks for it only where arrays come in pieces: 0.5 s.
    if "xarray" not in sys.modules and not any(word.startswith(USE_DASK) for word in words):
        sys.modules["dask"] = None  # type: ignore[assignment]  # to Python: not there
    # pandas does the same with Arrow: 0.1 s.
    if "pandas" not in sys.modules and not any(PARQUET in word for word in words):
        sys.modules["pyarrow"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        # Nor is there garbage worth finding on the way out, where Python looks once more: 0.3 s.
        gc.freeze()
