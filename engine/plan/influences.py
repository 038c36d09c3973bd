"""What drivers and risks do to each activity and line, as rows of the sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from engine.plan.sheet import Sheet
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Programme


class Struck(NamedTuple):
    """Money that a risk adds to an activity."""

    risk: str
    activity: str
    row: int


class Influences:
    """By the full name of an activity or line: rows that multiply, that are added to a duration, that cost money."""

    def __init__(self, programme: Programme, sheet: Sheet) -> None:
        self.factors: dict[str, list[int]] = defaultdict(list)
        self.delays: dict[str, list[int]] = defaultdict(list)
        self.yearly: dict[str, list[int]] = defaultdict(list)
        self.money: list[Struck] = []
        for driver in programme.drivers:
            for target in driver.targets:
                if driver.years:
                    self.yearly[target] += [sheet.of(factor) for factor in driver.years]
                else:
                    self.factors[target].append(sheet.of(driver.factor))
        kinds = effect_kinds()
        for risk in programme.risks:
            for effect in risk.effects:
                row, into = sheet.row("effect", effect.size.name), kinds[effect.kind].into
                for target in effect.targets:
                    if into == "money":
                        self.money.append(Struck(risk.name, target, row))
                    else:
                        (self.factors if into == "factors" else self.delays)[target].append(row)
