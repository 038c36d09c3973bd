"""Money by cluster and by year: closed-form integrals over each year, then what the claim is about."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import inline, loop
from engine.compiled.plan import Benefits, Costs, Measures, Outcome, Plan, Ragged
from engine.compiled.schedule import working_time

INSTANT = 1e-6  # months; over a shorter time an amount falls at once, a ramp is a step
YEAR = 12.0


@inline
def first_year_of(times, years):  # type: ignore[no-untyped-def]
    """First year that any of `times[iteration]` falls into, or later than which none begins."""
    earliest = times[0]
    for i in range(1, times.size):
        earliest = min(earliest, times[i])
    return min(max(int(earliest // YEAR), 0), years)


@inline
def year_after(times, years):  # type: ignore[no-untyped-def]
    """The year after the last that any of `times[iteration]` falls into."""
    latest = times[0]
    for i in range(1, times.size):
        latest = max(latest, times[i])
    return min(max(int(latest // YEAR) + 1, 0), years)


@loop
def multiply(
    value: int, factors: Ragged, line: int, scale: float, sheet: NDArray[np.float64], out: NDArray[np.float64]
) -> None:
    """`out[iteration]` = the row `value` x `scale` x all factor rows of the line."""
    source = sheet[value]
    for i in range(out.size):
        out[i] = source[i] * scale
    for k in range(factors.start[line], factors.start[line + 1]):
        factor = sheet[factors.rows[k]]
        for i in range(out.size):
            out[i] *= factor[i]


@inline
def add_at_once(money, month, horizon, by_cluster, by_year, j):  # type: ignore[no-untyped-def]
    """Add money that falls in one month to iteration `j`; beyond the horizon it is lost."""
    if month < horizon:
        by_year[0, int(month // YEAR), j] += money
        by_cluster[j] += money


@loop
def add_cost(
    costs: Costs,
    line: int,
    plan: Plan,
    sheet: NDArray[np.float64],
    scratch: NDArray[np.float64],
    outcome: Outcome,
    at: int,
) -> None:
    """Add one cost line to the outcome's iterations from `at` on."""
    n = sheet.shape[1]
    years = outcome.by_year.shape[1]
    horizon = plan.measures.horizon
    settled = plan.funding.until.size if costs.funded[line] else 0
    rate, begin, end = scratch[0], scratch[1], scratch[2]
    multiply(costs.amount[line], costs.factors, line, costs.scale[line], sheet, rate)
    first = first_year_of(sheet[costs.begin[line]], years)
    last = year_after(sheet[costs.end[line]], years)
    for i in range(n):
        begin[i] = sheet[costs.begin[line], i]
        end[i] = sheet[costs.end[line], i]
    if settled:
        for i in range(n):
            begin[i] = working_time(begin[i], plan.funding, settled, sheet, i)
            end[i] = working_time(end[i], plan.funding, settled, sheet, i)
    by_cluster = outcome.by_cluster[costs.category[line], costs.cluster[line]]
    if costs.spread[line]:
        for i in range(n):
            length = end[i] - begin[i]
            if length < INSTANT:
                add_at_once(
                    rate[i], sheet[costs.begin[line], i], horizon, by_cluster, outcome.by_year, at + i
                )
            rate[i] = rate[i] / length if length >= INSTANT else 0.0
    for year in range(first, last):
        by_year = outcome.by_year[0, year]
        opens, closes = YEAR * year, min(YEAR * (year + 1), horizon)
        for i in range(n):
            lower, upper = opens, closes
            if settled:
                lower = working_time(opens, plan.funding, settled, sheet, i)
                upper = working_time(closes, plan.funding, settled, sheet, i)
            money = rate[i] * max(min(end[i], upper) - max(begin[i], lower), 0.0)
            by_year[at + i] += money
            by_cluster[at + i] += money


@inline
def steady_months(tau, ramp, decline):  # type: ignore[no-untyped-def]
    """Integral of the benefit's profile from 0 to `tau` months, in months of the steady rate.

    The profile rises linearly to 1 over `ramp` months and then falls by `decline` a month, continuously.
    """
    rising = min(tau, ramp)
    after = tau - rising
    flat = after if decline == 0.0 else -math.expm1(-decline * after) / decline
    return rising * rising / (2.0 * max(ramp, INSTANT)) + flat


@loop
def add_benefit(
    benefits: Benefits,
    line: int,
    horizon: float,
    sheet: NDArray[np.float64],
    scratch: NDArray[np.float64],
    outcome: Outcome,
    at: int,
) -> None:
    """Add one benefit line to the outcome's iterations from `at` on."""
    n = sheet.shape[1]
    years = outcome.by_year.shape[1]
    rate, begin, before = scratch[0], scratch[1], scratch[2]
    multiply(benefits.value[line], benefits.factors, line, benefits.scale[line], sheet, rate)
    for i in range(n):
        begin[i] = sheet[benefits.begin[line], i] + sheet[benefits.lag[line], i]
        before[i] = 0.0
    ramp, decline = sheet[benefits.ramp[line]], sheet[benefits.decline[line]]
    by_cluster = outcome.by_cluster[3 + benefits.kind[line], benefits.cluster[line]]
    for year in range(first_year_of(begin, years), years):
        by_year = outcome.by_year[1 + benefits.kind[line], year]
        closes = min(YEAR * (year + 1), horizon)
        for i in range(n):
            monthly = -math.log1p(-decline[i]) / YEAR if decline[i] != 0.0 else 0.0
            months = steady_months(max(closes - begin[i], 0.0), ramp[i], monthly)
            money = rate[i] * (months - before[i])
            before[i] = months
            by_year[at + i] += money
            by_cluster[at + i] += money


@loop
def add_totals(measures: Measures, sheet: NDArray[np.float64], outcome: Outcome, at: int) -> None:
    """Write delays and totals of the outcome's iterations from `at` on, once all lines are added."""
    by_cluster, by_year, totals = outcome.by_cluster, outcome.by_year, outcome.totals
    for j in range(at, at + sheet.shape[1]):
        for c in range(by_cluster.shape[1]):
            by_cluster[5, c, j] = sheet[measures.go_live[c], j - at] - measures.planned_go_live[c]
            totals[0, j] += by_cluster[3, c, j] + by_cluster[4, c, j]
            for category in range(3):
                totals[1, j] += measures.counted[category] * by_cluster[category, c, j]
        worth, price = 0.0, 0.0
        for year in range(by_year.shape[1]):
            benefit = by_year[1, year, j] + by_year[2, year, j]
            totals[2, j] += benefit - by_year[0, year, j]
            worth += measures.discount[year] * benefit
            price += measures.discount[year] * by_year[0, year, j]
        totals[3, j] = worth - price
        totals[4, j] = worth / price
        totals[5, j] = payback(by_year, j, measures.first_year)
        if measures.counterfactual >= 0:
            totals[6, j] = sheet[measures.counterfactual, j - at]
            totals[7, j] = totals[6, j] - totals[1, j]


@inline
def payback(by_year, j, first_year):  # type: ignore[no-untyped-def]
    """First year by whose end the benefits so far cover the costs so far and stay so; NaN where never."""
    found, cumulative, spending = np.nan, 0.0, False
    for year in range(by_year.shape[1]):
        cumulative += by_year[1, year, j] + by_year[2, year, j] - by_year[0, year, j]
        spending = spending or by_year[0, year, j] > 0.0
        if cumulative < 0.0 or not spending:
            found = np.nan
        elif np.isnan(found):
            found = first_year + year
    return found


@loop
def cash_flow(
    plan: Plan, sheet: NDArray[np.float64], scratch: NDArray[np.float64], outcome: Outcome, at: int
) -> None:
    """All money of the iterations held in `sheet[row, iteration]`, written to the outcome from `at` on.

    `scratch` is three rows of a sheet's length.
    """
    stop = at + sheet.shape[1]
    outcome.by_cluster[:, :, at:stop] = 0.0
    outcome.by_year[:, :, at:stop] = 0.0
    outcome.totals[:, at:stop] = 0.0
    for line in range(plan.costs.amount.size):
        add_cost(plan.costs, line, plan, sheet, scratch, outcome, at)
    for line in range(plan.benefits.value.size):
        add_benefit(plan.benefits, line, plan.measures.horizon, sheet, scratch, outcome, at)
    add_totals(plan.measures, sheet, outcome, at)
