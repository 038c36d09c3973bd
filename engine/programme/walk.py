"""The quantities of a programme, wherever they stand in it: listed, or changed in a copy."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from distributions import Constant, Law, settled
from engine.programme.quantity import Quantity

NO_QUANTITIES = {"walked": False}  # of a field that is not looked into


def quantities_in(value: Any) -> Iterator[Quantity]:
    """The quantities of a programme or a part of it, as often as they stand there."""
    if isinstance(value, Quantity):
        yield value
        return
    for one in inner_of(value):
        if may_hold(one.__class__):
            yield from quantities_in(one)


def quantity_names(value: Any) -> list[str]:
    """Full names of the quantities in a programme or a part of it."""
    return list(dict.fromkeys(quantity.name for quantity in quantities_in(value)))


def fixed_in(value: Any, names: Collection[str]) -> Any:
    """The same programme, or part of it, with the quantities of these names constant at their base."""

    def fixed(quantity: Quantity) -> Quantity:
        return replace(quantity, law=Constant(quantity.base)) if quantity.name in names else quantity

    return with_quantities(value, fixed)


def settled_in(value: Any, beliefs: Mapping[str, float]) -> Any:
    """The same programme, or part of it, with every law as it is once some beliefs are known."""

    return with_quantities(value, lambda quantity: settled_quantity(quantity, beliefs))


def settled_quantity(quantity: Quantity, beliefs: Mapping[str, float]) -> Quantity:
    """The same quantity, its law as it is once some beliefs are known."""
    law = settled(quantity.law, beliefs) if beliefs else quantity.law
    if law is quantity.law:
        return quantity
    return replace(quantity, law=law if isinstance(law, Law) else Constant(law))


def with_quantities(value: Any, change: Callable[[Quantity], Quantity]) -> Any:
    """The same programme, or part of it, with each quantity changed; parts that hold none are the same objects."""
    if isinstance(value, Quantity):
        return change(value)
    inner = inner_of(value)
    found = [with_quantities(one, change) if may_hold(one.__class__) else one for one in inner]
    if all(map(operator.is_, found, inner)):
        return value
    if isinstance(value, tuple):
        return tuple(found)
    changed = {
        name: new
        for name, new, old in zip(parts_of(value.__class__), found, inner, strict=True)
        if new is not old
    }
    return replace(value, **changed)


def inner_of(value: Any) -> Sequence[Any]:
    """What a tuple or a dataclass holds."""
    if isinstance(value, tuple):
        return value
    return [getattr(value, name) for name in parts_of(value.__class__)]


@cache
def may_hold(kind: type) -> bool:
    """Whether quantities may stand in what is of this type: most of a programme are words and numbers."""
    return bool(parts_of(kind)) or issubclass(kind, tuple)


@cache
def parts_of(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass, in which quantities may stand; none of any other type."""
    every = fields(kind) if is_dataclass(kind) else ()
    return tuple(field.name for field in every if NO_QUANTITIES.items() - field.metadata.items())
