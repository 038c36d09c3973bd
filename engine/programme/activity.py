"""Work and when it can be done: what it waits for, how long it is of use, the months in which it rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.programme.quantity import Quantity

LinkKind = Literal["finish-to-start", "start-to-start", "finish-to-finish", "start-to-finish"]


@dataclass(frozen=True)
class Link:
    """A tie to another activity with a lag (months, a lead below 0).

    From the other's start or finish, as the first word of `kind` says, to the own start or finish, as its last does.
    """

    activity: str
    lag: Quantity
    kind: LinkKind = "finish-to-start"

    @property
    def from_start(self) -> bool:
        """Whether it counts from the other's start."""
        return self.kind.startswith("start")

    @property
    def to_finish(self) -> bool:
        """Whether it holds the own finish back; the work then starts no earlier than it can go through."""
        return self.kind.endswith("finish")


@dataclass(frozen=True)
class Calendar:
    """Months in which work rests, counted from the programme's start."""

    yearly: tuple[int, ...] = ()  # 0 to 11, each year again; 0 is the month in which the programme starts
    once: tuple[int, ...] = ()


@dataclass(frozen=True)
class Activity:
    """Work that starts at the latest finish of those that it is `after` and not before `earliest` (months).

    `links` are its other ties. What finishes later than `latest` (months) is of no use: benefits that start after it
    bring nothing. In the months of `rests` no work is done. `uplift` multiplies the duration for optimism.
    """

    name: str
    duration: Quantity
    earliest: Quantity
    after: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    latest: Quantity | None = None
    rests: Calendar = Calendar()
    uplift: float = 1.0

    @property
    def predecessors(self) -> tuple[str, ...]:
        """All activities that decide when it can be done."""
        return tuple(dict.fromkeys([*self.after, *(link.activity for link in self.links)]))

    def quantities(self) -> Iterator[tuple[Quantity, str]]:
        """Its numbers, each with what kind of number it is."""
        yield self.duration, "duration"
        yield self.earliest, "earliest start"
        yield from ((link.lag, "lag") for link in self.links)
        if self.latest is not None:
            yield self.latest, "latest useful date"
