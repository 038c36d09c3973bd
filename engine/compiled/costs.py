"""Costs by cluster and by year: each flow between its two times, steadily or in an instant."""

from __future__ import annotations

from engine.compiled.plan import Plan
from engine.compiled.vectors.lanes import anywhere, where
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows
from engine.compiled.years import YEAR, add_by_years, clear, years_from, years_to


@inner_loop
def add_costs(plan: Plan, sheet: Rows, scratch: Rows, money: Rows) -> None:
    """Add all flows of costs; `scratch` holds what must be multiplied year by year before it counts."""
    for flow in range(plan.costs.into.size):
        add_flow(plan, flow, sheet, scratch, money)


@inner_loop
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
        years = plan.measures.years
        add_by_years(costs.yearly, years, flow, into_years, costs.into[flow], sheet, scratch, money)
        add_after_by_years(costs, years, flow, sheet, scratch, money)


@inner_loop
def add_after(costs, flow, amount, money):  # type: ignore[no-untyped-def]
    """Add what falls after the horizon: work is paid whenever it is done, a legacy system is only told of."""
    if costs.into_after[flow] >= 0:
        money[costs.into_after[flow]] += amount
        if costs.counts_after[flow]:
            money[costs.into[flow]] += amount


@inner_loop
def add_after_by_years(costs, years, flow, sheet, scratch, money):  # type: ignore[no-untyped-def]
    """The same of a flow that was played in `scratch`, at the factors of the last year."""
    if costs.into_after[flow] >= 0:
        amount = scratch[costs.into_after[flow]]
        for k in range(costs.yearly.start[flow] + years - 1, costs.yearly.start[flow + 1], years):
            amount *= sheet[costs.yearly.rows[k]]
        add_after(costs, flow, amount, money)


@inner_loop
def add_spending(costs, flow, into_years, sheet, money):  # type: ignore[no-untyped-def]
    """Add a steady rate between two times, in funded months if settlements pay for it."""
    rate, begin, end = sheet[costs.rate + flow], sheet[costs.begin[flow]], sheet[costs.end[flow]]
    years, clock = costs.boundaries - 1, costs.months
    if flow < costs.funded:
        begin, end = sheet[costs.funded_begin + flow], sheet[costs.funded_end + flow]
        clock = costs.funded_months
        if flow >= costs.steady:
            begin, end = sheet[costs.work_begin + flow], sheet[costs.work_end + flow]
            clock = costs.work_months + costs.calendar[flow] * costs.boundaries
    opens = opened = min(max(sheet[clock], begin), end)
    for year in range(years):
        closes = min(max(sheet[clock + year + 1], begin), end)
        money[into_years + year] += rate * (closes - opens)
        opens = closes
    money[costs.into[flow]] += rate * (opens - opened)
    add_after(costs, flow, rate * (end - opens), money)


@inner_loop
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
