"""The one way in which this package compiles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import extending, njit
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.runtime import rtsys  # type: ignore[attr-defined]

Function = TypeVar("Function", bound=Callable[..., Any])

# nogil: threads play blocks side by side; error_model: a division by zero gives inf or NaN as in NumPy, without
# a branch that would keep a loop from being vectorised. Of fastmath only "contract", the fused multiply-add: sums
# are never reordered, and a NaN stays one.
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"contract"}}
KEPT = {**OPTIONS, "no_cfunc_wrapper": True}  # nothing here is called from C
intrinsic: Callable[[Any], Any] = extending.intrinsic  # as its caller sees it: without the typing context
INNER = {**KEPT, "no_cpython_wrapper": True}
SOURCE = hashlib.sha256(
    b"".join(p.read_bytes() for p in sorted(Path(__file__).parent.parent.rglob("*.py")))
).hexdigest()


class _File(IndexDataCacheFile):
    """A function's machine code on disk; what cannot be read is compiled again and replaced.

    An index of other sources may name types that are no more, and is never looked into.
    """

    def __init__(self, cache_path: str, filename_base: str, source_stamp: str) -> None:
        super().__init__(cache_path, filename_base, source_stamp)
        self._version = f"{numba.__version__} {source_stamp}"

    def _load_index(self) -> Any:
        try:
            return super()._load_index()
        except Exception:  # a file cut off by a power failure fails in as many ways as pickle knows
            return {}

    def load(self, key: Any) -> Any:
        """The machine code of a signature, or nothing."""
        try:
            return super().load(key)
        except Exception:
            return None


class _Cache(FunctionCache):
    """Numba's cache on disk, stale when any compiled code has changed.

    Numba itself looks only at the file of the function at hand, and would go on to run a `play` into which
    yesterday's `cash_flow` was compiled.
    """

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        self._cache_file = _File(self._cache_path, self._impl.filename_base, SOURCE)

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """What is on disk, without all that Numba would load to compile something: 0.2 s of a warm start."""
        rtsys.initialize(target_context)  # what compiled code calls to allocate
        with self._guard_against_spurious_io_errors():
            return self._load_overload(signature, target_context)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of today's source is on disk."""
        return not self._cache_file._load_index()


def loop(function: Function) -> Function:
    """Compile a function, keep the machine code on disk."""
    compiled = njit(**KEPT)(function)
    compiled._cache = _Cache(function)
    return compiled  # type: ignore[no-any-return]


def inner_loop(function: Function) -> Function:
    """Compile a function that only compiled functions call; they are kept on disk with it in them."""
    return njit(**INNER)(function)  # type: ignore[no-any-return]


def inline(function: Function) -> Function:
    """Compile a function into each of its callers."""
    return njit(inline="always", **OPTIONS)(function)  # type: ignore[no-any-return]
