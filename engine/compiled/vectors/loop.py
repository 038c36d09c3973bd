"""The one way in which this package compiles."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import config, extending, njit
from numba.core.caching import (
    CompileResultCacheImpl,
    FunctionCache,
    IndexDataCacheFile,
    _CacheLocator,
    _SourceFileBackedLocatorMixin,
)
from numba.core.runtime import rtsys  # type: ignore[attr-defined]

from engine.compiled.vectors.apart import placing
from engine.compiled.vectors.part import PartCompiler

Function = TypeVar("Function", bound=Callable[..., Any])

# Vectors have no meaning in Python: what NUMBA_DISABLE_JIT asks for cannot be had, in this process.
config.DISABLE_JIT = 0  # type: ignore[attr-defined]

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
DIGEST = hashlib.sha256().digest_size


class _File(IndexDataCacheFile):
    """A function's machine code on disk; what cannot be read is compiled again and replaced.

    An index of other sources may name types that are no more, and is never looked into.
    """

    def __init__(self, cache_path: str, filename_base: str, source_stamp: str) -> None:
        super().__init__(cache_path, filename_base, source_stamp)
        self._version = f"{numba.__version__} {source_stamp}"

    def _load_index(self) -> Any:
        try:
            found = super()._load_index()
            own = {self._data_name(number) for number in range(1, len(found) + 1)}
            return found if own.issuperset(found.values()) else {}  # of another function
        except Exception:  # a file cut off by a power failure fails in as many ways as pickle knows
            return {}

    def load(self, key: Any) -> Any:
        """The machine code of a signature, or nothing."""
        try:
            return super().load(key)
        except Exception:
            return None

    def _save_data(self, name: str, data: Any) -> None:
        dumped = self._dump(data)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(self._digest(name, dumped) + dumped)

    def _load_data(self, name: str) -> Any:
        found = Path(self._data_path(name)).read_bytes()
        digest, dumped = found[:DIGEST], found[DIGEST:]
        # of what has another digest not a byte is run
        return pickle.loads(dumped) if self._digest(name, dumped) == digest else None

    @staticmethod
    def _digest(name: str, dumped: bytes) -> bytes:
        """Of machine code and its name: that of another function, in its place, is no less another's."""
        return hashlib.sha256(name.encode() + dumped).digest()


class _Unkept(_SourceFileBackedLocatorMixin, _CacheLocator):
    """Where machine code is looked for if no folder can be written to: beside the source, as it may have come."""

    def __init__(self, function: Any, file: str) -> None:
        self._py_file, self._lineno = file, function.__code__.co_firstlineno

    def get_cache_path(self) -> str:
        return str(Path(self._py_file).parent / "__pycache__")

    @classmethod
    def from_function(cls, function: Any, file: str) -> _Unkept:
        return cls(function, file)


class _Places(CompileResultCacheImpl):
    _locator_classes = [*CompileResultCacheImpl._locator_classes, _Unkept]  # noqa: RUF012 - as Numba has it


class _Cache(FunctionCache):
    """Numba's cache on disk, stale when any compiled code has changed.

    Numba itself looks only at the file of the function at hand, and would go on to run a `play` into which
    yesterday's `cash_flow` was compiled.
    """

    _impl_class = _Places

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        self._cache_file = _File(self._cache_path, self._impl.filename_base, SOURCE)

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """What is on disk, without all that Numba would load to compile something: 0.2 s of a warm start."""
        rtsys.initialize(target_context)  # what compiled code calls to allocate
        with self._guard_against_spurious_io_errors():
            return self._load_overload(signature, target_context)

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep machine code, unless the disk is full or may not be written to: it is made again then."""
        before = [*data.reload_init, *placing(data.library)]
        with suppress(OSError):
            super().save_overload(signature, data._replace(reload_init=before))

    @property
    def is_empty(self) -> bool:
        """Whether nothing of today's source is on disk."""
        return not self._cache_file._load_index()

    @property
    def is_kept(self) -> bool:
        """Whether there is a folder in which machine code can be kept."""
        return not isinstance(self._impl.locator, _Unkept)


def loop(function: Function) -> Function:
    """Compile a function, keep the machine code on disk."""
    compiled = njit(**KEPT)(function)
    compiled._cache = _Cache(function)
    return compiled  # type: ignore[no-any-return]


def inner_loop(function: Function) -> Function:
    """Compile a function that only compiled functions call; they are kept on disk with it in them."""
    return njit(**INNER, pipeline_class=PartCompiler)(function)  # type: ignore[no-any-return]


def inline(function: Function) -> Function:
    """The same, taken into each of its callers however large they grow: a few operations of a hot loop."""
    return njit(**INNER, forceinline=True, pipeline_class=PartCompiler)(function)  # type: ignore[no-any-return]
