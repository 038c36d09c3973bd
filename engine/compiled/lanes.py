"""Eight iterations as one number: a type whose operators are vector instructions.

Compiled code computes with it as with a float: `where(mask, a, b)` stands for a condition, `anywhere(mask)` asks
whether there is work to do at all. What is kept lies in `Rows` of eight numbers, a line of the cache each, so that
all rows of eight iterations of the flagship lie in the nearest cache. A pass over the spending of 27 flows takes 7 ns
an iteration so; in loops over rows of 128 iterations it took 24, and its loops three times as long to compile.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeAlias

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import lower_builtin, lower_cast
from numba.core.typeconv.castgraph import Conversion
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import models, register_model

from engine.compiled.loop import intrinsic

LANES = 8
INTEGER, PLACE = ir.IntType(64), ir.IntType(32)
NUMBERS, WORDS = ir.VectorType(ir.DoubleType(), LANES), ir.VectorType(INTEGER, LANES)

Lanes: TypeAlias = Any  # as Python sees them: it never does
Rows: TypeAlias = Any


class LanesType(types.Type):
    """Eight of a kind of number, or of truth."""

    def __init__(self, element: Any) -> None:
        self.element = element
        super().__init__(name=f"{LANES} {element}")

    def unify(self, typing_context: Any, other: Any) -> Any:
        """Where a variable is a number first and lanes later it is lanes."""
        return self if isinstance(other, types.Number) and self.element == types.float64 else None

    def can_convert_from(self, typing_context: Any, other: Any) -> Any:
        """A number may stand for eight times itself."""
        return Conversion.safe if isinstance(other, types.Number) else None


DOUBLES, MASK = LanesType(types.float64), LanesType(types.boolean)


@register_model(LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        # truth as all bits of a word: single bits would be packed and unpacked at every `&`
        super().__init__(manager, kind, WORDS if kind == MASK else NUMBERS)


@lower_cast(types.Number, LanesType)  # type: ignore[untyped-decorator]
def _everywhere(context: Any, builder: Any, kind: Any, lanes: Any, number: Any) -> Any:
    one = context.cast(builder, number, kind, lanes.element)
    nothing = ir.Constant(context.get_value_type(lanes), ir.Undefined)
    first = builder.insert_element(nothing, one, PLACE(0))
    return builder.shuffle_vector(first, nothing, ir.Constant(ir.VectorType(PLACE, LANES), [0] * LANES))


Lowered = Callable[[Any, Any, Any], Any]  # builder and two values -> a value


def _operator(operation: Any, operand: Any, result: Any, lowered: Lowered) -> None:
    """Teach the compiler an operator of two, of which one may be a number."""

    def generic(self: Any, arguments: Any, keywords: Any) -> Any:
        fit = all(isinstance(one, types.Number) or one == operand for one in arguments)
        return (
            signature(result, operand, operand)
            if fit and operand in arguments and len(arguments) == 2
            else None
        )

    infer_global(operation)(type("Template", (AbstractTemplate,), {"key": operation, "generic": generic}))

    @lower_builtin(operation, operand, operand)  # type: ignore[untyped-decorator]
    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return lowered(builder, *arguments)


def _instruction(name: str) -> Lowered:
    return lambda builder, a, b: getattr(builder, name)(a, b)


def _comparison(sign: str) -> Lowered:
    return lambda builder, a, b: builder.sext(builder.fcmp_ordered(sign, a, b), WORDS)


def _truth(builder: Any, mask: Any) -> Any:
    return builder.icmp_signed("<", mask, ir.Constant(WORDS, [0] * LANES))


def _further(sign: str) -> Lowered:
    """The first, unless the second is further: as of Python's numbers, and one instruction."""
    return lambda builder, a, b: builder.select(builder.fcmp_ordered(sign, b, a), b, a)


for name in ("add", "sub", "mul", "truediv"):
    for operation in (getattr(operator, name), getattr(operator, f"i{name}")):
        _operator(operation, DOUBLES, DOUBLES, _instruction(f"f{name.removeprefix('true')}"))
for name, sign in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "==")):
    _operator(getattr(operator, name), DOUBLES, MASK, _comparison(sign))
_operator(
    operator.ne, DOUBLES, MASK, lambda builder, a, b: builder.sext(builder.fcmp_unordered("!=", a, b), WORDS)
)
_operator(operator.and_, MASK, MASK, _instruction("and_"))
_operator(operator.or_, MASK, MASK, _instruction("or_"))
_operator(max, DOUBLES, DOUBLES, _further(">"))
_operator(min, DOUBLES, DOUBLES, _further("<"))


class _Absolute(AbstractTemplate):
    key = abs

    def generic(self, arguments: Any, keywords: Any) -> Any:
        return signature(DOUBLES, DOUBLES) if arguments == (DOUBLES,) else None


infer_global(abs)(_Absolute)


@lower_builtin(abs, DOUBLES)  # type: ignore[untyped-decorator]
def _absolute(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    # llvmlite cannot name `llvm.fabs` of a vector
    all_but_sign = ir.Constant(WORDS, [2**63 - 1] * LANES)
    return builder.bitcast(builder.and_(builder.bitcast(args[0], WORDS), all_but_sign), NUMBERS)


@intrinsic
def everywhere(typing_context, number) -> Any:  # type: ignore[no-untyped-def]
    """A number in all lanes."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return args[0]

    return DOUBLES(DOUBLES), codegen


@intrinsic
def where(typing_context, mask, a, b) -> Any:  # type: ignore[no-untyped-def]
    """`a` in the lanes of `mask`, `b` elsewhere."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.select(_truth(builder, args[0]), args[1], args[2])

    return DOUBLES(MASK, DOUBLES, DOUBLES), codegen


@intrinsic
def anywhere(typing_context, mask) -> Any:  # type: ignore[no-untyped-def]
    """Whether any lane is in `mask`."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = ir.IntType(LANES)
        return builder.icmp_unsigned("!=", builder.bitcast(_truth(builder, args[0]), bits), bits(0))

    return types.boolean(MASK), codegen


def _reduced(sign: str) -> Any:
    @intrinsic
    def reduced(typing_context, lanes) -> Any:  # type: ignore[no-untyped-def]
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            value, count = args[0], LANES
            while count > 1:
                count //= 2
                half = ir.VectorType(PLACE, count)
                low, high = (ir.Constant(half, list(range(k, k + count))) for k in (0, count))
                low, high = (builder.shuffle_vector(value, value, places) for places in (low, high))
                value = builder.select(builder.fcmp_ordered(sign, low, high), low, high)
            return builder.extract_element(value, PLACE(0))

        return types.float64(DOUBLES), codegen

    return reduced


lowest, highest = _reduced("<"), _reduced(">")


@intrinsic
def lane(typing_context, lanes, at) -> Any:  # type: ignore[no-untyped-def]
    """One of the eight numbers."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.extract_element(*args)

    return types.float64(DOUBLES, types.int64), codegen


@intrinsic
def with_lane(typing_context, lanes, at, number) -> Any:  # type: ignore[no-untyped-def]
    """The lanes, one of the eight numbers replaced."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.insert_element(args[0], args[2], args[1])

    return DOUBLES(DOUBLES, types.int64, types.float64), codegen


@intrinsic
def load(typing_context, row, at) -> Any:  # type: ignore[no-untyped-def]
    """`row[at], …, row[at + 7]` of an array."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = cgutils.create_struct_proxy(signature.args[0])(context, builder, args[0]).data
        return _load(builder, builder.gep(data, [args[1]]))

    return DOUBLES(row, types.int64), codegen


@intrinsic
def store(typing_context, lanes, row, at) -> Any:  # type: ignore[no-untyped-def]
    """Write the lanes to `row[at], …, row[at + 7]` of an array."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = cgutils.create_struct_proxy(signature.args[1])(context, builder, args[1]).data
        builder.store(args[0], _of_eight(builder, builder.gep(data, [args[2]]))).align = 8
        return context.get_dummy_value()

    return types.void(DOUBLES, row, types.int64), codegen


def _load(builder: Any, address: Any) -> Any:
    found = builder.load(_of_eight(builder, address))
    found.align = 8
    return found


def _of_eight(builder: Any, address: Any) -> Any:
    return builder.bitcast(address, NUMBERS.as_pointer())


class RowsType(types.Type):
    """Rows of lanes, by number or by two numbers: `rows[k]`, `rows[a, b]`."""


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

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        found = cgutils.create_struct_proxy(signature.args[0])(context, builder, args[0])
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
    return builder.gep(found.data, [builder.mul(at, INTEGER(LANES))])


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
def _get_row(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return _load(builder, _address(context, builder, args[0], signature.args[1], args[1]))


@lower_builtin(operator.setitem, ROWS, types.Any, types.Any)  # type: ignore[untyped-decorator]
def _set_row(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    address = _address(context, builder, args[0], signature.args[1], args[1])
    builder.store(args[2], _of_eight(builder, address)).align = 8
    return context.get_dummy_value()
