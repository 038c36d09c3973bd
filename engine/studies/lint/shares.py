"""Shares of a benefit that are plain numbers: taken off in every iteration and not in the base case."""

from __future__ import annotations

from collections.abc import Iterator

from distributions import Constant
from engine.studies.lint.slip import Case, Slip


def rules(case: Case) -> Iterator[Slip]:
    """A realisation or uptake written plainly, whose base is 1 by default, so that base case and plays differ by it."""
    for line in case.programme.benefits:
        for quantity in (line.realisation, line.uptake):
            law = quantity.law
            if not isinstance(law, Constant) or law.value == quantity.base or not quantity.is_written:
                continue
            key = case.key_of(quantity.name)
            written = f"{{ value = {law.value:g}, base = {law.value:g} }}"
            found = f"{law.value:g} in every iteration and {quantity.base:g} in the base case"
            yield Slip(key, found, f"where the base case is to count {law.value:g} too, write {written}")
