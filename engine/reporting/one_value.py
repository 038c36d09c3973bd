"""One value of a measure in words, what is no number too: a year that never comes, a ratio to no cost."""

from __future__ import annotations

import math

from engine.reporting.phrasing import YEARS, quantity
from engine.reporting.units import Scale

_DIVIDES = "benefit_cost_ratio"  # infinite where there is no cost


def one_value(
    name: str,
    value: float,
    units: str,
    decimals: int | None = None,
    scale: Scale | None = None,
    *,
    start: str = "",
) -> str:
    """What the base case or an iteration gave for a measure, as `quantity` says it.

    A year that it never came to, NaN as results hold it, is "never"; an infinite ratio "no cost to divide by".
    """
    if value == math.inf and name == _DIVIDES:
        return "no cost to divide by"
    if math.isnan(value) and units in YEARS:
        return "never"
    return quantity(value, units, decimals, scale, start=start)
