"""What drivers and risks do to each activity and line, as rows of the sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from engine.plan.prices import price_factors, price_names, years_of
from engine.plan.sheet import Sheet
from engine.plan.yearly_effects import yearly_effects
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Programme


class Struck(NamedTuple):
    """Money that a risk adds to an activity."""

    risk: str
    activity: str
    row: int


class Influences:
    """By the full name of an activity or line: rows that multiply, that are added to a duration, that cost money.

    `years` holds the rows of each driver and yearly effect by its name, a row a year; `yearly` those of each line.
    """

    def __init__(self, programme: Programme, sheet: Sheet) -> None:
        self.factors: dict[str, list[int]] = defaultdict(list)
        self.delays: dict[str, list[int]] = defaultdict(list)
        self.yearly: dict[str, list[int]] = defaultdict(list)
        self.money: list[Struck] = []
        self.years: dict[str, list[int]] = {
            driver.name: [sheet.of(factor) for factor in driver.years] for driver in programme.drivers
        }
        for activity in programme.activities:
            if activity.uplift != 1.0:
                self.factors[activity.name].append(sheet.constant(activity.uplift))
        for driver in programme.drivers:
            for target in driver.targets:
                if driver.years:
                    self.yearly[target] += self.years[driver.name]
                else:
                    self.factors[target].append(sheet.of(driver.factor))
        first = int(programme.start[:4])
        for yearly in yearly_effects(programme):
            rows = [
                sheet.row("effect", yearly.sizes[year]) if year in yearly.sizes else sheet.constant(1.0)
                for year in range(first, first + len(programme.discount_factors))
            ]
            self.years[yearly.name] = rows
            for target in yearly.targets:
                self.yearly[target] += rows
        self.priced: dict[str, list[int]] = defaultdict(list)
        self._read_prices(programme, sheet)
        kinds = effect_kinds()
        work = {activity.name for activity in programme.activities}
        for risk in programme.risks:
            for effect in risk.effects:
                row, into = sheet.row("effect", effect.size.name), kinds[effect.kind].into
                is_yearly = risk.year is not None and into == "factors"
                for target in effect.targets:
                    if is_yearly and target not in work:
                        continue
                    if into == "money":
                        self.money.append(Struck(risk.name, target, row))
                    else:
                        (self.factors if into == "factors" else self.delays)[target].append(row)

    def _read_prices(self, programme: Programme, sheet: Sheet) -> None:
        """The rows of what prices make of each line, by the names of `price_names` and by line."""
        years = years_of(programme)
        for line in programme.lines:
            for name in price_names(line, years):
                if name.startswith("inflation"):
                    first = sheet.row("inflation", line.name)
                    self.years[name] = list(range(first, first + len(years)))
                else:
                    self.years[name] = [sheet.constant(factor) for factor in price_factors(line, years)]
                self.priced[line.name] += self.years[name]
