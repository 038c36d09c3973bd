"""Which named laws are made of which: circles, and how much a law is when all that it names is written out.

A law that uses another twice, which uses a third twice, and so on, doubles at every step: thirty lines could ask
for a law of a thousand million parts. That is counted here, before any law is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin

from distributions import Law
from engine.programme.reading.laws import key_sets, kinds
from engine.programme.reading.precedence import circles, in_order

# As much as is worked out within a few seconds: each law within another may double the time.
MOST_NAMED = 500  # laws that one names, with all that these name in turn
DEEPEST = 8  # laws within each other


class Extent(NamedTuple):
    """How many laws one names, written out, and how many are within each other."""

    named: int
    depth: int

    @property
    def is_too_great(self) -> bool:
        """Whether such a law would take too long."""
        return self.named > MOST_NAMED or self.depth > DEEPEST


class LawUses:
    """The uses among the laws of a file, by their tables without what belongs to the quantity."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._uses = {name: dict(_uses(table, f"laws.{name}", tables)) for name, table in tables.items()}
        self._extents: dict[str, Extent] = {}
        after = {name: list(uses.values()) for name, uses in self._uses.items()}
        self.circles = circles(after)
        for name in in_order(after):
            extents = [self._extents.get(used) for used in after[name]]
            if all(extent is not None and not extent.is_too_great for extent in extents):
                self._extents[name] = self.extent(tables[name])

    def may_be_built(self, name: str) -> bool:
        """Whether a law stands on no circle, and uses none that does or that is too great."""
        return name in self._extents

    def place_of(self, user: str, used: str) -> str:
        """The dotted path at which the law `user` names the law `used`."""
        return next(place for place, name in self._uses[user].items() if name == used)

    def extent(self, table: Mapping[str, Any]) -> Extent:
        """How much the law of a table is, with the laws that it names; those that cannot be built are nothing."""
        named, depth = 0, 0
        for _, inner in _laws_in(table, ""):
            if isinstance(inner, Mapping):
                within = self.extent(inner)
            elif inner in self._extents:
                within = self._extents[inner]._replace(named=self._extents[inner].named + 1)
            else:
                continue
            named, depth = named + within.named, max(depth, within.depth)
        return Extent(named, depth + 1)


def _uses(table: Mapping[str, Any], key: str, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Where, in the table of a law, which laws are named."""
    for place, inner in _laws_in(table, key):
        if isinstance(inner, Mapping):
            yield from _uses(inner, place, known)
        elif inner in known:
            yield place, inner


def _laws_in(table: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    """The tables, and the texts that may be names of laws, where a law of this kind takes laws."""
    kind = table.get("kind")
    if kind not in kinds():
        return
    types = _types(str(kind))
    for name, value in table.items():
        yield from _within(types.get(name), value, f"{key}.{name}")


def _within(annotation: Any, value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """The same of the value of one parameter, whose lists are read as deep as its type has them."""
    if get_origin(annotation) is UnionType:
        annotation = get_args(annotation)[0]
    if annotation in (Law, float) and isinstance(value, str | Mapping):
        yield place, value
    elif get_origin(annotation) is tuple and isinstance(value, list):
        for k, item in enumerate(value):
            yield from _within(get_args(annotation)[0], item, f"{place}.{k}")


@cache
def _types(kind: str) -> dict[str, Any]:
    """The types of the parameters of a kind, of any of its sets of keys."""
    return {name: parameter.annotation for keys in key_sets(kind) for name, parameter in keys.takes.items()}
