"""A scalar formula that a user wrote -> compiled code for every iteration of a sheet."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from types import FunctionType
from typing import Any, cast

from numba import cfunc, njit, types
from numba.core.errors import NumbaError

from engine.compiled.vectors.columns import column, column_array, eight_column_arrays, eight_columns
from engine.compiled.vectors.lanes import LANES, everywhere
from engine.compiled.vectors.loop import OPTIONS
from engine.compiled.vectors.rows import store

Formula = Callable[..., Any]
SHEET = types.float64[:, ::1]  # (row, iteration)
COMPILED = types.int64(SHEET, SHEET)


@lru_cache(maxsize=64)
def compile_formula(formula: Formula, inputs: int, outputs: int) -> Any:
    """What `engine.compiled.formula` plays: `(sheet, out)` -> the first column at which it raised, or -1.

    What is arithmetic plays eight iterations at a time. Of the others a formula `(*lines)` first gets its inputs as
    an array: of 50 lines its loop takes 17 ns, over a tuple 75. What only a tuple allows, such as taking it apart, is
    compiled with a tuple. Raises `NumbaError`.
    """
    if takes_only_any(formula):
        of_array = compiled(with_one_argument(formula))
        with suppress(NumbaError):
            return evaluator_of_lanes(of_array, eight_column_arrays, column_array, inputs, outputs)
        with suppress(NumbaError):
            return evaluator(of_array, column_array, inputs, outputs)
    scalar = compiled(formula)

    @compiled
    def of_tuple(values: Any) -> Any:
        return scalar(*values)

    with suppress(NumbaError):
        return evaluator_of_lanes(of_tuple, eight_columns, column, inputs, outputs)
    return evaluator(of_tuple, column, inputs, outputs)


def evaluator_of_lanes(formula: Any, take_eight: Any, take: Any, inputs: int, outputs: int) -> Any:
    """The loop over the columns of a sheet, eight of them as one number; what is arithmetic never raises."""
    write_eight, write = writer(store_eight, outputs), writer(store_one, outputs)

    def evaluate(sheet: Any, out: Any) -> int:
        whole = sheet.shape[1] - sheet.shape[1] % LANES
        for i in range(0, whole, LANES):
            write_eight(formula(take_eight(sheet, inputs, i)), out, i)
        for i in range(whole, sheet.shape[1]):
            write(formula(take(sheet, inputs, i)), out, i)
        return -1

    return cfunc(COMPILED, error_model=OPTIONS["error_model"])(evaluate)


def evaluator(formula: Any, take: Any, inputs: int, outputs: int) -> Any:
    """The loop over the columns of a sheet, which a compiled function can be handed and call."""
    write = writer(store_one, outputs)

    def evaluate(sheet: Any, out: Any) -> int:
        i = 0
        try:
            for i in range(sheet.shape[1]):
                write(formula(take(sheet, inputs, i)), out, i)
        except Exception:  # of any kind, and of the user's making: the caller has it raised again in Python
            return i
        return -1

    return cfunc(COMPILED, error_model=OPTIONS["error_model"])(evaluate)


def writer(store: Any, outputs: int) -> Any:
    """What writes a formula's number, or its tuple of numbers, to a column."""

    @njit
    def write_one(y: Any, out: Any, i: int) -> None:
        store(y, out[0], i)

    @njit
    def write_each(y: Any, out: Any, i: int) -> None:
        for j in range(outputs):
            store(y[j], out[j], i)

    return write_one if outputs == 1 else write_each


@njit
def store_one(y: Any, row: Any, i: int) -> None:
    """Write a number."""
    row[i] = y


@njit
def store_eight(y: Any, row: Any, i: int) -> None:
    """Write eight numbers, or eight times one."""
    store(everywhere(y), row, i)


def compiled(function: Formula) -> Any:
    """Compiled as the user reads it: without the contractions of the engine's own loops."""
    return njit(function, nogil=OPTIONS["nogil"], error_model=OPTIONS["error_model"])


def takes_only_any(formula: Formula) -> bool:
    """Whether a formula is written `(*lines)`."""
    kinds = [p.kind for p in inspect.signature(formula).parameters.values()]
    return kinds == [inspect.Parameter.VAR_POSITIONAL] and inspect.isfunction(formula)


def with_one_argument(formula: Formula) -> Formula:
    """`(*lines)` as `(lines)`."""
    function = cast(FunctionType, formula)
    code = function.__code__
    code = code.replace(co_flags=code.co_flags & ~inspect.CO_VARARGS, co_argcount=1)
    return FunctionType(code, function.__globals__, function.__name__, None, function.__closure__)
