"""Polynomials as straight code."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types

from engine.compiled.vectors.loop import intrinsic

DOUBLE = ir.DoubleType()


def polynomial(coefficients: tuple[float, ...]) -> Any:
    """A polynomial, lowest coefficient first, as straight code: from a loop over them no vectors are made.

    Even and odd powers are summed apart, since each step waits for the one before: 4.2 -> 3.8 ns a tail.
    """

    @intrinsic
    def value(typing_context: Any, x: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            contract = {"flags": ("contract",)}
            square = builder.fmul(args[0], args[0])
            even, odd = (ir.Constant(DOUBLE, 0.0) for _ in range(2))
            for one in reversed(coefficients[::2]):
                even = builder.fadd(
                    ir.Constant(DOUBLE, one), builder.fmul(square, even, **contract), **contract
                )
            for one in reversed(coefficients[1::2]):
                odd = builder.fadd(
                    ir.Constant(DOUBLE, one), builder.fmul(square, odd, **contract), **contract
                )
            return builder.fadd(even, builder.fmul(args[0], odd, **contract), **contract)

        return types.float64(types.float64), codegen

    return value
