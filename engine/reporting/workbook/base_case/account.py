"""What results say of their base case, as the sheets of formulas take it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.problems import Refused
from engine.programme.base_record import read_base_record
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Programme, Quantity


class AccountError(Refused):
    """Results of which the base case cannot be written as formulas."""


@dataclass(frozen=True)
class Account:
    """The programme at its base, and what the plan fixes: planned go-live by cluster [months], the months of steady
    benefit by line that a total is divided by. `strikes` are risks that have struck: none in the base case.
    """

    programme: Programme
    planned: Mapping[str, float]
    steady_months: Mapping[str, float]
    strikes: Collection[str] = ()

    @cached_property
    def years(self) -> range:
        """The calendar years in which programme years begin."""
        first = int(self.programme.start[:4])
        return range(first, first + len(self.programme.discount_factors))

    @cached_property
    def paid(self) -> tuple[str, ...]:
        """Activities that settlements pay for."""
        if not self.programme.funding:
            return ()
        return tuple(dict.fromkeys(c.activity for c in self.programme.costs if c.funded and c.activity))

    @cached_property
    def struck(self) -> list[tuple[str, str, Quantity]]:
        """What risks add to activities: the risk, the activity, and how much."""
        return [
            (risk.name, target, effect.size)
            for risk in self.programme.risks
            for effect in risk.effects
            if effect_kinds()[effect.kind].into == "money"
            for target in effect.targets
        ]


def account_of(attrs: Mapping[str, Any]) -> Account | None:
    """The account in the attributes of results; nothing where they have none: those of a model, or of an older engine.

    Raises `AccountError` for one that cannot be read.
    """
    text = attrs.get("base_programme")
    if not text:
        return None
    try:
        record = json.loads(text)
        programme = read_base_record(record["programme"])
        return Account(programme, dict(record["planned"]), dict(record["steady_months"]))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise AccountError(
            f"the base case in these results cannot be read ({type(error).__name__}: {error}); they are of another "
            "version of the engine, or altered: play the programme again"
        ) from None
