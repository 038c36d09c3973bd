"""A double seen as its 64 bits and back, which Numba offers only through memory."""

from __future__ import annotations

from typing import Any

from numba import types

from engine.compiled.vectors.lanes import DOUBLES, WORDS
from engine.compiled.vectors.loop import intrinsic


@intrinsic
def bits_of(typing_context: Any, x: Any) -> Any:
    """The bits of a float64 as a uint64."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(signature.return_type))

    return types.uint64(types.float64), codegen


@intrinsic
def double_of(typing_context: Any, bits: Any) -> Any:
    """The float64 that a uint64's bits stand for, or of lanes of them."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(signature.return_type))

    return (DOUBLES(WORDS) if bits == WORDS else types.float64(types.uint64)), codegen
