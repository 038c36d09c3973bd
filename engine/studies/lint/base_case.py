"""What is certain in every iteration and something else in the base case: plain multipliers, risks sure to strike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from distributions import Constant
from engine.programme.model import Quantity
from engine.studies.lint.slip import Case, Slip


def rules(case: Case) -> Iterator[Slip]:
    """Both."""
    for quantity, kind, _ in {one[0].name: one for one in case.programme.quantities()}.values():
        driver = ".".join([*quantity.name.split(".")[:2], "factor"])  # one for all its years
        key = driver if kind == "driver" else case.key_of(quantity.name)
        yield from _by_default(case, quantity, key)
    for name, chance in {risk.family or risk.name: risk for risk in case.programme.risks}.items():
        hangs_on_others = chance.needs or chance.needs_any or chance.prevented_by or chance.exclusive
        if chance.can_strike and not hangs_on_others and chance.probability.law == Constant(1.0):
            found = "a risk that strikes in every iteration and never in the base case"
            meaning = "what is sure to come is planned: a line of cost, a longer duration, a smaller benefit"
            yield Slip(f"risks.{name}.probability", found, meaning)


def _by_default(case: Case, quantity: Quantity, key: str) -> Iterator[Slip]:
    """A number whose base is 1 where none is given: factors, realisation, uptake, top_up."""
    law = quantity.law
    if not quantity.is_written or not isinstance(law, Constant) or _has_own_base(case.tables, key):
        return
    if law.value != quantity.base:
        written = f"{{ value = {law.value:g}, base = {law.value:g} }}"
        found = f"{law.value:g} in every iteration and {quantity.base:g} in the base case"
        yield Slip(key, found, f"where the base case is to count {law.value:g} too, write {written}")


def _has_own_base(tables: Any, key: str) -> bool:
    """Whether the file gives a base where the number stands."""

    def inner(table: Any, part: str) -> Any:
        if isinstance(table, list):
            return table[int(part)] if part.isdecimal() and int(part) < len(table) else None
        return table.get(part) if isinstance(table, dict) else None

    found = reduce(inner, key.split("."), tables)
    return isinstance(found, dict) and "base" in found
