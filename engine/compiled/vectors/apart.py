"""Loops that are called where they lie: a caller into which they were linked would be as long to compile as they."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from llvmlite import binding
from numba import types
from numba.core.cgutils import get_or_insert_function, if_unlikely, unpack_tuple

from engine.compiled.vectors.loop import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])
_LOOPS: dict[str, Any] = {}  # what lies apart, by name


def apart(function: Function) -> Function:
    """A loop that returns nothing, to be called by compiled code where it lies."""
    name = f"{function.__module__}.{function.__name__}"
    _LOOPS[name] = function

    @intrinsic
    def call(typing_context, *arguments) -> Any:  # type: ignore[no-untyped-def]
        taken = tuple(map(types.unliteral, arguments))
        symbol = _place(name, taken)

        def codegen(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            # at once where what is compiled here is found on disk: it is linked to what then lies there
            again = partial(_place, name, taken)
            context.active_code_library._reload_init.add(again)
            convention, found = context.call_conv, _LOOPS[name].overloads[taken].fndesc
            kinds = found.restype, found.argtypes
            there = get_or_insert_function(builder.module, convention.get_function_type(*kinds), symbol)
            status, _ = convention.call_function(builder, there, *kinds, unpack_tuple(builder, given[0]))
            with if_unlikely(builder, status.is_error):
                convention.return_status_propagate(builder, status)
            return context.get_dummy_value()

        return types.void(types.Tuple(taken)), codegen

    return call  # type: ignore[no-any-return]


def _place(name: str, taken: tuple[Any, ...]) -> str:
    """The symbol of a loop for arguments of these types, by which it is found: compiled or loaded if need be."""
    loop = _LOOPS[name]
    loop.compile(taken)
    found = loop.overloads[taken]
    symbol = f"{name}-{hashlib.sha256(repr(taken).encode()).hexdigest()[:12]}"
    binding.add_symbol(symbol, found.library.get_pointer_to_function(found.fndesc.llvm_func_name))
    return symbol
