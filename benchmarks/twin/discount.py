"""What a unit of money of each programme year is worth at the start of the programme."""

from __future__ import annotations

import numpy as np

from benchmarks.twin.case import Case, FloatArray, stacked
from engine.programme.discount_rates import WAIT


def factors(case: Case) -> FloatArray:
    """`(year, iteration)`, or `(year, 1)` where no rate is drawn.

    Rates of years 1, 2, … lie between the money of one year and that of the next; before that of year 0 lies
    nothing, half a year or a year, at the rate of year 0.
    """
    own = case.programme.own_rates
    known = np.asarray(case.programme.discount_factors)
    if own is None or own.are_certain:
        return known[:, None]
    growth = 1.0 + stacked([case.of(own.of_year(year)) for year in range(known.size)], case.iterations)
    growth[0] **= WAIT[own.timing]
    return np.asarray(1.0 / np.cumprod(growth, axis=0))
