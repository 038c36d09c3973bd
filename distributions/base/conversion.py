"""Arguments as they are written (ints, lists, NumPy scalars) become the types that a law declares."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from types import UnionType
from typing import Any, get_args, get_origin

import numpy as np

from distributions.base.error import LawError


def converted(name: str, annotation: Any, value: Any) -> Any:
    """`value` as the type `annotation`, a mapping as a tuple of pairs.

    Raises `LawError` that names the parameter if it is something else.
    """
    if annotation is float and type(value) is float:  # as nearly all are: a register has 100,000
        return value
    if get_origin(annotation) is UnionType:
        return None if value is None else converted(name, get_args(annotation)[0], value)
    if get_origin(annotation) is Mapping:
        if not isinstance(value, Mapping | tuple):
            raise LawError(f"{name} = {value!r} is not a table of names and numbers")
        pairs = sorted(dict(value).items())
        return tuple(
            (key, converted(f"{name}.{key}", get_args(annotation)[1], entry)) for key, entry in pairs
        )
    if get_origin(annotation) is tuple:
        return _sequence(name, get_args(annotation)[0], value)
    if annotation is float and isinstance(value, Real) and not isinstance(value, bool):
        return float(value)
    if annotation is int and isinstance(value, Real) and not isinstance(value, bool):
        if float(value).is_integer():
            return int(float(value))
        raise LawError(f"{name} = {value!r} is not a whole number")
    if annotation in (float, int):
        raise LawError(f"{name} = {value!r} is not a number")
    if isinstance(annotation, type) and not isinstance(value, annotation):
        wanted = "text" if annotation is str else "a law; wrap a fixed number in Constant"
        raise LawError(f"{name} = {value!r} is not {wanted}")
    return value


def _sequence(name: str, item: Any, value: Any) -> tuple[Any, ...]:
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        raise LawError(f"{name} = {value!r} is not a list")
    if item is float:
        numbers = np.asarray(value if hasattr(value, "__len__") else list(value))
        if numbers.ndim == 1 and numbers.dtype.kind in "iuf":
            return tuple(numbers.astype(float).tolist())
    return tuple(converted(f"{name}[{place}]", item, entry) for place, entry in enumerate(value))
