"""Money by cluster and by year: closed-form integrals over each year, then what the claim is about.

`money[row]` is the outcome of eight iterations: `plan.outcome` names the first row of each measure.
"""

from __future__ import annotations

import math

import numpy as np

from engine.compiled.funding import INSTANT, set_rates
from engine.compiled.plan import Plan, Ragged
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


@inline
def years_from(time, years):  # type: ignore[no-untyped-def]
    """First year that `time` falls into in any lane."""
    return min(max(int(lowest(time) / YEAR), 0), years)


@inline
def years_to(time, years):  # type: ignore[no-untyped-def]
    """The year after the last that `time` falls into in any lane."""
    return min(max(int(highest(time) / YEAR) + 1, 0), years)


@inner_loop
def add_costs(plan: Plan, sheet: Rows, scratch: Rows, money: Rows) -> None:
    """Add all flows of costs; `scratch` holds what must be multiplied year by year before it counts."""
    for flow in range(plan.costs.into.size):
        add_flow(plan, flow, sheet, scratch, money)


@inline
def add_flow(plan, flow, sheet, scratch, money):  # type: ignore[no-untyped-def]
    """Add one flow at the rate that stands in the sheet."""
    costs, into_years = plan.costs, plan.outcome.yearly_cost
    by_years = costs.yearly.start[flow] < costs.yearly.start[flow + 1]
    buffer = scratch if by_years else money
    if by_years:
        clear(plan.measures, scratch)
    add_spending(costs, flow, into_years, sheet, buffer)
    if costs.spreads[flow]:
        add_instant(costs, flow, into_years, plan.measures.horizon, sheet, buffer)
    if by_years:
        years = plan.measures.discount.size
        add_by_years(costs.yearly, years, flow, into_years, costs.into[flow], sheet, scratch, money)
        add_after_by_years(costs, years, flow, sheet, scratch, money)


@inline
def add_after(costs, flow, amount, money):  # type: ignore[no-untyped-def]
    """Add what falls after the horizon: work is paid whenever it is done, a legacy system is only told of."""
    if costs.into_after[flow] >= 0:
        money[costs.into_after[flow]] += amount
        if costs.counts_after[flow]:
            money[costs.into[flow]] += amount


@inline
def add_after_by_years(costs, years, flow, sheet, scratch, money):  # type: ignore[no-untyped-def]
    """The same of a flow that was played in `scratch`, at the factors of the last year."""
    if costs.into_after[flow] >= 0:
        amount = scratch[costs.into_after[flow]]
        for k in range(costs.yearly.start[flow] + years - 1, costs.yearly.start[flow + 1], years):
            amount *= sheet[costs.yearly.rows[k]]
        add_after(costs, flow, amount, money)


@inline
def add_spending(costs, flow, into_years, sheet, money):  # type: ignore[no-untyped-def]
    """Add a steady rate between two times, in funded months if settlements pay for it."""
    rate, begin, end = sheet[costs.rate + flow], sheet[costs.begin[flow]], sheet[costs.end[flow]]
    years, clock = costs.boundaries - 1, costs.months
    if flow < costs.funded:
        begin, end = sheet[costs.funded_begin + flow], sheet[costs.funded_end + flow]
        clock = costs.funded_months
    opens = opened = min(max(sheet[clock], begin), end)
    for year in range(years):
        closes = min(max(sheet[clock + year + 1], begin), end)
        money[into_years + year] += rate * (closes - opens)
        opens = closes
    money[costs.into[flow]] += rate * (opens - opened)
    add_after(costs, flow, rate * (end - opens), money)


@inline
def add_instant(costs, flow, into_years, horizon, sheet, money):  # type: ignore[no-untyped-def]
    """Add what of a flow falls in an instant."""
    begin, amount = sheet[costs.begin[flow]], sheet[costs.instant + flow]
    falls = where(begin < horizon, amount, 0.0)
    add_after(costs, flow, where(begin < horizon, 0.0, amount), money)
    if anywhere(falls != 0.0):
        money[costs.into[flow]] += falls
        years = costs.boundaries - 1
        for year in range(years_from(begin, years), years_to(begin, years)):
            within = (YEAR * year <= begin) & (begin < YEAR * (year + 1))
            money[into_years + year] += where(within, falls, 0.0)


@inner_loop
def add_benefits(plan: Plan, sheet: Rows, scratch: Rows, money: Rows) -> None:
    """Add all benefit lines."""
    for line in range(plan.benefits.value.size):
        add_benefit(plan, line, sheet, scratch, money)


@inline
def add_benefit(plan, line, sheet, scratch, money):  # type: ignore[no-untyped-def]
    """Add one benefit line.

    Its profile rises linearly to 1 over the ramp and then falls by a steady share a month. `months` is its
    integral so far, in months of the steady rate, counted on from the month in which it is full.
    """
    benefits, into, into_years = plan.benefits, plan.benefits.into[line], plan.benefits.into_years[line]
    years, clock = plan.measures.discount.size, plan.costs.months
    by_years = benefits.yearly.start[line] < benefits.yearly.start[line + 1]
    buffer = scratch if by_years else money
    if by_years:
        clear(plan.measures, scratch)
    rate = sheet[benefits.value[line]] * benefits.scale[line]
    for k in range(benefits.factors.start[line], benefits.factors.start[line + 1]):
        rate *= sheet[benefits.factors.rows[k]]
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


@inner_loop
def add_totals(plan: Plan, sheet: Rows, money: Rows) -> None:
    """Write delays and totals, once all lines are added."""
    measures, outcome = plan.measures, plan.outcome
    benefit = cost = net = pv_benefit = pv_cost = everywhere(0.0)
    for c in range(measures.go_live.size):
        money[outcome.go_live_delay + c] = sheet[measures.go_live[c]] - measures.planned_go_live[c]
        benefit += money[outcome.cash_benefit + c] + money[outcome.efficiency_benefit + c]
        for category in range(measures.costs.size):
            cost += measures.counted[category] * money[measures.costs[category] + c]
    for year in range(measures.discount.size):
        gained = money[outcome.yearly_cash_benefit + year] + money[outcome.yearly_efficiency_benefit + year]
        spent = money[outcome.yearly_cost + year]
        net += gained - spent
        pv_benefit += measures.discount[year] * gained
        pv_cost += measures.discount[year] * spent
    after = everywhere(0.0)
    for c in range(measures.go_live.size):
        after += money[outcome.work_after_horizon + c]
    net -= after
    pv_cost += measures.discount[measures.discount.size - 1] * after
    money[outcome.total_benefit] = benefit
    money[outcome.total_cost] = cost
    money[outcome.net_benefit] = net
    money[outcome.npv] = pv_benefit - pv_cost
    money[outcome.benefit_cost_ratio] = ratio(pv_benefit, pv_cost)
    money[outcome.payback_year] = payback(measures, outcome, after, money)
    if measures.counterfactual >= 0:
        money[outcome.counterfactual_cost] = sheet[measures.counterfactual]
        money[outcome.saving_against_counterfactual] = sheet[measures.counterfactual] - cost


@inline
def ratio(benefit, cost):  # type: ignore[no-untyped-def]
    """Benefits over costs. A cost that is not above nought divides nothing: inf, or NaN if benefits are below it.

    So a benefit of at least k times the cost, B - k C >= 0, is a ratio of at least k, for any k from 0 up.
    """
    return where(cost > 0.0, benefit / cost, where(benefit >= 0.0, np.inf, np.nan))


@inline
def payback(measures, outcome, after, money):  # type: ignore[no-untyped-def]
    """First year from whose end on benefits so far cover costs so far for good; NaN where never.

    It counts from the first year in which money is spent, or more gained than spent. What is spent `after` the
    horizon belongs to the last year.
    """
    found, net, begun = everywhere(np.nan), everywhere(0.0), everywhere(0.0)
    last = measures.discount.size - 1
    for year in range(measures.discount.size):
        gained = money[outcome.yearly_cash_benefit + year] + money[outcome.yearly_efficiency_benefit + year]
        spent = money[outcome.yearly_cost + year]
        if year == last:
            spent += after
        net += gained - spent
        begun = where((spent > 0.0) | (gained > spent), 1.0, begun)
        first = where(found != found, float(measures.first_year + year), found)
        found = where((net >= 0.0) & (begun > 0.0), first, np.nan)
    return found


@inline
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


@inline
def cash_flow(plan, sheet, scratch, money):  # type: ignore[no-untyped-def]
    """All money of eight iterations."""
    clear(plan.measures, money)
    set_rates(plan.costs, plan.costs.funded, plan.costs.into.size, sheet)
    add_costs(plan, sheet, scratch, money)
    add_benefits(plan, sheet, scratch, money)
    add_totals(plan, sheet, money)
