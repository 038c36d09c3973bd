"""What can be done about a risk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.programme.quantity import Quantity


@dataclass(frozen=True)
class Response:
    """A response to a risk: its cost, over an activity or in a month from the start, and what remains of the risk.

    `probability` and `effects` are those that remain, nothing where they are as without it. Where it `is_taken` they
    are the risk's own, and the cost is a line of the programme.
    """

    risk: str
    cost: Quantity
    cluster: str
    activity: str | None
    month: int | None
    probability: Quantity | None
    effects: tuple[Any, ...] | None
    is_taken: bool

    @property
    def line(self) -> str:
        """Full name of the line that its cost is."""
        return f"{self.activity or self.cluster}.{self.risk}.response"

    def quantities(self) -> Iterator[Quantity]:
        """Its numbers, as they are called in the file."""
        yield self.cost
        if self.probability is not None:
            yield self.probability
        yield from (effect.size for effect in self.effects or ())
