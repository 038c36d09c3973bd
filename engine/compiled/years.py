"""Money by the years in which it falls, and what a factor for every year makes of it."""

from __future__ import annotations

from engine.compiled.plan import Ragged
from engine.compiled.vectors.lanes import highest, lowest
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows

YEAR = 12.0


@inner_loop
def years_from(time, years):  # type: ignore[no-untyped-def]
    """First year that `time` falls into in any lane."""
    return min(max(int(lowest(time) / YEAR), 0), years)


@inner_loop
def years_to(time, years):  # type: ignore[no-untyped-def]
    """The year after the last that `time` falls into in any lane."""
    return min(max(int(highest(time) / YEAR) + 1, 0), years)


@inner_loop
def clear(measures, money):  # type: ignore[no-untyped-def]
    """No money yet."""
    for row in range(measures.summed):
        money[row] = 0.0


@inner_loop
def add_by_years(
    yearly: Ragged,
    years: int,
    line: int,
    into_years: int,
    into: int,
    sheet: Rows,
    scratch: Rows,
    money: Rows,
) -> None:
    """Add a line or flow that was played in `scratch`, what fell into each year multiplied by that year's factors."""
    for year in range(years):
        fell = scratch[into_years + year]
        for k in range(yearly.start[line] + year, yearly.start[line + 1], years):
            fell *= sheet[yearly.rows[k]]
        money[into_years + year] += fell
        money[into] += fell
