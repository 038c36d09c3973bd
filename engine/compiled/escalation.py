"""Prices of lines that grow faster than the deflator, where the rate is drawn: a factor for every year."""

from __future__ import annotations

from engine.compiled.plan import Escalation
from engine.compiled.vectors.lanes import everywhere
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows


@inner_loop
def escalate(escalation: Escalation, years: int, sheet: Rows) -> None:
    """Write (1 + growth) to the power of the years since the price year, for each programme year of each line."""
    for line in range(escalation.growth.size):
        growth = 1.0 + sheet[escalation.growth[line]]
        factor = everywhere(1.0)
        for _ in range(escalation.since[line]):
            factor = factor * growth
        for _ in range(-escalation.since[line]):
            factor = factor / growth
        for year in range(years):
            sheet[escalation.out[line] + year] = factor
            factor = factor * growth
