"""Dates: activities after their predecessors, risks' delays, and the wait when approved money runs out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import inline, loop
from engine.compiled.plan import Costs, Effects, Funding, Plan, Schedule

ROUNDS = 80  # of the search for the month in which money runs out; bisection alone would need 60
CLOSE = 1e-13  # relative to the money; in months it is far below a day


@loop
def strike(effects: Effects, sheet: NDArray[np.float64]) -> None:
    """Turn strike uniforms into 1 or 0, and write each effect's row of `sheet[row, iteration]`."""
    for k in range(effects.uniform.size):
        struck, probability = sheet[effects.uniform[k]], sheet[effects.probability[k]]
        for i in range(struck.size):
            struck[i] = 1.0 if struck[i] < probability[i] else 0.0
    for k in range(effects.out.size):
        struck, size, out = sheet[effects.strike[k]], sheet[effects.size[k]], sheet[effects.out[k]]
        for i in range(out.size):
            out[i] = effects.neutral[k] + struck[i] * (size[i] - effects.neutral[k])


@loop
def wait_for_money(begin, end, exhausted, until):  # type: ignore[no-untyped-def]
    """Move `begin` and `end` of an activity past the months in which there is no money: [exhausted, until)."""
    gap = until - exhausted
    if gap > 0.0:
        if exhausted <= begin < until:
            end += until - begin
            begin = until
        elif begin < exhausted < end:
            end += gap
    return begin, end


@loop
def set_dates(schedule: Schedule, funding: Funding, settled: int, sheet: NDArray[np.float64]) -> None:
    """Write start and finish of every activity, with the waits of the first `settled` settlements."""
    for a in range(schedule.duration.size):
        start, finish = sheet[schedule.start[a]], sheet[schedule.finish[a]]
        earliest, duration = sheet[schedule.earliest[a]], sheet[schedule.duration[a]]
        for i in range(start.size):
            start[i] = earliest[i]
            finish[i] = duration[i]
        for k in range(schedule.after.start[a], schedule.after.start[a + 1]):
            before = sheet[schedule.after.rows[k]]
            for i in range(start.size):
                start[i] = max(start[i], before[i])
        for k in range(schedule.factors.start[a], schedule.factors.start[a + 1]):
            factor = sheet[schedule.factors.rows[k]]
            for i in range(start.size):
                finish[i] *= factor[i]
        for k in range(schedule.delays.start[a], schedule.delays.start[a + 1]):
            delay = sheet[schedule.delays.rows[k]]
            for i in range(start.size):
                finish[i] += delay[i]
        for i in range(start.size):
            finish[i] = start[i] + max(finish[i], 0.0)
        if schedule.funded[a]:
            for k in range(settled):
                exhausted = sheet[funding.exhausted[k]]
                for i in range(start.size):
                    start[i], finish[i] = wait_for_money(start[i], finish[i], exhausted[i], funding.until[k])


@inline
def working_time(month, funding, settled, sheet, i):  # type: ignore[no-untyped-def]
    """Months up to `month` in which there was money."""
    worked = month
    for k in range(settled):
        exhausted = sheet[funding.exhausted[k], i]
        worked -= min(max(month - exhausted, 0.0), funding.until[k] - exhausted)
    return worked


@loop
def spent(costs, funding, settled, sheet, month, i):  # type: ignore[no-untyped-def]
    """Settlement money spent up to `month` in iteration `i`, and the rate of spending just before it."""
    total, rate = 0.0, 0.0
    now = working_time(month, funding, settled, sheet, i)
    for line in range(costs.amount.size):
        if costs.funded[line]:
            begin = working_time(sheet[costs.begin[line], i], funding, settled, sheet, i)
            end = working_time(sheet[costs.end[line], i], funding, settled, sheet, i)
            if now > begin:
                amount = sheet[costs.amount[line], i] * costs.scale[line]
                for k in range(costs.factors.start[line], costs.factors.start[line + 1]):
                    amount *= sheet[costs.factors.rows[k], i]
                if now > end:
                    total += amount
                else:
                    total += amount * ((now - begin) / (end - begin))
                    rate += amount / (end - begin)
    return total, rate


@loop
def month_of_exhaustion(costs, funding, settled, sheet, low, high, money, i):  # type: ignore[no-untyped-def]
    """Month between `low` and `high` by which `money` is spent: Newton's method kept inside a bracket."""
    month = high
    for _ in range(ROUNDS):
        total, rate = spent(costs, funding, settled, sheet, month, i)
        if abs(total - money) <= CLOSE * abs(money):
            return month
        if total > money:
            high = month
        else:
            low = month
        month = month - (total - money) / rate if rate > 0.0 else low
        if not low < month < high:
            month = 0.5 * (low + high)
    return month


@loop
def settle(costs: Costs, funding: Funding, settled: int, sheet: NDArray[np.float64]) -> bool:
    """Write when the money of settlement `settled` runs out; whether it does in any iteration."""
    opened = funding.until[settled - 1] if settled else 0.0
    closed = funding.until[settled]
    exhausted = sheet[funding.exhausted[settled]]
    approved, top_up = sheet[funding.approved[settled]], sheet[funding.top_up[settled]]
    short = False
    for i in range(exhausted.size):
        before, _ = spent(costs, funding, settled, sheet, opened, i)
        need = spent(costs, funding, settled, sheet, closed, i)[0] - before
        money = approved[i] + top_up[i] * max(need - approved[i], 0.0)
        exhausted[i] = closed
        if need > money + CLOSE * need:
            short = True
            exhausted[i] = month_of_exhaustion(
                costs, funding, settled, sheet, opened, closed, before + money, i
            )
    return short


@loop
def schedule_programme(plan: Plan, sheet: NDArray[np.float64]) -> None:
    """Write all dates of `sheet[row, iteration]`: plan first, then settlement by settlement."""
    set_dates(plan.schedule, plan.funding, 0, sheet)
    for k in range(plan.funding.until.size):
        if settle(plan.costs, plan.funding, k, sheet):
            set_dates(plan.schedule, plan.funding, k + 1, sheet)
