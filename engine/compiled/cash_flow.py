"""Money by cluster and by year: closed-form integrals over each year, then what the claim is about."""

from __future__ import annotations

import math
from typing import NamedTuple, cast

import numpy as np

from engine.compiled.funding import INSTANT, set_rates
from engine.compiled.plan import Measures, Plan, Ragged
from engine.compiled.vectors.lanes import (
    LANES,
    Lanes,
    anywhere,
    everywhere,
    highest,
    lane,
    lowest,
    where,
    with_lane,
)
from engine.compiled.vectors.loop import inline, inner_loop
from engine.compiled.vectors.rows import Rows

YEAR = 12.0
COST = cast(int, np.int64(0))  # the first yearly measure; a literal would be a type of its own, compiled anew


class Money(NamedTuple):
    """An `Outcome` of eight iterations."""

    by_cluster: Rows  # [measure, cluster]
    by_year: Rows  # [measure, year]
    totals: Rows  # [measure]


@inline
def years_from(time, years):  # type: ignore[no-untyped-def]
    """First year that `time` falls into in any lane."""
    return min(max(int(lowest(time) / YEAR), 0), years)


@inline
def years_to(time, years):  # type: ignore[no-untyped-def]
    """The year after the last that `time` falls into in any lane."""
    return min(max(int(highest(time) / YEAR) + 1, 0), years)


@inner_loop
def add_costs(plan: Plan, sheet: Rows, apart: Money, money: Money) -> None:
    """Add all flows of costs; `apart` is room for what must be multiplied year by year before it counts."""
    costs = plan.costs
    for flow in range(costs.cluster.size):
        by_years = costs.yearly.start[flow] < costs.yearly.start[flow + 1]
        room = apart if by_years else money
        if by_years:
            clear(plan.measures, apart)
        add_spending(costs, flow, sheet, room)
        if costs.spreads[flow]:
            add_sums(costs, flow, plan.measures.horizon, sheet, room)
        if by_years:
            category, cluster, years = costs.category[flow], costs.cluster[flow], costs.boundaries - 1
            add_by_years(costs.yearly, years, flow, COST, category, cluster, sheet, apart, money)


@inline
def add_spending(costs, flow, sheet, money):  # type: ignore[no-untyped-def]
    """Add one flow: a steady rate between two times, on the clock of the months with money if funded."""
    rate, begin, end = sheet[costs.rate + flow], sheet[costs.begin[flow]], sheet[costs.end[flow]]
    years, clock = costs.boundaries - 1, costs.wall_clock
    if flow < costs.funded:
        begin, end = sheet[costs.open_begin + flow], sheet[costs.open_end + flow]
        clock = costs.open_clock
    opens = opened = min(max(sheet[clock], begin), end)
    for year in range(years):
        closes = min(max(sheet[clock + year + 1], begin), end)
        money.by_year[COST, year] += rate * (closes - opens)
        opens = closes
    money.by_cluster[costs.category[flow], costs.cluster[flow]] += rate * (opens - opened)


@inline
def add_sums(costs, flow, horizon, sheet, money):  # type: ignore[no-untyped-def]
    """Add what of a flow falls in an instant; beyond the horizon it is lost."""
    begin = sheet[costs.begin[flow]]
    falls = where(begin < horizon, sheet[costs.lump + flow], 0.0)
    if anywhere(falls != 0.0):
        money.by_cluster[costs.category[flow], costs.cluster[flow]] += falls
        years = costs.boundaries - 1
        for year in range(years_from(begin, years), years_to(begin, years)):
            within = (YEAR * year <= begin) & (begin < YEAR * (year + 1))
            money.by_year[COST, year] += where(within, falls, 0.0)


@inner_loop
def add_benefits(plan: Plan, sheet: Rows, apart: Money, money: Money) -> None:
    """Add all benefit lines.

    A line's profile rises linearly to 1 over the ramp and then falls by a steady share a month. `months` is its
    integral so far, in months of the steady rate, counted on from the month in which it is full.
    """
    benefits = plan.benefits
    years, clock = plan.measures.discount.size, plan.costs.wall_clock
    for line in range(benefits.value.size):
        by_years = benefits.yearly.start[line] < benefits.yearly.start[line + 1]
        room = apart if by_years else money
        if by_years:
            clear(plan.measures, apart)
        rate = sheet[benefits.value[line]] * benefits.scale[line]
        for k in range(benefits.factors.start[line], benefits.factors.start[line + 1]):
            rate *= sheet[benefits.factors.rows[k]]
        begin = sheet[benefits.begin[line]] + sheet[benefits.lag[line]]
        ramp, decline = sheet[benefits.ramp[line]], sheet[benefits.decline[line]]
        kind, cluster = benefits.kind[line], benefits.cluster[line]
        falls, full, rise = anywhere(decline != 0.0), begin + ramp, 0.5 / max(ramp, INSTANT)
        months = full
        for year in range(years):
            closes, before = sheet[clock + year + 1], months
            rising, held = min(max(begin, closes), full) - begin, max(full, closes)
            if falls:
                held = fallen(held, full, decline)
            months = rise * (rising * rising) + held
            room.by_year[1 + kind, year] += rate * (months - before)
        room.by_cluster[3 + kind, cluster] += rate * (months - full)
        if by_years:
            add_by_years(benefits.yearly, years, line, 1 + kind, 3 + kind, cluster, sheet, apart, money)


@inner_loop
def fallen(held: Lanes, full: Lanes, decline: Lanes) -> Lanes:
    """Where a benefit falls from the month `full` on, the month by which a steady one would have brought as much."""
    for k in range(LANES):
        fall = -math.log1p(-lane(decline, k)) / YEAR
        if fall != 0.0:
            months = -math.expm1(-fall * (lane(held, k) - lane(full, k))) / fall
            held = with_lane(held, k, lane(full, k) + months)
    return held


@inner_loop
def add_totals(measures: Measures, sheet: Rows, money: Money) -> None:
    """Write delays and totals, once all lines are added."""
    by_cluster, by_year, totals = money.by_cluster, money.by_year, money.totals
    benefit = cost = net = worth = price = everywhere(0.0)
    for c in range(measures.go_live.size):
        by_cluster[5, c] = sheet[measures.go_live[c]] - measures.planned_go_live[c]
        benefit += by_cluster[3, c] + by_cluster[4, c]
        for category in range(3):
            cost += measures.counted[category] * by_cluster[category, c]
    for year in range(measures.discount.size):
        gained, spent = by_year[1, year] + by_year[2, year], by_year[0, year]
        net += gained - spent
        worth += measures.discount[year] * gained
        price += measures.discount[year] * spent
    totals[0], totals[1], totals[2] = benefit, cost, net
    totals[3], totals[4] = worth - price, worth / price
    totals[5] = payback(measures, by_year)
    if measures.counterfactual >= 0:
        totals[6] = sheet[measures.counterfactual]
        totals[7] = totals[6] - cost
    else:
        totals[6] = totals[7] = everywhere(0.0)


@inline
def payback(measures, by_year):  # type: ignore[no-untyped-def]
    """First year by whose end the benefits so far cover the costs so far and stay so; NaN where never."""
    found, net, spent = everywhere(np.nan), everywhere(0.0), everywhere(0.0)
    for year in range(measures.discount.size):
        net += by_year[1, year] + by_year[2, year] - by_year[0, year]
        spent += by_year[0, year]
        begun = where(found != found, float(measures.first_year + year), found)
        found = where((net >= 0.0) & (spent > 0.0), begun, np.nan)
    return found


@inline
def clear(measures, money):  # type: ignore[no-untyped-def]
    """No money yet."""
    for measure in range(5):
        for c in range(measures.go_live.size):
            money.by_cluster[measure, c] = 0.0
    for measure in range(3):
        for year in range(measures.discount.size):
            money.by_year[measure, year] = 0.0


@inner_loop
def add_by_years(
    yearly: Ragged,
    years: int,
    line: int,
    kind: int,
    measure: int,
    cluster: int,
    sheet: Rows,
    apart: Money,
    money: Money,
) -> None:
    """Add a line or flow that was played `apart`, what fell into each year multiplied by that year's factors."""
    for year in range(years):
        fell = apart.by_year[kind, year]
        for k in range(yearly.start[line] + year, yearly.start[line + 1], years):
            fell *= sheet[yearly.rows[k]]
        money.by_year[kind, year] += fell
        money.by_cluster[measure, cluster] += fell


@inline
def cash_flow(plan, sheet, apart, money):  # type: ignore[no-untyped-def]
    """All money of eight iterations."""
    clear(plan.measures, money)
    set_rates(plan.costs, plan.costs.funded, plan.costs.cluster.size, sheet)
    add_costs(plan, sheet, apart, money)
    add_benefits(plan, sheet, apart, money)
    add_totals(plan.measures, sheet, money)
