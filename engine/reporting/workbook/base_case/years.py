"""The sheet of programme years: when each begins and ends, and what its money is worth at the start."""

from __future__ import annotations

from itertools import pairwise

from engine.programme.discount_rates import WAIT
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.formula import ONE, Cells, Formula, formula, least
from engine.reporting.workbook.grid import Grid

NAME = "Base years"
FIRST = 4  # row of the first year


class Years:
    """The sheet; by year its `names` and what refers to the months at which each `ends` and to its `factors`."""

    def __init__(self, inputs: Inputs, names: tuple[str, ...]) -> None:
        self.names = names
        self.grid = Grid(NAME, widths=(16, 12, 12, 14, 16), frozen=(FIRST, 1))
        self.grid.add(["Base case: programme years and discounting"], "title")
        self.grid.add(
            [
                "Worth of a year's money = that of the year before / (1 + rate). Rates in blue cells may be changed."
            ],
            "note",
        )
        self.grid.add()
        self.grid.add(
            ["Programme year", "From month", "To month", "Discount rate", "Worth at start"], "heading"
        )
        self.ends: list[Formula] = []
        self.factors: list[Formula] = []
        rates, wait = self._rates(inputs)
        begin: Formula = formula(0.0)
        for place, name in enumerate(names):
            end = least(12.0 * (place + 1), inputs.horizon)
            is_input = not isinstance(rates[place], Formula)
            cells = self.grid.add(
                [name, begin, end, rates[place]], "months", c0="text", c3="rate input" if is_input else "rate"
            )
            growth = ONE.plus(cells[3])
            first = ONE.over(growth.to(wait)) if wait else ONE
            factor = self.factors[-1].over(growth) if place else first
            self.factors.append(self.grid.put(self.grid.next - 1, 4, factor, "factor"))
            self.ends.append(cells[2])
            begin = cells[2]

    @property
    def worth(self) -> Cells:
        """All factors."""
        return self.grid.block((FIRST, 4), (FIRST + len(self.names) - 1, 4))

    def _rates(self, inputs: Inputs) -> tuple[list[Formula | float], float]:
        """The rate of every year, and how long the money of a year waits on top [years].

        A published set gives factors, whose ratios are the rates; the factor of year 0 tells how long money waits.
        """
        programme = inputs.account.programme
        own = programme.own_rates
        if own is not None:
            return [inputs.of(own.of_year(year)) for year in range(len(self.names))], WAIT[own.timing]
        factors = programme.discount_factors
        rates = [before / after - 1.0 for before, after in pairwise(factors)]
        first = 1.0 / factors[0] - 1.0
        return [first, *(round(rate, 12) for rate in rates)], 1.0 if first else 0.0
