"""A law as the file writes it (a table, a name in `[laws]`, a number) -> the law, of whatever kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from types import UnionType
from typing import Any, get_args, get_origin

import numpy as np

from distributions import Law, LawError, SecondOrder, Shared, is_second_order
from distributions.base.asked import MOST, patiently
from engine.problems import Findings, listed, nearest, number, shortened, shown
from engine.programme.reading.law_uses import DEEPEST, MOST_NAMED, LawUses
from engine.programme.reading.laws import KeySet, accepted_keys, constant, is_fixed, key_sets, kinds, support
from engine.programme.reading.number_text import number_hint

PERCENTILE = re.compile(r"[pP]\d+")


class LawReader:
    """Builds laws; what is at fault goes to `findings`, and nothing comes out."""

    def __init__(self, named: Mapping[str, Mapping[str, Any]], findings: Findings, unit: str = "") -> None:
        self._named, self.unit = named, unit
        self.beliefs: dict[str, Law] = {}  # by name, as they stand in other laws
        self._findings = findings
        self._built: dict[str, Law | None] = {}
        self._uses = LawUses(named)
        for circle in self._uses.circles:
            found = f"laws that need each other: {' → '.join(circle)}"
            findings.add(self._uses.place_of(*circle[-2:]), shortened(found, 200), "laws without a circle")

    def named(self, name: str, key: str) -> Law | None:
        """The belief of this name, or the law called so in `[laws]`; `key` is the place that asks for it."""
        if name in self.beliefs:
            return self.beliefs[name]
        if name not in self._named:
            accepted = (
                f"a number, a table, or a name in [laws]: {listed(list(self._named)) or 'there are none'}"
            )
            if self.beliefs:
                accepted += f"; or in [beliefs]: {listed(list(self.beliefs))}"
            hint = number_hint(name, self.unit) or nearest(name, (*self._named, *self.beliefs))
            self._findings.add(key, shown(name), accepted, hint, needs=f"laws.{name}")
        elif name not in self._built and self._uses.may_be_built(name):
            self._built[name] = self.table(self._named[name], f"laws.{name}")
        return self._built.get(name)

    def nested(self, value: Any, key: str) -> Law | None:
        """A law inside a law: a number, a name in `[laws]`, or a table."""
        if isinstance(value, str):
            return self.named(value, key)
        if isinstance(value, dict):
            return self.table(value, key)
        fixed = self._number(value, key, "a number, the name of a law in [laws], or a table with a kind")
        return None if fixed is None else constant(fixed)

    def one_minus(self, table: Mapping[str, Any], key: str) -> Law | None:
        """1 less a belief: `{ one_minus = "name" }`."""
        name = table["one_minus"]
        belief = self.beliefs.get(name) if isinstance(name, str) else None
        if len(table) > 1 or not isinstance(belief, Shared):
            found = shown(name) if len(table) == 1 else f"{listed(list(table), 'and')} together"
            known = listed(list(self.beliefs)) or "there are none"
            accepted = f'one_minus = "name" alone, a name in [beliefs]: {known}'
            self._findings.add(key, found, accepted, nearest(str(name), self.beliefs))
            return None
        return Shared(belief.name, belief.law, complement=True)

    def table(self, table: Mapping[str, Any], key: str) -> Law | None:
        """The law of a table with a `kind` (or a bare `value`) and the keys of that kind, nothing else."""
        if "one_minus" in table:
            return self.one_minus(table, key)
        if self._is_too_great(table, key):
            return None
        written = {name: value for name, value in table.items() if name != "kind"}
        kind = table.get("kind", "constant" if "value" in table else None)
        if kind not in kinds():
            hint = nearest(str(kind), kinds()) if "kind" in table else _kinds_that_take(written)
            found = shown(kind) if "kind" in table else "nothing"
            self._findings.add(f"{key}.kind", found, f"a kind of law: {listed(kinds())}", hint)
            return None
        keys = self._keys(kind, written, key)
        if keys is None:
            return None
        arguments = {
            name: self._argument(keys.takes[name].annotation, value, f"{key}.{name}")
            for name, value in written.items()
        }
        return None if None in arguments.values() else self._law(kind, keys, arguments, key)

    def _is_too_great(self, table: Mapping[str, Any], key: str) -> bool:
        """Whether the law would take too long to work out."""
        extent = self._uses.extent(table)
        if extent.depth > DEEPEST:
            found, accepted = f"{extent.depth} laws within each other", f"at most {DEEPEST} within each other"
            self._findings.add(key, found, accepted)
        elif extent.named > MOST_NAMED:
            found = f"a law that names {extent.named:,} others, counting what these name in turn"
            self._findings.add(key, found, f"a law that names at most {MOST_NAMED} others")
        return extent.is_too_great

    def _keys(self, kind: str, written: Mapping[str, Any], key: str) -> KeySet | None:
        """The set of keys that was meant; nothing if any is missing or does not belong to it."""
        meant = max(
            key_sets(kind), key=lambda keys: len(written.keys() & keys.takes) - len(keys.needed) / 100
        )
        for keys in key_sets(kind):
            if set(keys.needed) <= written.keys() <= keys.takes.keys():
                return keys
        unknown = [name for name in written if name not in meant.takes]
        for name in unknown:
            taken = (other for keys in key_sets(kind) for other in keys.takes)
            hint = nearest(name, (*taken, "kind", "base", "source", "basis", "note"))
            others = [other for other in kinds() if other != kind and _takes_any(other, unknown)]
            if PERCENTILE.fullmatch(name) and f"{kind}_alt" in kinds():
                others = [f"{kind}_alt"]
            if others and not nearest(name, meant.takes):
                likely = others[0]
                hint = f'with {listed(unknown, "and")} use kind = "{likely}": {accepted_keys(likely)}'
            self._findings.add(
                f"{key}.{name}", f'a key "{name}" that does not belong here', accepted_keys(kind), hint
            )
        for name in meant.needed:
            if name not in written and not unknown:
                self._findings.add(f"{key}.{name}", "nothing", accepted_keys(kind))
        return None

    def _argument(self, annotation: Any, value: Any, key: str) -> Any:
        """The value of a parameter of this type; nothing if it is of another."""
        if get_origin(annotation) is UnionType:
            annotation = get_args(annotation)[0]
        if annotation is Law:
            return self.nested(value, key)
        if annotation is float and (isinstance(value, dict) or self._is_named(value)):
            law = self.nested(value, key)  # a parameter that is uncertain itself
            return float(law.ppf(0.5)) if law is not None and is_fixed(law) else law
        if annotation is float:
            accepted = "a finite number, or a law: the name of one in [laws], or a table with a kind"
            return self._number(value, key, accepted)
        if annotation is int:
            return self._number(value, key, "a finite number")
        if get_origin(annotation) is tuple and isinstance(value, list):
            inner = get_args(annotation)[0]
            items = [self._argument(inner, item, f"{key}.{place}") for place, item in enumerate(value)]
            return None if any(item is None for item in items) else tuple(items)
        return value  # the law itself says what is wrong with anything else

    def _is_named(self, value: Any) -> bool:
        return isinstance(value, str) and (value in self._named or value in self.beliefs)

    def _number(self, value: Any, key: str, accepted: str) -> float | None:
        found = number(value)
        if found is None:
            self._findings.add(key, shown(value), accepted, number_hint(value, self.unit))
        return found

    def _law(self, kind: str, keys: KeySet, arguments: dict[str, Any], key: str) -> Law | None:
        try:
            with np.errstate(all="ignore"), patiently(MOST / 2):
                make = partial(SecondOrder, kind) if is_second_order(kind, arguments) else keys.constructor
                law: Law = make(**arguments)
                support(law)  # numbers may be so great that a law can be made, but not computed
        except (LawError, ArithmeticError, ValueError, TypeError) as error:
            blamed = [name for name in arguments if str(error).startswith((f"{name} = ", f"{name}["))]
            sole = len(blamed) == 1 and not any(
                f"{name} = " in str(error) for name in arguments if name != blamed[0]
            )
            place = f"{key}.{blamed[0]}" if sole else key
            self._findings.add(place, str(error), accepted_keys(kind))
            return None
        return law


def _takes_any(kind: str, names: Sequence[str]) -> bool:
    """Whether one set of keys of a kind has all these names."""
    return any(set(names) <= keys.takes.keys() for keys in key_sets(kind))


def _takes(kind: str, written: Mapping[str, Any]) -> bool:
    """Whether a kind can be written with just these keys."""
    return any(set(keys.needed) <= written.keys() <= keys.takes.keys() for keys in key_sets(kind))


def _kinds_that_take(written: Mapping[str, Any]) -> str:
    """A hint for a table without a kind."""
    fitting = [kind for kind in kinds() if _takes(kind, written)]
    return f"kinds that take {listed(list(written), 'and')}: {listed(fitting)}" if fitting else ""
