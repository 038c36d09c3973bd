"""What a unit of money of each programme year is worth, where the rates a year are drawn."""

from __future__ import annotations

from engine.compiled.plan import Measures
from engine.compiled.vectors.lanes import LANES, everywhere, lane, with_lane
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows


@inner_loop
def set_discount(measures: Measures, sheet: Rows) -> None:
    """Write each year's factor: from one year's money to the next at the rate of the later year.

    The money of year 0 falls `wait` years after the start, which is discounted at the rate of that year.
    """
    factor = everywhere(1.0)
    for year in range(measures.rates.size):
        growth = 1.0 + sheet[measures.rates[year]]
        if year == 0:
            for k in range(LANES):
                factor = with_lane(factor, k, lane(growth, k) ** -measures.wait)
        else:
            factor = factor / growth
        sheet[measures.discount + year] = factor
