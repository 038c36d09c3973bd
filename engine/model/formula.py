"""A scalar formula that a user wrote -> compiled code for every iteration of a sheet."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FunctionType
from typing import Any, cast
from weakref import WeakKeyDictionary

from numba import cfunc, njit, types
from numba.core.errors import NumbaError

from engine.compiled.vectors.columns import column, column_array, eight_column_arrays, eight_columns
from engine.compiled.vectors.lanes import LANES, everywhere
from engine.compiled.vectors.loop import OPTIONS
from engine.compiled.vectors.rows import store

Formula = Callable[..., Any]
SHEET = types.float64[:, ::1]  # (row, iteration)
COMPILED = types.int64(SHEET, SHEET)

# What was compiled of a user's function lives as long as that function, and so does what it closes over.
KEPT: WeakKeyDictionary[Formula, dict[tuple[int, int], Any]] = WeakKeyDictionary()


def compile_formula(formula: Formula, inputs: int, outputs: int) -> Any:
    """What `engine.compiled.formula` plays: `(sheet, out)` -> the first column at which it raised, or -1.

    Compiled once while `formula` lives. Raises `NumbaError`.
    """
    kept = KEPT.setdefault(formula, {})
    if (inputs, outputs) not in kept:
        kept[inputs, outputs] = compiled_anew(formula, inputs, outputs)
    return kept[inputs, outputs]


def compiled_anew(formula: Formula, inputs: int, outputs: int) -> Any:
    """The compiled loop over a sheet.

    What is arithmetic plays eight iterations at a time. Of the others a formula `(*lines)` first gets its inputs as
    an array: of 50 lines its loop takes 17 ns, over a tuple 75. What only a tuple allows, such as taking it apart, is
    compiled with a tuple. Raises `NumbaError`.
    """
    if takes_only_any(formula):
        of_array = partial(compiled, with_one_argument(formula))
        with suppress(NumbaError):
            return evaluator_of_lanes(of_array, eight_column_arrays, column_array, inputs, outputs)
        with suppress(NumbaError):
            return evaluator(of_array(), column_array, inputs, outputs)
    with suppress(NumbaError):
        return evaluator_of_lanes(partial(of_tuple, formula), eight_columns, column, inputs, outputs)
    return evaluator(of_tuple(formula), column, inputs, outputs)


def of_tuple(formula: Formula) -> Any:
    """The compiled formula, of a tuple of its arguments."""
    scalar = compiled(formula)

    @compiled
    def apply(values: Any) -> Any:
        return scalar(*values)

    return apply


def evaluator_of_lanes(make: Callable[[], Any], take_eight: Any, take: Any, inputs: int, outputs: int) -> Any:
    """The loop over the columns of a sheet, eight of them as one number; what is arithmetic never raises."""
    # Two of them, since Numba keeps an error, with the frames of all callers, beside what could not be compiled, and
    # never lets go of it where the same function was compiled for other types.
    of_eight, of_one = make(), make()
    write_eight, write = writer(store_eight, outputs), writer(store_one, outputs)

    def evaluate(sheet: Any, out: Any) -> int:
        whole = sheet.shape[1] - sheet.shape[1] % LANES
        for i in range(0, whole, LANES):
            write_eight(of_eight(take_eight(sheet, inputs, i)), out, i)
        for i in range(whole, sheet.shape[1]):
            write(of_one(take(sheet, inputs, i)), out, i)
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
    """Compiled as the user reads it: without the contractions of the engine's own loops.

    What is compiled holds on to what it was made of: to a copy, lest it keep alive the function by which it is kept.
    """
    return njit(copied(function), nogil=OPTIONS["nogil"], error_model=OPTIONS["error_model"])


def takes_only_any(formula: Formula) -> bool:
    """Whether a formula is written `(*lines)`."""
    kinds = [p.kind for p in inspect.signature(formula).parameters.values()]
    return kinds == [inspect.Parameter.VAR_POSITIONAL]


def copied(formula: Formula) -> Formula:
    """The same function once more."""
    function = cast(FunctionType, formula)
    copy = FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def with_one_argument(formula: Formula) -> Formula:
    """`(*lines)` as `(lines)`."""
    function = cast(FunctionType, formula)
    code = function.__code__
    code = code.replace(co_flags=code.co_flags & ~inspect.CO_VARARGS, co_argcount=1)
    return FunctionType(code, function.__globals__, function.__name__, None, function.__closure__)
