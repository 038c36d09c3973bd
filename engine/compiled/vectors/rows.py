"""Where lanes are kept: in arrays, and in rows of eight numbers, a line of the cache each.

All rows of eight iterations of the flagship lie in the nearest cache.
"""

from __future__ import annotations

import operator
from typing import Any, TypeAlias

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import models, register_model

from engine.compiled.vectors.lanes import DOUBLES, FOUR, LANES, shuffle
from engine.compiled.vectors.loop import intrinsic

Rows: TypeAlias = Any  # as Python sees them: it never does


class RowsType(types.Type):
    """Rows by number or by two numbers: `rows[k]`, `rows[a, b]`."""


ROWS = RowsType("rows")
PAIR = types.UniTuple(types.int64, 2)


@register_model(RowsType)
class _RowsModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        members = [("data", types.CPointer(types.float64)), ("width", types.int64)]
        super().__init__(manager, kind, members)


@intrinsic
def rows_of(typing_context, array) -> Any:  # type: ignore[no-untyped-def]
    """The rows of an array `(row, 8)` or `(row, row, 8)`."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        found = cgutils.create_struct_proxy(signature.args[0])(context, builder, arguments[0])
        rows = cgutils.create_struct_proxy(ROWS)(context, builder)
        rows.data = found.data
        rows.width = cgutils.unpack_tuple(builder, found.shape)[-2]
        return rows._getvalue()

    return ROWS(array), codegen


def _address(context: Any, builder: Any, rows: Any, kind: Any, at: Any) -> Any:
    found = cgutils.create_struct_proxy(ROWS)(context, builder, rows)
    if kind == PAIR:
        a, b = cgutils.unpack_tuple(builder, at)
        at = builder.add(builder.mul(a, found.width), b)
    return builder.gep(found.data, [builder.mul(at, ir.IntType(64)(LANES))])


def _index(kind: Any) -> Any:
    return PAIR if isinstance(kind, types.BaseTuple) else types.int64


@infer_global(operator.getitem)
class _GetRow(AbstractTemplate):
    def generic(self, arguments: Any, keywords: Any) -> Any:
        return signature(DOUBLES, ROWS, _index(arguments[1])) if arguments[0] == ROWS else None


@infer_global(operator.setitem)
class _SetRow(AbstractTemplate):
    def generic(self, arguments: Any, keywords: Any) -> Any:
        return signature(types.none, ROWS, _index(arguments[1]), DOUBLES) if arguments[0] == ROWS else None


@lower_builtin(operator.getitem, ROWS, types.Any)  # type: ignore[untyped-decorator]
def _get_row(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    rows, at = arguments
    return load_at(context, builder, DOUBLES, _address(context, builder, rows, signature.args[1], at))


@lower_builtin(operator.setitem, ROWS, types.Any, types.Any)  # type: ignore[untyped-decorator]
def _set_row(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    rows, at, lanes = arguments
    _store(builder, lanes, _address(context, builder, rows, signature.args[1], at))
    return context.get_dummy_value()


def load_at(context: Any, builder: Any, kind: Any, address: Any) -> Any:
    """The number or lanes at an address."""
    found = builder.load(builder.bitcast(address, context.get_value_type(kind).as_pointer()))
    found.align = 8
    return found


def _store(builder: Any, lanes: Any, address: Any) -> None:
    builder.store(lanes, builder.bitcast(address, lanes.type.as_pointer())).align = 8


def _place(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    return builder.gep(cgutils.create_struct_proxy(kind)(context, builder, array).data, [at])


def _loaded(kind: Any) -> Any:
    @intrinsic
    def loaded(typing_context, array, at) -> Any:  # type: ignore[no-untyped-def]
        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return load_at(context, builder, kind, _place(context, builder, signature.args[0], *arguments))

        return kind(array, types.int64), codegen

    return loaded


load, load_four = _loaded(DOUBLES), _loaded(FOUR)  # `array[at], …`, the array's numbers taken as one row


@intrinsic
def store(typing_context, lanes, array, at) -> Any:  # type: ignore[no-untyped-def]
    """Write lanes to `array[at], …`."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        lanes, array, at = arguments
        _store(builder, lanes, _place(context, builder, signature.args[1], array, at))
        return context.get_dummy_value()

    return types.void(lanes, array, types.int64), codegen


SIXTEEN = 16  # bytes, at a multiple of which two numbers can be written at once past the caches


@intrinsic
def can_stream(typing_context, array, at) -> Any:  # type: ignore[no-untyped-def]
    """Whether `stream` may write there."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word = ir.IntType(64)
        address = builder.ptrtoint(_place(context, builder, signature.args[0], *arguments), word)
        return builder.icmp_unsigned("==", builder.and_(address, word(SIXTEEN - 1)), word(0))

    return types.boolean(array, types.int64), codegen


@intrinsic
def stream(typing_context, lanes, array, at) -> Any:  # type: ignore[no-untyped-def]
    """Write lanes to `array[at], …` past the caches, which need not load what is overwritten."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        lanes, array, at = arguments
        place = _place(context, builder, signature.args[1], array, at)
        past_caches = builder.module.add_metadata([ir.IntType(32)(1)])
        for k in range(0, LANES, 2):
            two = shuffle(builder, lanes, lanes, [k, k + 1])
            address = builder.gep(place, [ir.IntType(64)(k)])
            written = builder.store(two, builder.bitcast(address, two.type.as_pointer()))
            written.align = SIXTEEN
            written.set_metadata("nontemporal", past_caches)
        return context.get_dummy_value()

    return types.void(lanes, array, types.int64), codegen
