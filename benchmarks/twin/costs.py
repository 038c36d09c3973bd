"""Cost lines, and what risks add to activities, as flows of money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from benchmarks.twin.case import INSTANT, Baseline, Case, FloatArray
from benchmarks.twin.cash_flow import Flows, by_year
from benchmarks.twin.open_months import OpenMonths, open_work
from benchmarks.twin.schedule import Schedule, Window, open_time
from engine.programme.activity import Calendar

Place = tuple[str, str]  # category and cluster


class Profile(NamedTuple):
    """What is the same for all money that flows in the same time.

    The activity, whether money flows only while it works, the line whose years multiply it, if any do, and the months
    of rest in which nothing is spent.
    """

    activity: str
    working: bool
    yearly: str | None
    rests: Calendar = Calendar()


def add_costs_of_activities(case: Case, times: Schedule, flows: Flows) -> None:
    """What activities cost. All that flows in the same time is summed first: it has one profile."""
    sums: dict[Profile, dict[Place, FloatArray]] = defaultdict(dict)
    for profile, place, amount in costs_of_activities(case, times):
        amounts = sums[profile]
        amounts[place] = amounts[place] + amount if place in amounts else amount
    open_clock = open_time(flows.boundaries, times.windows)
    for (activity, working, yearly, rests), amounts in sums.items():
        start, finish = times.start[activity], times.finish[activity]
        windows, clock = (times.windows, open_clock) if working else ([], flows.boundaries)
        if rests == Calendar():
            first, share = share_spent(start, finish, windows, clock, flows.boundaries)
        else:
            first, share = 0, share_of_work(start, finish, times.windows, rests, flows.boundaries)
        left = 1.0 - spent_by_horizon(share, first, flows)
        if yearly is not None:
            share = by_year(whole(share, first, flows.boundaries.size, case.iterations), case.yearly[yearly])
            left = left * case.yearly[yearly][-1]
            first = 0
        add_shares(amounts, share, first, flows)
        for place, amount in amounts.items():
            flows.by_cluster[place] += amount * left
            flows.after["one_off", place[1]] += amount * left


def costs_of_activities(case: Case, times: Schedule) -> Iterator[tuple[Profile, Place, FloatArray]]:
    """When it flows, whose it is, and the amount over the whole activity."""
    paid = {line.activity for line in case.programme.costs if line.funded}
    funding = case.programme.funding
    rests = {a.name: a.rests if funding else Calendar() for a in case.programme.activities}
    for line in case.programme.costs:
        if line.activity is not None:
            windows = times.windows if line.funded else []
            amount = case.amount(line)
            if line.timing == "while":
                finish, start = times.finish[line.activity], times.start[line.activity]
                amount = amount * (open_time(finish, windows) - open_time(start, windows))
            yearly = line.name if line.name in case.yearly else None
            by_work = rests[line.activity] if line.funded and line.timing == "spread" else Calendar()
            profile = Profile(line.activity, bool(windows), yearly, by_work)
            yield profile, (line.category, line.cluster), amount
    for activity, money in case.struck:
        working = bool(times.windows) and activity in paid
        by_work = rests[activity] if activity in paid else Calendar()
        yield Profile(activity, working, None, by_work), ("one_off", activity.partition(".")[0]), money


def share_spent(
    start: FloatArray, finish: FloatArray, windows: list[Window], clock: FloatArray, boundaries: FloatArray
) -> tuple[int, FloatArray]:
    """Share of an amount spent evenly over the open time from start to finish, by each boundary.

    `clock` is the open time of the boundaries. Returns the first boundary by which anything is spent, and the shares
    `(boundary, iteration)` from there to the last by which not everything is.
    """
    first, last = np.searchsorted(boundaries[:, 0], [start.min(), finish.max() + INSTANT])
    begin = open_time(start, windows)
    work = open_time(finish, windows) - begin
    share = (clock[first:last] - begin) / np.maximum(work, INSTANT)
    np.clip(share, 0.0, 1.0, out=share)
    at_once = work < INSTANT
    if at_once.any():
        share = np.where(at_once, boundaries[first:last] > start, share)
    return int(first), share


def share_of_work(
    start: FloatArray, finish: FloatArray, windows: list[Window], rests: Calendar, boundaries: FloatArray
) -> FloatArray:
    """Share `(boundary, iteration)` of an amount spent evenly over months of work outside the windows."""
    calendar = OpenMonths(rests, max(float(finish.max()), float(boundaries[-1, 0])))
    clock, begin, end = (open_work(calendar, month, windows) for month in (boundaries, start, finish))
    share = np.clip((clock - begin) / np.maximum(end - begin, INSTANT), 0.0, 1.0)
    return np.where(end - begin < INSTANT, boundaries > start, share)


def whole(share: FloatArray, first: int, boundaries: int, iterations: int) -> FloatArray:
    """The shares by every boundary `(boundary, iteration)`: nothing before those given, all after them."""
    out = np.ones((boundaries, iterations))
    out[:first] = 0.0
    out[first : first + len(share)] = share
    return out


def spent_by_horizon(share: FloatArray, first: int, flows: Flows) -> FloatArray:
    """The share that is spent by the last boundary, `share` being those by the boundaries from `first` on."""
    last, boundaries = first + len(share), flows.boundaries.size
    return np.asarray(share[-1] if last == boundaries > first else np.float64(last < boundaries))


def add_shares(amounts: dict[Place, FloatArray], share: FloatArray, first: int, flows: Flows) -> None:
    """Amounts by place, of which `share` is spent by the boundaries from `first` on, and all of it after those."""
    last, done = first + len(share), spent_by_horizon(share, first, flows)
    for place, amount in amounts.items():
        flows.by_cluster[place] += amount * done
    total = sum(amounts.values(), np.zeros(()))
    flows.cumulative["cost"][first:last] += share * total
    flows.cumulative["cost"][last:] += total


def add_costs_by_go_live(case: Case, times: Schedule, baseline: Baseline, flows: Flows) -> None:
    """Running costs from go-live on, and old systems kept between planned and actual go-live."""
    rates: dict[tuple[Place, str, str | None], FloatArray] = defaultdict(lambda: np.zeros(()))
    for line in case.programme.costs:
        if line.activity is None:
            key = (line.category, line.cluster), line.timing, line.name if line.name in case.yearly else None
            rates[key] = rates[key] + case.amount(line) / 12.0
    go_live = {cluster.id: cluster.go_live for cluster in case.programme.clusters}
    for (place, timing, yearly), rate in rates.items():
        _, cluster = place
        live = times.finish[go_live[cluster]]
        since, until = (live, np.inf) if timing == "after_go_live" else (baseline.go_live[cluster], live)
        money = np.maximum(np.minimum(flows.boundaries, until) - since, 0.0) * rate
        if yearly is not None:
            money = by_year(money, case.yearly[yearly])
        flows.by_cluster[place] += money[-1]
        flows.cumulative["cost"] += money
        if timing == "until_go_live":
            horizon = flows.boundaries[-1]
            late = np.maximum(live - np.maximum(horizon, baseline.go_live[cluster]), 0.0) * rate
            factor = 1.0 if yearly is None else case.yearly[yearly][-1]
            flows.after["legacy", cluster] += late * factor
