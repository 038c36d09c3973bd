"""Named arrays as compiled code takes them: one address instead of seventy arrays.

A plan taken apart for every call costs the compiler a quarter of its time (32 s, by reference 25) and the caller
10 us. So a named tuple is handed over as the address of a table of where its arrays lie, read when a field is asked
for: to the functions that take it there is no difference.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype

WORD = ir.IntType(64)


Named = TypeVar("Named", bound=tuple[Any, ...])


def by_reference(named: Named) -> Named:
    """A named tuple of C-contiguous arrays, numbers and such tuples, to be handed to compiled code."""
    return cast(Named, Reference(named))


class Reference:
    """What `by_reference` gives; it keeps the tuple alive, and has its fields."""

    def __init__(self, named: Any) -> None:
        self.named = named
        self.words = np.array(words_of(named), np.int64)
        self.address = self.words.ctypes.data
        self._numba_type_ = type_of(named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.named, name)


class ReferenceType(types.Type):
    """What compiled code knows of it: the names and types of the fields, in order."""

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...]) -> None:
        self.fields = fields
        digest = hashlib.sha256(repr(fields).encode()).hexdigest()[:12]
        super().__init__(name=f"{name}-{digest}")  # a name of every array's would make symbols of pages


@typeof_impl.register(Reference)
def _type_of_reference(reference: Reference, context: Any) -> Any:
    return reference._numba_type_


def type_of(value: Any) -> Any:
    """The type of a field, or of a whole named tuple, by reference or not."""
    return value._numba_type_ if isinstance(value, Reference) else _type_of_kind(kind_of(value))


def kind_of(value: Any) -> Any:
    """What a type hangs on, quickly told: a plan is made into a reference twenty times before its first run."""
    if isinstance(value, tuple):
        return (type(value), *map(kind_of, value))
    if isinstance(value, np.ndarray):
        return value.dtype.char, value.ndim
    return "d" if isinstance(value, float) else "q"


@lru_cache(maxsize=256)
def _type_of_kind(kind: Any) -> Any:
    if isinstance(kind, str):
        return types.float64 if kind == "d" else types.int64
    if isinstance(kind[0], str):
        return types.Array(from_dtype(np.dtype(kind[0])), kind[1], "C")
    named, *kinds = kind
    fields = zip(named._fields, map(_type_of_kind, kinds), strict=True)
    return ReferenceType(named.__name__, tuple(fields))


def words_of(value: Any) -> list[int]:
    """What stands in the table: where an array lies and its shape, a number's bits, a tuple's fields in order."""
    if isinstance(value, tuple):
        return [word for field in value for word in words_of(field)]
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            raise ValueError(f"an array of shape {value.shape} is not contiguous")
        return [value.__array_interface__["data"][0], *value.shape]  # `.ctypes` takes three times as long
    return [struct.unpack("<q", struct.pack("<d", value))[0] if isinstance(value, float) else int(value)]


def width(field: Any) -> int:
    """How many words a field takes."""
    if isinstance(field, ReferenceType):
        return sum(width(kind) for _, kind in field.fields)
    return 1 + field.ndim if isinstance(field, types.Array) else 1


@register_model(ReferenceType)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, WORD.as_pointer())


@unbox(ReferenceType)  # type: ignore[untyped-decorator]
def _unbox(kind: Any, reference: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(reference, "address")
    word = c.unbox(types.int64, address)
    c.pyapi.decref(address)
    pointer = c.builder.inttoptr(word.value, WORD.as_pointer())
    return NativeValue(pointer, is_error=word.is_error)


@infer_getattr
class _Fields(AttributeTemplate):
    key = ReferenceType

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return dict(kind.fields).get(name)


@lower_getattr_generic(ReferenceType)  # type: ignore[untyped-decorator]
def _field(context: Any, builder: Any, kind: Any, table: Any, name: str) -> Any:
    names = [one for one, _ in kind.fields]
    at = sum(width(field) for _, field in kind.fields[: names.index(name)])
    field = dict(kind.fields)[name]

    def word(k: int) -> Any:
        found = builder.load(builder.gep(table, [ir.Constant(WORD, at + k)]))
        found.set_metadata(
            "invariant.load", builder.module.add_metadata([])
        )  # so that it is read once, before loops
        return found

    if isinstance(field, ReferenceType):
        return builder.gep(table, [ir.Constant(WORD, at)])
    if isinstance(field, types.Array):
        array = make_array(field)(context, builder)
        shape = [word(1 + k) for k in range(field.ndim)]
        size = ir.Constant(WORD, context.get_abi_sizeof(context.get_data_type(field.dtype)))
        steps = [size]
        for length in reversed(shape[1:]):
            steps.insert(0, builder.mul(steps[0], length))
        data = builder.inttoptr(word(0), context.get_data_type(field.dtype).as_pointer())
        populate_array(array, data=data, shape=shape, strides=steps, itemsize=size, meminfo=None)
        return array._getvalue()
    return builder.bitcast(word(0), context.get_value_type(field)) if field is types.float64 else word(0)
