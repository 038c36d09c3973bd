"""When settlements run out of money, and what dates are left to the work that they pay for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.case import TINY, Case, FloatArray, Values, stacked
from benchmarks.twin.resting_work import RestingWork, resting_activities, resting_work
from benchmarks.twin.schedule import Schedule, Window, durations, forward_pass, open_time

TOLERANCE = 1e-12  # of the money spent so far: a shortage that is rounding is none


class Spending(NamedTuple):
    """Funded work `(activity, iteration)`: where it begins in open time, its months, share a month, and money.

    `resting` is work that is paid as it is done, none in months of rest: in the settlement that opens so many months
    `ahead` of open time, `(iteration,)`.
    """

    begin: FloatArray
    work: FloatArray
    per_month: FloatArray
    money: FloatArray
    resting: tuple[RestingWork, ...]
    ahead: FloatArray

    def before(self, month: FloatArray) -> FloatArray:
        """Money spent before the open month `(iteration,)`."""
        share = month - self.begin
        share *= self.per_month
        np.clip(share, 0.0, 1.0, out=share)
        total = np.asarray(np.einsum("ai,ai->i", share, self.money))
        for work in self.resting:
            total = total + work.spent(month + self.ahead)
        return total

    def through(self, month: FloatArray) -> FloatArray:
        """The same, with what is spent in an instant at that month, which may be 0."""
        return self.before(np.maximum(np.nextafter(month, np.inf), TINY))

    def of(self, some: NDArray[np.int64]) -> Spending:
        """The same work in some iterations."""
        resting = tuple(work.of(some) for work in self.resting)
        begin, work, per_month, money = (array[:, some] for array in self[:4])
        return Spending(begin, work, per_month, money, resting, self.ahead[some])


def schedule(case: Case) -> Schedule:
    """When every activity starts and finishes, with the windows that each settlement in turn opens."""
    duration = durations(case)
    paid = funded_money(case, duration)
    times = forward_pass(case, duration, paid, [])
    if case.programme.funding:
        work = stacked([duration[name] for name in paid], case.iterations)
        money = stacked(paid.values(), case.iterations)
        per_month = 1.0 / np.maximum(work, TINY)
    opens, missed = 0.0, {}
    for settlement in case.programme.funding:
        begin = open_time(stacked([times.start[name] for name in paid], case.iterations), times.windows)
        opened = np.full(case.iterations, open_time(np.asarray(opens), times.windows))
        closed = np.full(case.iterations, open_time(np.asarray(settlement.until), times.windows))
        steady, resting = resting_work(case, duration, times, paid)
        rows = [begin, work, per_month, money]
        if steady:  # what rests costs in place of its row of nought
            more = [stacked([one[k] for one in steady], case.iterations) for k in range(4)]
            rows = [np.concatenate(two) for two in zip(rows, more, strict=True)]
        spending = Spending(rows[0], rows[1], rows[2], rows[3], resting, opens - opened)
        by_close = spending.before(closed)
        need = by_close - spending.before(opened)
        excess = np.maximum(need - case.of(settlement.approved), 0.0)
        lacking = excess * (1.0 - case.of(settlement.top_up))
        is_short = lacking > TOLERANCE * by_close
        missed[settlement.until] = np.where(is_short, lacking, 0.0)
        short = np.flatnonzero(is_short)
        if short.size:
            granted = (need - lacking)[short]
            since = np.full(case.iterations, settlement.until)
            since[short] = opens - opened[short]
            since[short] += exhausted(spending.of(short), granted, opened[short], closed[short])
            times = forward_pass(case, duration, paid, [*times.windows, Window(since, settlement.until)])
        opens = settlement.until
    return times._replace(lacking=missed)


def funded_money(case: Case, duration: Values) -> dict[str, FloatArray]:
    """What settlements must pay for, by activity that has a funded line; risks that strike add to it.

    Of activities that rest in some months nothing is told here.
    """
    lines = [(line, line.activity) for line in case.programme.costs if line.funded and line.activity]
    paid = {activity: np.zeros(()) for _, activity in lines}
    rests = resting_activities(case)
    for line, activity in lines:
        months = duration[activity] if line.timing == "while" else 1.0
        if activity not in rests:
            paid[activity] = paid[activity] + case.amount(line) * months
    for activity, money in case.struck:
        if activity in paid and activity not in rests:
            paid[activity] = paid[activity] + money
    return paid


def exhausted(spending: Spending, granted: FloatArray, opened: FloatArray, closed: FloatArray) -> FloatArray:
    """Open month `(iteration,)` by which spending since `opened` reaches what was granted.

    Spending is linear between the bends where funded work starts or finishes. For all iterations at once,
    halve their sorted bends until the first is found by which the money is gone; interpolate before it.
    """
    target = granted + spending.before(opened)
    bends = np.concatenate([spending.begin, spending.begin + spending.work, closed[None]])
    if spending.resting:
        last = float((closed + spending.ahead).max())
        months = np.arange(np.ceil(last))[:, None] - spending.ahead
        ends = [bend for work in spending.resting for bend in (work.start, work.finish)]
        bends = np.concatenate([bends, months, np.array(ends) - spending.ahead])
    np.clip(bends, opened, closed, out=bends)
    bends.sort(axis=0)
    column = np.arange(target.size)
    low, high = np.zeros(target.size, np.int64), np.full(target.size, len(bends) - 1)
    while np.any(low < high):
        middle = (low + high) // 2
        gone = spending.through(bends[middle, column]) > target * (1.0 + TOLERANCE)
        low, high = np.where(gone, low, np.minimum(middle + 1, high)), np.where(gone, middle, high)
    last, bend = bends[np.maximum(high - 1, 0), column], bends[high, column]
    spent = spending.through(last)
    flow = spending.before(bend) - spent  # less than is left where the money goes in an instant at the bend
    part = np.divide(target - spent, flow, out=np.ones_like(flow), where=flow > 0.0)
    return np.asarray(last + np.clip(part, 0.0, 1.0) * (bend - last))
