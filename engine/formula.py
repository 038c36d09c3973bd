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

from engine.compiled.columns import column, column_array
from engine.compiled.loop import OPTIONS

Formula = Callable[..., Any]
SHEET = types.float64[:, ::1]  # (row, iteration)
COMPILED = types.int64(SHEET, SHEET)


@lru_cache(maxsize=64)
def compile_formula(formula: Formula, inputs: int, outputs: int) -> Any:
    """What `engine.compiled.formula` plays: `(sheet, out)` -> the first column at which it raised, or -1.

    A formula `(*lines)` first gets its inputs as an array: of 50 lines its loop takes 17 ns, over a tuple 75.
    What only a tuple allows, such as taking it apart, is compiled with a tuple. Raises `NumbaError`.
    """
    if takes_only_any(formula):
        with suppress(NumbaError):
            return evaluator(compiled(with_one_argument(formula)), column_array, inputs, outputs)
    scalar = compiled(formula)

    @compiled
    def of_tuple(values: Any) -> Any:
        return scalar(*values)

    return evaluator(of_tuple, column, inputs, outputs)


def evaluator(scalar: Any, take: Any, inputs: int, outputs: int) -> Any:
    """The loop over the columns of a sheet, which a compiled function can be handed and call."""

    def evaluate(sheet: Any, out: Any) -> int:
        i = 0
        try:
            for i in range(sheet.shape[1]):
                y = scalar(take(sheet, inputs, i))
                if outputs == 1:
                    out[0, i] = y
                else:
                    for j in range(outputs):
                        out[j, i] = y[j]
        except Exception:  # of any kind, and of the user's making: the caller has it raised again in Python
            return i
        return -1

    return cfunc(COMPILED, error_model=OPTIONS["error_model"])(evaluate)


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
