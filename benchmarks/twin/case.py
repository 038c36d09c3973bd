"""Some iterations of a programme: what drivers and risks make of every activity and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.prices import price_factors
from engine.programme.model import BenefitLine, CostLine, Programme, Quantity

FloatArray = NDArray[np.float64]
Values = Mapping[str, FloatArray]

INSTANT = 1e-6  # months; an amount falls at once where there is less time to spread it over
TINY = 1e-300  # stands in for a length of 0 where something is divided by it


class Baseline(NamedTuple):
    """What the base case fixes: each cluster's planned go-live, each benefit's monthly rate per unit of value."""

    go_live: Mapping[str, float]
    rate: Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """Some iterations: drawn values, and what drivers and risks do to each activity and line.

    `yearly` holds the factors `(year, iteration)` of the years by the names of lines that have any, `priced` those of
    prices, which of a benefit come on top and are in no total; `struck` money `(iteration,)` that risks add to
    activities, `strikes` 1 where a risk strikes and else 0.
    """

    programme: Programme
    values: Values
    iterations: int
    factor: Mapping[str, FloatArray]
    yearly: Mapping[str, FloatArray]
    priced: Mapping[str, FloatArray]
    delay: Mapping[str, FloatArray]
    struck: tuple[tuple[str, FloatArray], ...]
    strikes: Values

    def of(self, quantity: Quantity) -> FloatArray:
        """Drawn value of a quantity."""
        return self.values[quantity.name]

    def amount(self, line: CostLine) -> FloatArray:
        """Amount, or rate, of a cost line with all that multiplies it whatever the year."""
        return np.asarray(self.of(line.amount) * line.uplift * self.of(line.factor) * self.factor[line.name])

    def multiplier(self, line: BenefitLine) -> FloatArray:
        """Realisation x uptake x drivers x risks."""
        return np.asarray(self.of(line.realisation) * self.of(line.uptake) * self.factor[line.name])

    def kept(self, line: BenefitLine) -> FloatArray:
        """The share of a benefit that the programme may claim: attributed to it, counted nowhere else, not optimism."""
        counted_once = 1.0 - self.of(line.overlap)
        return np.asarray(self.of(line.attribution) * counted_once * (1.0 - self.of(line.optimism_bias)))


def make_case(programme: Programme, values: Values, strikes: Values, iterations: int) -> Case:
    """Products of factors, sums of delays and money, by activity and line."""
    one, none = np.ones(()), np.zeros(())
    factor: dict[str, FloatArray] = defaultdict(lambda: one)
    delay: dict[str, FloatArray] = defaultdict(lambda: none)
    yearly: dict[str, FloatArray] = {}
    money: list[tuple[str, FloatArray]] = []
    for driver in programme.drivers:
        if driver.years:
            by_year = stacked([values[year.name] for year in driver.years], iterations)
            yearly.update({name: by_year * yearly.get(name, one) for name in driver.targets})
        else:
            factor.update({name: factor[name] * values[driver.factor.name] for name in driver.targets})
    work = {activity.name for activity in programme.activities}
    for risk in programme.risks:
        for effect in risk.effects:
            strike, size = strikes[risk.name], values[effect.size.name]
            if effect.kind == "factor":
                by = 1.0 + strike * (size - 1.0)
                of_year = [name for name in effect.targets if risk.year and name not in work]
                for name in of_year:
                    years = yearly.get(name, np.ones((len(programme.discount_factors), iterations))).copy()
                    years[int(risk.year or 0) - int(programme.start[:4])] *= by
                    yearly[name] = years
                others = [name for name in effect.targets if name not in of_year]
                factor.update({name: factor[name] * by for name in others})
            elif effect.kind == "delay":
                delay.update({name: delay[name] + strike * size for name in effect.targets})
            else:
                money += [(name, strike * size) for name in effect.targets]
    priced = price_factors(programme, values, iterations)
    for line in programme.costs:
        if line.prices and line.inflation is None and len(set(line.prices)) == 1:
            factor[line.name] = factor[line.name] * line.prices[0]  # of settlements it is part of the need
        elif line.name in priced:
            yearly[line.name] = priced[line.name] * yearly.get(line.name, one)
    return Case(programme, values, iterations, factor, yearly, priced, delay, tuple(money), strikes)


def stacked(rows: Collection[FloatArray], iterations: int) -> FloatArray:
    """Scalars and `(iteration,)` arrays as one `(row, iteration)`."""
    out = np.empty((len(rows), iterations))
    for place, row in zip(out, rows, strict=True):
        place[:] = row
    return out


def cut(values: Values, some: slice) -> dict[str, FloatArray]:
    """The same quantities in some iterations; scalars stay scalars."""
    return {name: value[some] if value.ndim else value for name, value in values.items()}
