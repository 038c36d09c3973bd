"""A risk: how likely it strikes, what it hangs on, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engine.programme.exposure import Exposure
from engine.programme.quantity import Quantity
from engine.programme.reach import only_cluster
from engine.programme.response import Response
from engine.programme.variation import STRIKES


@dataclass(frozen=True)
class Effect:
    """What a risk does when it strikes, to each of its targets."""

    kind: str  # of `engine.programme.effect_kinds`
    size: Quantity
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Risk:
    """Strikes with its probability, once an iteration for all that it hits.

    It strikes only if all that it `needs` have struck, one at least of each in `needs_any`, and none of `prevented_by`,
    and in any case if a risk that `implies` it has. Of risks with one word for `exclusive` at most one strikes. Where
    it hangs on others, `probability` is that of striking once they let it. One that cannot strike has been switched
    off.

    One that may strike several times is as many risks, each called by the `family` and its own label; of one that may
    strike every year `year` is the programme year of this strike, in which alone its factors multiply lines.
    """

    name: str
    probability: Quantity
    effects: tuple[Effect, ...]
    exclusive: str | None = None
    implies: tuple[str, ...] = ()
    prevented_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    needs_any: tuple[tuple[str, ...], ...] = ()
    can_strike: bool = True
    exposure: Exposure | None = None
    family: str | None = None
    year: int | None = None
    response: Response | None = None

    @property
    def strikes(self) -> str:
        """Full name of the input that says whether it strikes."""
        return STRIKES.format(self.name)

    @cached_property
    def cluster(self) -> str:
        """The cluster of all that it hits; "" if it hits several."""
        return only_cluster(target for effect in self.effects for target in effect.targets)
