"""Loops that are called where they lie: a caller into which they were linked would be as long to compile as they."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from llvmlite import binding
from numba import types
from numba.core.cgutils import get_or_insert_function, if_unlikely, unpack_tuple
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])
_LOOPS: dict[str, Any] = {}  # what lies apart, by name
_PLACED: dict[str, tuple[str, tuple[Any, ...]]] = {}  # name and types of arguments, by symbol


def apart(function: Function) -> Function:
    """A loop that returns nothing, to be called by compiled code where it lies."""
    name = f"{function.__module__}.{function.__name__}"
    _LOOPS[name] = function

    @intrinsic
    def call(typing_context, *arguments) -> Any:  # type: ignore[no-untyped-def]
        taken = tuple(map(types.unliteral, arguments))
        symbol = _place(name, taken)

        def codegen(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            convention, found = context.call_conv, _LOOPS[name].overloads[taken].fndesc
            kinds = found.restype, found.argtypes
            there = get_or_insert_function(builder.module, convention.get_function_type(*kinds), symbol)
            status, _ = convention.call_function(builder, there, *kinds, unpack_tuple(builder, given[0]))
            with if_unlikely(builder, status.is_error):
                convention.return_status_propagate(builder, status)
            return context.get_dummy_value()

        return types.void(types.Tuple(taken)), codegen

    return cast(Function, call)


def placing(library: Any) -> list[Callable[[], str]]:
    """What has to be done in another process before machine code can be linked: to place what it calls apart."""
    called = (one.name for one in library._final_module.functions if one.is_declaration)
    return [partial(_place, *_PLACED[symbol]) for symbol in called if symbol in _PLACED]


def _place(name: str, taken: tuple[Any, ...]) -> str:
    """The symbol of a loop for arguments of these types, by which it is found: compiled or loaded if need be."""
    loop = _LOOPS[name]
    loop.compile(taken)
    found = loop.overloads[taken]
    symbol = f"{name}-{hashlib.sha256(repr(taken).encode()).hexdigest()[:12]}"
    _PLACED[symbol] = name, taken
    binding.add_symbol(symbol, found.library.get_pointer_to_function(found.fndesc.llvm_func_name))
    return symbol
