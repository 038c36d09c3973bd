"""Benefits by cluster and by year: closed-form integrals of each line's profile over each year."""

from __future__ import annotations

import math

from engine.compiled.instant import INSTANT
from engine.compiled.plan import Plan
from engine.compiled.vectors.lanes import LANES, Lanes, anywhere, lane, with_lane
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows
from engine.compiled.years import YEAR, add_by_years, clear


@inner_loop
def add_benefits(plan: Plan, sheet: Rows, scratch: Rows, money: Rows) -> None:
    """Add all benefit lines."""
    for line in range(plan.benefits.value.size):
        add_benefit(plan, line, sheet, scratch, money)


@inner_loop
def add_benefit(plan, line, sheet, scratch, money):  # type: ignore[no-untyped-def]
    """Add one benefit line.

    Its profile rises linearly to 1 over the ramp and then falls by a steady share a month. `months` is its
    integral so far, in months of the steady rate, counted on from the month in which it is full.
    """
    benefits, into, into_years = plan.benefits, plan.benefits.into[line], plan.benefits.into_years[line]
    years, clock = plan.measures.years, plan.costs.months
    by_years = benefits.yearly.start[line] < benefits.yearly.start[line + 1]
    buffer = scratch if by_years else money
    if by_years:
        clear(plan.measures, scratch)
    rate = sheet[benefits.value[line]] * benefits.scale[line]
    for k in range(benefits.factors.start[line], benefits.factors.start[line + 1]):
        rate *= sheet[benefits.factors.rows[k]]
    for k in range(benefits.shares.start[line], benefits.shares.start[line + 1]):
        rate *= sheet[benefits.shares.rows[k]]
    for k in range(benefits.lost.start[line], benefits.lost.start[line + 1]):
        rate *= 1.0 - sheet[benefits.lost.rows[k]]
    begin = sheet[benefits.begin[line]] + sheet[benefits.lag[line]]
    ramp, decline = sheet[benefits.ramp[line]], sheet[benefits.decline[line]]
    falls, full, rise = anywhere(decline != 0.0), begin + ramp, 0.5 / max(ramp, INSTANT)
    months = full
    for year in range(years):
        closes, before = sheet[clock + year + 1], months
        rising, held = min(max(begin, closes), full) - begin, max(full, closes)
        if falls:
            held = fallen(held, full, decline)
        months = rise * (rising * rising) + held
        buffer[into_years + year] += rate * (months - before)
    buffer[into] += rate * (months - full)
    if by_years:
        add_by_years(benefits.yearly, years, line, into_years, into, sheet, scratch, money)


@inner_loop
def fallen(held: Lanes, full: Lanes, decline: Lanes) -> Lanes:
    """Where a benefit falls from the month `full` on, the month by which a steady one would have brought as much."""
    for k in range(LANES):
        fall = -math.log1p(-lane(decline, k)) / YEAR
        if fall != 0.0:
            months = -math.expm1(-fall * (lane(held, k) - lane(full, k))) / fall
            held = with_lane(held, k, lane(full, k) + months)
    return held
