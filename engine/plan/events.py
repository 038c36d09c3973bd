"""What decides whether risks strike, as rows: each event after all that it hangs on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.plan.sheet import Sheet, chance_of
from engine.plan.strike_groups import Group, implying_groups
from engine.programme.model import Programme, Risk


class Event(NamedTuple):
    """A risk, or whether any of some strikes: rows as `engine.compiled.plan.Effects` has them."""

    uniform: int
    probability: int
    strikes: int
    before: list[int]
    needs: list[int]
    prevented_by: list[int]
    implied_by: list[int]


def events_of(programme: Programme, sheet: Sheet) -> list[Event]:
    """All risks in their order; where one strike of several is enough, an event that they imply stands before."""
    never = sheet.constant(0.0)
    before, implying = rows_before(programme, sheet), implying_groups(programme)
    met: set[Group] = set()
    events: list[Event] = []

    def strikes(names: Iterable[str]) -> list[int]:
        return [sheet.row("strikes", name) for name in names]

    def any_of(groups: Iterable[Group]) -> Iterator[int]:
        for group in groups:
            if len(group) == 1:
                yield from strikes(group)
                continue
            row = sheet.row("any strike", " ".join(group))
            if group not in met:
                met.add(group)
                events.append(Event(never, never, row, [], [], [], strikes(group)))
            yield row

    for risk in programme.risks:
        chance = chance_of(risk)
        implied_by = list(any_of(implying[risk.name])) if risk.can_strike else []
        needs = [*strikes(risk.needs), *any_of(risk.needs_any)]
        uniform, strike = sheet.row(chance.purpose, chance.name), sheet.row("strikes", risk.name)
        probability = chance_row(risk, sheet) if risk.can_strike else never
        prevented_by = strikes(risk.prevented_by)
        events.append(Event(uniform, probability, strike, before[risk.name], needs, prevented_by, implied_by))
    return events


def rows_before(programme: Programme, sheet: Sheet) -> dict[str, list[int]]:
    """By risk the rows of the probabilities of those that it excludes and that come before it.

    The parts of risks that exclude each other lie end to end by name, so that the order of the file decides nothing.
    """
    before: dict[str, list[int]] = {}
    so_far: dict[str, list[int]] = defaultdict(list)  # by what they exclude each other in
    for risk in sorted(programme.risks, key=lambda risk: risk.name):
        group = so_far[risk.exclusive] if risk.exclusive else []
        before[risk.name] = group.copy()
        group.append(chance_row(risk, sheet))
    return before


def chance_row(risk: Risk, sheet: Sheet) -> int:
    """Row of a risk's chance: as it stands, or by how long it is exposed."""
    return sheet.of(risk.probability) if risk.exposure is None else sheet.row("exposed", risk.name)
