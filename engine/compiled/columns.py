"""A column of the sheet as the arguments of a scalar formula."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from engine.compiled.lanes import DOUBLES
from engine.compiled.rows import load_at


def columns_of(kind: Any) -> Any:
    """A function: `(sheet[0, i], sheet[1, i], …)` of the first `rows` rows, a compile-time number, from i on."""

    @intrinsic(prefer_literal=True)
    def columns(typing_context: Any, sheet: Any, rows: Any, i: Any) -> Any:
        # a tuple grown by indexing is copied at every step: 1,830 ns for 50 inputs, where these loads take 30
        if not isinstance(rows, types.IntegerLiteral):
            return None
        count = rows.literal_value

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = cgutils.create_struct_proxy(signature.args[0])(context, builder, args[0])
            step = cgutils.unpack_tuple(builder, array.shape)[1]
            at = builder.gep(array.data, [args[2]])
            values = []
            for _ in range(count):
                values.append(load_at(context, builder, kind, at))
                at = builder.gep(at, [step])
            return context.make_tuple(builder, signature.return_type, values)

        return types.UniTuple(kind, count)(sheet, rows, types.int64), codegen

    return columns


column, eight_columns = columns_of(types.float64), columns_of(DOUBLES)


def column_array_of(kind: Any) -> Any:
    """The same as an array that cannot be written to, of a length known to the compiler."""

    @intrinsic(prefer_literal=True)
    def column_array(typing_context: Any, sheet: Any, rows: Any, i: Any) -> Any:
        if not isinstance(rows, types.IntegerLiteral):
            return None
        count = rows.literal_value

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = cgutils.create_struct_proxy(signature.args[0])(context, builder, args[0])
            found = make_array(signature.return_type)(context, builder)
            populate_array(
                found,
                data=builder.bitcast(builder.gep(array.data, [args[2]]), found.data.type),
                shape=[context.get_constant(types.intp, count)],
                strides=cgutils.unpack_tuple(builder, array.strides)[:1],
                itemsize=context.get_constant(types.intp, 8),
                meminfo=None,
            )
            return found._getvalue()

        return types.Array(kind, 1, "A", readonly=True, aligned=False)(sheet, rows, types.int64), codegen

    return column_array


column_array, eight_column_arrays = column_array_of(types.float64), column_array_of(DOUBLES)
