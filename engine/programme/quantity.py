"""One number of a programme: what it is, and where it came from."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple

from distributions import Constant, Law

Basis = Literal["published", "derived", "assumed"]

GREATEST, SMALLEST = (
    1e15,
    1e-15,
)  # sizes of numbers; beyond, a page full of zeros where a better unit would do


@dataclass(frozen=True)
class Provenance:
    """Where a number came from, and who answers for it."""

    source: str | None = None
    basis: Basis | None = None
    note: str | None = None
    owner: str | None = None
    status: str | None = None
    date: str | None = None
    signed_off: str | None = None
    effect: str | None = None
    observations: int | None = None

    def inheriting(self, outer: Provenance) -> Provenance:
        """What a number does not say of itself it takes from what it stands in."""
        if self is UNKNOWN:
            return outer
        said = ((getattr(self, field.name), getattr(outer, field.name)) for field in fields(self))
        return Provenance(*(own or others for own, others in said))


UNKNOWN = Provenance()


@dataclass(frozen=True)
class Quantity:
    """One number of a programme, certain or not: full dotted name, law, and value in the base case.

    It `is_written` unless the file leaves it out and it is what such a number is by default.
    """

    name: str
    law: Law
    base: float
    provenance: Provenance = UNKNOWN
    is_written: bool = True

    @property
    def is_certain(self) -> bool:
        """Whether it has its base value in every iteration."""
        return isinstance(self.law, Constant) and self.law.value == self.base


class Role(NamedTuple):
    """What a quantity is for: its bounds, and the base it has unless the file gives one."""

    low: float = -math.inf
    high: float = math.inf
    base: float | None = None
    reason: str = ""


PLAIN = Role()
FACTOR = Role(base=1.0)
MONTHS = Role(low=0.0, reason="months cannot be negative")
LAG = Role()  # below 0 a lead
MONEY = Role(low=0.0, reason="an amount of money is needed")
PROBABILITY = Role(low=0.0, high=1.0, reason="a probability is needed")
RATE_OF_DISCOUNT = Role(low=-0.5, high=1.0, reason="a rate a year is needed")
GROWTH = Role(low=-0.5, high=1.0, reason="a growth a year is needed")
YEARLY_LOSS = Role(high=0.99, reason="a yearly loss below the whole is needed")
SHARE = Role(low=0.0, high=1.0, reason="a share is needed")
GRANTED_SHARE = Role(low=0.0, high=1.0, base=1.0, reason="a share is needed")
