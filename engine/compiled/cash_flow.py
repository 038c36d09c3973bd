"""Money by cluster and by year: closed-form integrals over each year, then what the claim is about."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.compiled.funding import INSTANT, NOT_FUNDED, set_rates
from engine.compiled.loop import inline, inner_loop
from engine.compiled.plan import Benefits, Costs, Measures, Outcome, Ragged

YEAR = 12.0
COST = cast(int, np.int64(0))  # the first yearly measure; a literal would be a type of its own, compiled anew


@inline
def years_from(times, years):  # type: ignore[no-untyped-def]
    """First year that any of `times[iteration]` falls into."""
    earliest = times[0]
    for i in range(1, times.size):
        earliest = min(earliest, times[i])
    return min(max(int(earliest // YEAR), 0), years)


@inline
def years_to(times, years):  # type: ignore[no-untyped-def]
    """The year after the last that any of `times[iteration]` falls into."""
    latest = times[0]
    for i in range(1, times.size):
        latest = max(latest, times[i])
    return min(max(int(latest // YEAR) + 1, 0), years)


@inner_loop
def add_spending(costs: Costs, flow: int, sheet: NDArray[np.float64], outcome: Outcome) -> None:
    """Add one flow of costs: a steady rate between two times, on the clock of the months with money if funded."""
    n, years = sheet.shape[1], outcome.by_year.shape[1]
    rate, begin, end = sheet[costs.rate[flow]], sheet[costs.begin[flow]], sheet[costs.end[flow]]
    first, last = years_from(begin, years), years_to(end, years)
    clock = costs.wall_clock
    if costs.funded[flow]:
        begin, end = sheet[costs.open_begin[flow]], sheet[costs.open_end[flow]]
        clock = costs.open_clock
    by_cluster = outcome.by_cluster[costs.category[flow], costs.cluster[flow]]
    for year in range(first, last):
        by_year, opens, closes = outcome.by_year[0, year], sheet[clock + year], sheet[clock + year + 1]
        for i in range(n):
            money = rate[i] * max(min(end[i], closes[i]) - max(begin[i], opens[i]), 0.0)
            by_year[i] += money
            by_cluster[i] += money


@inner_loop
def add_sums(costs: Costs, flow: int, horizon: float, sheet: NDArray[np.float64], outcome: Outcome) -> None:
    """Add what of a flow falls in an instant; beyond the horizon it is lost."""
    falls, begin = sheet[costs.lump[flow]], sheet[costs.begin[flow]]
    by_cluster = outcome.by_cluster[costs.category[flow], costs.cluster[flow]]
    for i in range(falls.size):
        if falls[i] != 0.0 and begin[i] < horizon:
            outcome.by_year[0, int(begin[i] // YEAR), i] += falls[i]
            by_cluster[i] += falls[i]


@inner_loop
def multiply(
    value: int,
    factors: Ragged,
    line: int,
    scale: float,
    sheet: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """`out[iteration]` = the row `value` x `scale` x all factor rows of the line."""
    source = sheet[value]
    for i in range(out.size):
        out[i] = source[i] * scale
    for k in range(factors.start[line], factors.start[line + 1]):
        factor = sheet[factors.rows[k]]
        for i in range(out.size):
            out[i] *= factor[i]


@inner_loop
def add_benefit(
    benefits: Benefits,
    line: int,
    horizon: float,
    sheet: NDArray[np.float64],
    scratch: NDArray[np.float64],
    outcome: Outcome,
) -> None:
    """Add one benefit line; `scratch` is five rows.

    The profile rises linearly to 1 over the ramp and then falls by a steady share a month. `months` is its
    integral from the beginning, in months of the steady rate.
    """
    n, years = sheet.shape[1], outcome.by_year.shape[1]
    rate, begin, before, rise, fall = scratch[0], scratch[1], scratch[2], scratch[3], scratch[4]
    multiply(benefits.value[line], benefits.factors, line, benefits.scale[line], sheet, rate)
    ramp, decline = sheet[benefits.ramp[line]], sheet[benefits.decline[line]]
    steady = True
    for i in range(n):
        begin[i] = sheet[benefits.begin[line], i] + sheet[benefits.lag[line], i]
        before[i] = 0.0
        rise[i] = 0.5 / max(ramp[i], INSTANT)
        steady = steady and decline[i] == 0.0
    if not steady:
        for i in range(n):
            fall[i] = -math.log1p(-decline[i]) / YEAR
    by_cluster = outcome.by_cluster[3 + benefits.kind[line], benefits.cluster[line]]
    for year in range(years_from(begin, years), years):
        by_year = outcome.by_year[1 + benefits.kind[line], year]
        closes = min(YEAR * (year + 1), horizon)
        for i in range(n):
            tau = max(closes - begin[i], 0.0)
            rising = min(tau, ramp[i])
            months = rising * rising * rise[i] + (tau - rising)
            if not steady and fall[i] != 0.0:
                months = rising * rising * rise[i] - math.expm1(-fall[i] * (tau - rising)) / fall[i]
            money = rate[i] * (months - before[i])
            before[i] = months
            by_year[i] += money
            by_cluster[i] += money


@inner_loop
def add_totals(
    measures: Measures, sheet: NDArray[np.float64], scratch: NDArray[np.float64], outcome: Outcome
) -> None:
    """Write delays and totals, once all lines are added; `scratch` is two rows."""
    by_cluster, by_year, totals = outcome.by_cluster, outcome.by_year, outcome.totals
    n = sheet.shape[1]
    worth, price = scratch[0], scratch[1]
    worth[:] = 0.0
    price[:] = 0.0
    totals[:, :] = 0.0
    for c in range(by_cluster.shape[1]):
        live = sheet[measures.go_live[c]]
        for i in range(n):
            by_cluster[5, c, i] = live[i] - measures.planned_go_live[c]
            totals[0, i] += by_cluster[3, c, i] + by_cluster[4, c, i]
        for category in range(3):
            for i in range(n):
                totals[1, i] += measures.counted[category] * by_cluster[category, c, i]
    for year in range(by_year.shape[1]):
        discount = measures.discount[year]
        for i in range(n):
            benefit = by_year[1, year, i] + by_year[2, year, i]
            totals[2, i] += benefit - by_year[0, year, i]
            worth[i] += discount * benefit
            price[i] += discount * by_year[0, year, i]
    for i in range(n):
        totals[3, i] = worth[i] - price[i]
        totals[4, i] = worth[i] / price[i]
    write_payback(by_year, measures.first_year, scratch, totals[5])
    if measures.counterfactual >= 0:
        alone = sheet[measures.counterfactual]
        for i in range(n):
            totals[6, i] = alone[i]
            totals[7, i] = alone[i] - totals[1, i]


@inline
def write_payback(by_year, first_year, scratch, found):  # type: ignore[no-untyped-def]
    """First year by whose end the benefits so far cover the costs so far and stay so; NaN where never."""
    cumulative, spent = scratch[0], scratch[1]
    for i in range(found.size):
        found[i] = np.nan
        cumulative[i] = 0.0
        spent[i] = 0.0
    for year in range(by_year.shape[1]):
        for i in range(found.size):
            cumulative[i] += by_year[1, year, i] + by_year[2, year, i] - by_year[0, year, i]
            spent[i] += by_year[0, year, i]
            begun = found[i] if found[i] == found[i] else float(first_year + year)
            found[i] = begun if cumulative[i] >= 0.0 and spent[i] > 0.0 else np.nan


@inline
def clear(outcome):  # type: ignore[no-untyped-def]
    """No money yet."""
    outcome.by_cluster[:, :, :] = 0.0
    outcome.by_year[:, :, :] = 0.0


@inner_loop
def add_by_years(
    yearly: Ragged,
    line: int,
    kind: int,
    measure: int,
    cluster: int,
    sheet: NDArray[np.float64],
    apart: Outcome,
    outcome: Outcome,
) -> None:
    """Add a line or flow that was played `apart`, what fell into each year multiplied by that year's factors."""
    years, by_cluster = outcome.by_year.shape[1], outcome.by_cluster[measure, cluster]
    for year in range(years):
        money, by_year = apart.by_year[kind, year], outcome.by_year[kind, year]
        for k in range(yearly.start[line] + year, yearly.start[line + 1], years):
            factor = sheet[yearly.rows[k]]
            for i in range(money.size):
                money[i] *= factor[i]
        for i in range(money.size):
            by_year[i] += money[i]
            by_cluster[i] += money[i]


@inline
def add_flow(costs, flow, horizon, sheet, outcome):  # type: ignore[no-untyped-def]
    """Add one flow of costs, what is steady and what falls in an instant."""
    add_spending(costs, flow, sheet, outcome)
    if costs.spreads[flow]:
        add_sums(costs, flow, horizon, sheet, outcome)


@inline
def cash_flow(plan, sheet, scratch, apart, outcome):  # type: ignore[no-untyped-def]
    """All money of the iterations held in `sheet[row, iteration]`.

    `scratch` is five rows, `apart` an outcome for what must be multiplied year by year before it counts.
    """
    costs, benefits, horizon = plan.costs, plan.benefits, plan.measures.horizon
    clear(outcome)
    set_rates(costs, NOT_FUNDED, sheet, scratch[0])
    for flow in range(costs.rate.size):
        if costs.yearly.start[flow] == costs.yearly.start[flow + 1]:
            add_flow(costs, flow, horizon, sheet, outcome)
        else:
            clear(apart)
            add_flow(costs, flow, horizon, sheet, apart)
            add_by_years(
                costs.yearly, flow, COST, costs.category[flow], costs.cluster[flow], sheet, apart, outcome
            )
    for line in range(benefits.value.size):
        if benefits.yearly.start[line] == benefits.yearly.start[line + 1]:
            add_benefit(benefits, line, horizon, sheet, scratch, outcome)
        else:
            kind = benefits.kind[line]
            clear(apart)
            add_benefit(benefits, line, horizon, sheet, scratch, apart)
            add_by_years(
                benefits.yearly, line, 1 + kind, 3 + kind, benefits.cluster[line], sheet, apart, outcome
            )
    add_totals(plan.measures, sheet, scratch, outcome)
