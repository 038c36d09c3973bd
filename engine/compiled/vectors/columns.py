"""A column of the sheet as the arguments of a scalar formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from engine.compiled.vectors.lanes import DOUBLES
from engine.compiled.vectors.rows import load_at


def taken_as(result: Callable[[int], Any], build: Callable[..., Any]) -> Any:
    """A function of a sheet, a number of rows known to the compiler, and a column from which on they are taken."""

    @intrinsic(prefer_literal=True)
    def take(typing_context: Any, sheet: Any, rows: Any, i: Any) -> Any:
        if not isinstance(rows, types.IntegerLiteral):
            return None
        count = rows.literal_value

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = cgutils.create_struct_proxy(signature.args[0])(context, builder, args[0])
            at = builder.gep(array.data, [args[2]])
            return build(context, builder, signature.return_type, count, array, at)

        return result(count)(sheet, rows, types.int64), codegen

    return take


def as_tuple(context: Any, builder: Any, kind: Any, count: int, array: Any, at: Any) -> Any:
    """`(sheet[0, i], sheet[1, i], …)`.

    A tuple grown by indexing is copied at every step: 1,830 ns for 50 inputs, where these loads take 30.
    """
    step, values = cgutils.unpack_tuple(builder, array.shape)[1], []
    for _ in range(count):
        values.append(load_at(context, builder, kind.dtype, at))
        at = builder.gep(at, [step])
    return context.make_tuple(builder, kind, values)


def as_array(context: Any, builder: Any, kind: Any, count: int, array: Any, at: Any) -> Any:
    """The same as an array that cannot be written to, of a length known to the compiler."""
    found = make_array(kind)(context, builder)
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    populate_array(
        found,
        data=builder.bitcast(at, found.data.type),
        shape=[context.get_constant(types.intp, count)],
        strides=cgutils.unpack_tuple(builder, array.strides)[:1],
        itemsize=context.get_constant(types.intp, size),
        meminfo=None,
    )
    return found._getvalue()


def tuple_of(kind: Any) -> Any:
    """Takes numbers of a kind as a tuple."""
    return taken_as(lambda count: types.UniTuple(kind, count), as_tuple)


def array_of(kind: Any) -> Any:
    """Takes numbers of a kind as an array; eight doubles lie where doubles do, hence not aligned."""
    return taken_as(lambda _: types.Array(kind, 1, "A", readonly=True, aligned=False), as_array)


column, eight_columns = tuple_of(types.float64), tuple_of(DOUBLES)
column_array, eight_column_arrays = array_of(types.float64), array_of(DOUBLES)
