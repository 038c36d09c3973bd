"""A number that several laws share: one draw of it for all that use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from distributions.base.derived import Derived
from distributions.base.law import Law
from distributions.base.once_a_law import once_a_law


@dataclass(frozen=True)
class Shared(Derived):
    """The quantity `name` of `law`, where it stands in another law or in place of one.

    Whoever names it has the same draw. What this class itself tells is what is known of the quantity alone. With
    `complement` it is 1 less the quantity, for the other of two weights.
    """

    name: Annotated[str, "full name of the input that is shared"]
    law: Annotated[Law, "its law"]
    complement: Annotated[bool, "whether 1 less the quantity is meant"] = False

    @cached_property
    def equivalent(self) -> Law:
        from distributions.scaled import Scaled
        from distributions.shifted import Shifted

        return Shifted(Scaled(self.law, -1.0), 1.0) if self.complement else self.law

    def value(self, drawn: float) -> float:
        """What stands here where the quantity is `drawn`."""
        return 1.0 - drawn if self.complement else drawn


def shared_in(law: object) -> Iterator[Shared]:
    """Every place in a law where something shared stands, with what its parameters hold."""
    if isinstance(law, Shared):
        yield law
    elif isinstance(law, tuple):
        for inner in law:
            yield from shared_in(inner)
    elif isinstance(law, Law):
        for inner in law.arguments().values():
            yield from shared_in(inner)


@once_a_law
def shared_names(law: Law) -> frozenset[str]:
    """The full names of what a law shares with others."""
    return frozenset(shared.name for shared in shared_in(law))
