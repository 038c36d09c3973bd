"""Vector instructions where the compiler finds none: a formula emitted for several numbers at once.

A formula of this package that uses operators only is traced with `Lanes` in place of numbers. So it is written
once, and its scalar and its vector form do the same operations in the same order: the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba.core import cgutils

INTEGER, DOUBLE, PLACE = ir.IntType(64), ir.DoubleType(), ir.IntType(32)


class Lanes:
    """As many uint64 or float64 as a vector has, with the operators of one."""

    __array_ufunc__ = None  # else `np.uint64(1) * lanes` would be NumPy's to do

    def __init__(self, builder: Any, value: Any) -> None:
        self.builder, self.value = builder, value

    def _with(self, integers: str, doubles: str, other: Any) -> Lanes:
        other = other if isinstance(other, Lanes) else self._all(other)
        if self.value.type.element == INTEGER:
            return Lanes(self.builder, getattr(self.builder, integers)(self.value, other.value))
        found = getattr(self.builder, doubles)(self.value, other.value, flags=("contract",))
        return Lanes(self.builder, found)

    def _all(self, number: Any) -> Lanes:
        kind = self.value.type
        one = int(number) if kind.element == INTEGER else float(number)
        return Lanes(self.builder, ir.Constant(kind, [ir.Constant(kind.element, one)] * kind.count))

    def __add__(self, other: Any) -> Lanes:
        return self._with("add", "fadd", other)

    def __sub__(self, other: Any) -> Lanes:
        return self._with("sub", "fsub", other)

    def __mul__(self, other: Any) -> Lanes:
        return self._with("mul", "fmul", other)

    def __and__(self, other: Any) -> Lanes:
        return self._with("and_", "", other)

    def __or__(self, other: Any) -> Lanes:
        return self._with("or_", "", other)

    def __xor__(self, other: Any) -> Lanes:
        return self._with("xor", "", other)

    def __lshift__(self, other: Any) -> Lanes:
        return self._with("shl", "", other)

    def __rshift__(self, other: Any) -> Lanes:
        return self._with("lshr", "", other)

    __radd__, __rmul__, __ror__ = __add__, __mul__, __or__

    def as_doubles(self) -> Lanes:
        """The doubles that the bits stand for."""
        kind = ir.VectorType(DOUBLE, self.value.type.count)
        return Lanes(self.builder, self.builder.bitcast(self.value, kind))


def everywhere(builder: Any, number: Any, count: int) -> Lanes:
    """One number in each of `count` lanes."""
    nothing = ir.Constant(ir.VectorType(number.type, count), ir.Undefined)
    first = builder.insert_element(nothing, number, ir.Constant(PLACE, 0))
    return Lanes(builder, builder.shuffle_vector(first, nothing, places([0] * count)))


def integers(builder: Any, numbers: Sequence[int]) -> Lanes:
    """Given numbers, one to a lane."""
    kind = ir.VectorType(INTEGER, len(numbers))
    return Lanes(builder, ir.Constant(kind, [ir.Constant(INTEGER, number) for number in numbers]))


def places(numbers: Sequence[int]) -> Any:
    """Where each lane of a shuffle comes from, the second vector counted on from the first."""
    return ir.Constant(ir.VectorType(PLACE, len(numbers)), [ir.Constant(PLACE, number) for number in numbers])


def shuffle(one: Lanes, other: Lanes, numbers: Sequence[int]) -> Lanes:
    """Lanes of two vectors, those of the second counted on from the first."""
    return Lanes(one.builder, one.builder.shuffle_vector(one.value, other.value, places(numbers)))


def data_of(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    """Where an array's numbers lie."""
    return cgutils.create_struct_proxy(kind)(context, builder, array).data


def four_doubles(builder: Any, data: Any, at: Any) -> Lanes:
    """`data[at], …, data[at + 3]`."""
    found = builder.load(_pointer(builder, data, at))
    found.align = 8
    return Lanes(builder, found)


def store_four(builder: Any, lanes: Lanes, data: Any, at: Any) -> None:
    """`data[at], …, data[at + 3] = lanes`."""
    builder.store(lanes.value, _pointer(builder, data, at)).align = 8


def _pointer(builder: Any, data: Any, at: Any) -> Any:
    return builder.bitcast(builder.gep(data, [at]), ir.VectorType(DOUBLE, 4).as_pointer())


def after(builder: Any, at: Any, steps: int) -> Any:
    """`at + steps`."""
    return builder.add(at, ir.Constant(INTEGER, steps))


def transposed(rows: Sequence[Lanes]) -> list[Lanes]:
    """Four vectors of four as the rows of a matrix, by columns."""
    a, b = shuffle(rows[0], rows[1], [0, 4, 2, 6]), shuffle(rows[0], rows[1], [1, 5, 3, 7])
    c, d = shuffle(rows[2], rows[3], [0, 4, 2, 6]), shuffle(rows[2], rows[3], [1, 5, 3, 7])
    low, high = [0, 1, 4, 5], [2, 3, 6, 7]
    return [shuffle(a, c, low), shuffle(b, d, low), shuffle(a, c, high), shuffle(b, d, high)]


def traced(formula: Callable[..., Any], *arguments: Any) -> Any:
    """What a compiled function makes of lanes."""
    return formula.py_func(*arguments)  # type: ignore[attr-defined]
