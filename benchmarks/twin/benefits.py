"""Benefit lines as flows of money."""

from __future__ import annotations

import numpy as np

from benchmarks.twin.case import INSTANT, TINY, Baseline, Case, FloatArray
from benchmarks.twin.cash_flow import Flows, by_year
from benchmarks.twin.schedule import Schedule
from engine.programme.model import BenefitLine


def add_benefits(case: Case, times: Schedule, baseline: Baseline, flows: Flows) -> None:
    """Benefit lines, each at its rate a month times the steady months that its profile amounts to."""
    for line in case.programme.benefits:
        begins = (times.finish[line.starts_after] + case.of(line.lag)).min()
        first = int(np.searchsorted(flows.boundaries[:, 0], begins))
        if first < flows.boundaries.size:
            first = 0 if line.name in case.yearly or line.name in case.priced else first
            rate = case.multiplier(line) * case.kept(line) * case.of(line.value) * baseline.rate[line.name]
            money = steady_months(case, line, times, flows.boundaries[first:]) * rate
            for years in (case.yearly, case.priced):
                if line.name in years:
                    money = by_year(money, years[line.name])
            money = money * in_time(case, line, times)
            flows.by_cluster[line.benefit_class, line.cluster] += money[-1]
            flows.cumulative[line.benefit_class][first:] += money


def rate_a_month(case: Case, line: BenefitLine, times: Schedule, boundaries: FloatArray) -> float:
    """What a line's value is multiplied by to be a steady rate a month, `case` being the base case."""
    if not line.value_is_total:
        return 1.0 / 12.0
    total = case.multiplier(line) * steady_months(case, line, times, boundaries)
    if line.name in case.yearly:
        total = by_year(total, case.yearly[line.name])
    total = total * in_time(case, line, times)
    return 1.0 / float(total[-1].item())


def in_time(case: Case, line: BenefitLine, times: Schedule) -> FloatArray:
    """1 where the activity that starts a line finishes while that is of use, else 0."""
    latest = next(a.latest for a in case.programme.activities if a.name == line.starts_after)
    if latest is None:
        return np.ones(())
    return np.asarray(times.finish[line.starts_after] <= case.of(latest) + INSTANT, float)


def steady_months(case: Case, line: BenefitLine, times: Schedule, boundaries: FloatArray) -> FloatArray:
    """Integral of a line's profile up to each boundary, in months at the steady rate `(boundary, iteration)`.

    Over a linear ramp of r months, x^2 / 2r. After it, declining by d a year, (exp(l x) - 1) / l with
    l = ln(1 - d) / 12 a month.
    """
    ramp, decline = case.of(line.ramp), case.of(line.decline)
    since = boundaries - (times.finish[line.starts_after] + case.of(line.lag))
    rising = np.clip(since, 0.0, ramp)
    steady = np.maximum(since - ramp, 0.0)
    rising = rising * rising * (0.5 / np.maximum(ramp, TINY))
    if decline.any():
        growth = np.log1p(-decline) / 12.0
        even = growth == 0.0
        steady = np.where(even, steady, np.expm1(steady * growth) / np.where(even, 1.0, growth))
    return np.asarray(rising + steady)
