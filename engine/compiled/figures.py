"""Figures: single dates, parts, counts and money up to a month, where a claim or the file asks for them."""

from __future__ import annotations

from engine.compiled.funding import funded_month
from engine.compiled.instant import INSTANT
from engine.compiled.lines import play_alone
from engine.compiled.open_work import funded_work
from engine.compiled.plan import Plan
from engine.compiled.vectors.lanes import everywhere, where
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows

SUM, LATEST, EARLIEST, LIVE, SPENT, LINE = range(6)
YEAR = 12.0


@inner_loop
def tell(plan: Plan, sheet: Rows, scratch: Rows, alone: Rows, money: Rows) -> None:
    """Write every figure behind the measures; lines last, since to play one alone changes the rates of its flow."""
    figures = plan.figures
    for k in range(figures.how.size):
        how, found = figures.how[k], everywhere(0.0)
        begin, end = figures.rows.start[k], figures.rows.start[k + 1]
        if how == SPENT:
            found = spent(plan, figures.since[k], figures.until[k], sheet)
        elif how == LATEST or how == EARLIEST:  # noqa: SIM109 - of a tuple Numba makes a search
            found = sheet[figures.rows.rows[begin]]
            for j in range(begin + 1, end):
                other = sheet[figures.rows.rows[j]]
                found = max(found, other) if how == LATEST else min(found, other)
        elif how == LIVE:
            for j in range(begin, end):
                found += where(sheet[figures.rows.rows[j]] <= figures.until[k] + INSTANT, 1.0, 0.0)
        elif how == SUM:
            for j in range(begin, end):
                found += sheet[figures.rows.rows[j]]
            for j in range(figures.money.start[k], figures.money.start[k + 1]):
                found += figures.sign[j] * money[figures.money.rows[j]]
        money[figures.first + k] = found
    for k in range(figures.how.size):
        if figures.how[k] == LINE:
            into, into_years = play_alone(
                plan, figures.rows.rows[figures.rows.start[k]], sheet, scratch, alone
            )
            found = alone[into]
            if figures.until[k] > 0.0:
                found = everywhere(0.0)
                for year in range(int(figures.since[k] / YEAR), int(figures.until[k] / YEAR)):
                    found += alone[into_years + year]
            money[figures.first + k] = found


@inner_loop
def spent(plan: Plan, since: float, until: float, sheet: Rows) -> Rows:
    """Cost of all flows between two months, what falls at once in the month in which it does."""
    costs, found = plan.costs, everywhere(0.0)
    years, settled = plan.costs.boundaries - 1, plan.funding.until.size
    for year in range(years):
        first, last = max(since, YEAR * year), min(until, YEAR * (year + 1))
        if first < last:
            funded_first = funded_month(first, plan.funding, settled, sheet)
            funded_last = funded_month(last, plan.funding, settled, sheet)
            for flow in range(costs.into.size):
                begin, end = sheet[costs.begin[flow]], sheet[costs.end[flow]]
                part = everywhere(0.0)
                if costs.steady <= flow < costs.funded:
                    opened = costs.opened[costs.calendar[flow]]
                    work_first, work_last = (
                        funded_work(opened, everywhere(first), plan.funding, settled, sheet),
                        funded_work(opened, everywhere(last), plan.funding, settled, sheet),
                    )
                    work_begin, work_end = sheet[costs.work_begin + flow], sheet[costs.work_end + flow]
                    part = between(work_first, work_last, work_begin, work_end)
                elif flow < costs.funded:
                    work_begin, work_end = sheet[costs.funded_begin + flow], sheet[costs.funded_end + flow]
                    part = between(funded_first, funded_last, work_begin, work_end)
                else:
                    part = between(everywhere(first), everywhere(last), begin, end)
                part *= sheet[costs.rate + flow]
                if costs.spreads[flow]:
                    falls = (first <= begin) & (begin < last)
                    part += where(falls, sheet[costs.instant + flow], 0.0)
                for k in range(costs.yearly.start[flow] + year, costs.yearly.start[flow + 1], years):
                    part *= sheet[costs.yearly.rows[k]]
                found += part
    return found


@inner_loop
def between(first, last, begin, end):  # type: ignore[no-untyped-def]
    """Months of a flow that lie between two times."""
    return min(max(last, begin), end) - min(max(first, begin), end)
