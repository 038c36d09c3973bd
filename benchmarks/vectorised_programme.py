"""The programme semantics in vectorised NumPy, as an expert would write them without a compiler.

A second implementation: it shares the programme's model with the engine, and no arithmetic, so that a test can
hold the one against the other and a benchmark can race them. Times are months from the start. Quantities
are scalars or `(iteration,)`; cumulative flows are `(boundary, iteration)`, the boundaries being 0, the
ends of the programme years, and the horizon.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.programme.model import BenefitLine, CostLine, Programme, Quantity

FloatArray = NDArray[np.float64]
Values = Mapping[str, FloatArray]

INSTANT = 1e-6  # months; an amount falls at once where there is less time to spread it over
TINY = 1e-300  # stands in for a length of 0 where something is divided by it
TOLERANCE = 1e-12  # of the money spent so far: a shortage that is rounding is none
CHUNK = 8192  # iterations at a time; fewer pay for calls, more fall out of the cache
CATEGORIES = ("one_off", "running", "legacy")
CLASSES = ("cash", "efficiency")


class Baseline(NamedTuple):
    """What the base case fixes: each cluster's planned go-live, each benefit's monthly rate per unit of value."""

    go_live: Mapping[str, float]
    rate: Mapping[str, float]


class Window(NamedTuple):
    """Months in which funded work has no money, `since <= month < until`; none where they are equal."""

    since: FloatArray
    until: float


class Schedule(NamedTuple):
    """Start and finish of every activity, and the windows that funded ones keep to."""

    start: dict[str, FloatArray]
    finish: dict[str, FloatArray]
    windows: list[Window]


@dataclass(frozen=True)
class Case:
    """Some iterations: drawn values, and what drivers and risks do to each activity and line.

    `struck` holds money `(iteration,)` that risks add to activities.
    """

    programme: Programme
    values: Values
    iterations: int
    factor: Mapping[str, FloatArray]
    delay: Mapping[str, FloatArray]
    struck: tuple[tuple[str, FloatArray], ...]

    def of(self, quantity: Quantity) -> FloatArray:
        """Drawn value of a quantity."""
        return self.values[quantity.name]

    def amount(self, line: CostLine) -> FloatArray:
        """Amount, or rate, of a cost line with all that multiplies it."""
        return np.asarray(self.of(line.amount) * line.uplift * self.of(line.factor) * self.factor[line.name])

    def multiplier(self, line: BenefitLine) -> FloatArray:
        """Realisation x uptake x drivers x risks."""
        return np.asarray(self.of(line.realisation) * self.of(line.uptake) * self.factor[line.name])


@dataclass(frozen=True)
class Flows:
    """What has flowed by each boundary `(boundary, iteration)`, and in each cluster by the horizon `(iteration,)`."""

    boundaries: FloatArray
    cumulative: dict[str, FloatArray]
    by_cluster: dict[tuple[str, str], FloatArray]


def play(programme: Programme, values: Values, strikes: Values) -> dict[str, FloatArray]:
    """Every measure of the programme, from drawn quantities.

    `values` holds each of the programme's quantities by its full name, a scalar or `(iteration,)`; `strikes`
    holds 1 where a risk strikes and else 0, by the risk's name. Returns measures `(iteration, cluster)`,
    `(iteration, year)` and `(iteration,)`, named as the engine's: money in the programme's unit, delays in
    months, `payback_year` NaN where never.
    """
    drawn = {name: np.asarray(value, float) for name, value in values.items()}
    struck = {name: np.asarray(strike, float) for name, strike in strikes.items()}
    iterations = max((a.size for a in (*drawn.values(), *struck.values()) if a.ndim), default=1)
    baseline = play_base(programme)
    parts = []
    for first in range(0, iterations, CHUNK):
        some = slice(first, min(first + CHUNK, iterations))
        case = make_case(programme, cut(drawn, some), cut(struck, some), some.stop - first)
        parts.append(play_case(case, baseline))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def cut(values: Values, some: slice) -> dict[str, FloatArray]:
    """The same quantities in some iterations; scalars stay scalars."""
    return {name: value[some] if value.ndim else value for name, value in values.items()}


def make_case(programme: Programme, values: Values, strikes: Values, iterations: int) -> Case:
    """Products of factors, sums of delays and money, by activity and line."""
    one, none = np.ones(()), np.zeros(())
    factor: dict[str, FloatArray] = defaultdict(lambda: one)
    delay: dict[str, FloatArray] = defaultdict(lambda: none)
    money: list[tuple[str, FloatArray]] = []
    for driver in programme.drivers:
        factor.update({name: factor[name] * values[driver.factor.name] for name in driver.targets})
    for risk in programme.risks:
        for effect in risk.effects:
            strike, size = strikes[risk.name], values[effect.size.name]
            if effect.kind == "factor":
                by = 1.0 + strike * (size - 1.0)
                factor.update({name: factor[name] * by for name in effect.targets})
            elif effect.kind == "delay":
                delay.update({name: delay[name] + strike * size for name in effect.targets})
            else:
                money += [(name, strike * size) for name in effect.targets]
    return Case(programme, values, iterations, factor, delay, tuple(money))


def play_base(programme: Programme) -> Baseline:
    """The case in which every quantity has its base and no risk strikes."""
    values = {q.name: np.asarray(q.base, float) for q, *_ in programme.quantities()}
    case = make_case(programme, values, {risk.name: np.zeros(()) for risk in programme.risks}, 1)
    times = schedule(case)
    rate = {}
    for line in programme.benefits:
        horizon = np.asarray([[programme.horizon]], float)
        per_value = case.multiplier(line) * steady_months(case, line, times, horizon)
        rate[line.name] = 1.0 / float(per_value.item() if line.value_is_total else 12.0)
    return Baseline({c.id: float(times.finish[c.go_live].item()) for c in programme.clusters}, rate)


def play_case(case: Case, baseline: Baseline) -> dict[str, FloatArray]:
    """The measures of a case."""
    times = schedule(case)
    flows = no_flows(case)
    add_costs_of_activities(case, times, flows)
    add_costs_by_go_live(case, times, baseline, flows)
    add_benefits(case, times, baseline, flows)
    out = cluster_measures(case, times, baseline, flows) | year_measures(flows)
    return out | totals(case, out, flows)


# ------------------------------------------------------------------------------------ schedule and funding


class Spending(NamedTuple):
    """Funded work `(activity, iteration)`: where it begins in open time, its months, share a month, and money."""

    begin: FloatArray
    work: FloatArray
    per_month: FloatArray
    money: FloatArray

    def before(self, month: FloatArray) -> FloatArray:
        """Money spent before the open month `(iteration,)`."""
        share = month - self.begin
        share *= self.per_month
        np.clip(share, 0.0, 1.0, out=share)
        return np.asarray(np.einsum("ai,ai->i", share, self.money))

    def through(self, month: FloatArray) -> FloatArray:
        """The same, with what is spent in an instant at that month."""
        return self.before(np.nextafter(month, np.inf))

    def of(self, some: NDArray[np.int64]) -> Spending:
        """The same work in some iterations."""
        return Spending(*(array[:, some] for array in self))


def schedule(case: Case) -> Schedule:
    """When every activity starts and finishes, with the windows that each settlement in turn opens."""
    duration = {
        a.name: np.maximum(case.of(a.duration) * case.factor[a.name] + case.delay[a.name], 0.0)
        for a in case.programme.activities
    }
    paid = funded_money(case, duration)
    times = forward_pass(case, duration, paid, [])
    if case.programme.funding:
        work, money = stacked(case, [duration[name] for name in paid]), stacked(case, paid.values())
        per_month = 1.0 / np.maximum(work, TINY)
    opens = 0.0
    for settlement in case.programme.funding:
        begin = open_time(stacked(case, [times.start[name] for name in paid]), times.windows)
        opened = np.full(case.iterations, open_time(np.asarray(opens), times.windows))
        closed = np.full(case.iterations, open_time(np.asarray(settlement.until), times.windows))
        spending = Spending(begin, work, per_month, money)
        by_close = spending.before(closed)
        need = by_close - spending.before(opened)
        excess = np.maximum(need - case.of(settlement.approved), 0.0)
        lacking = excess * (1.0 - case.of(settlement.top_up))
        short = np.flatnonzero(lacking > TOLERANCE * by_close)
        if short.size:
            granted = (need - lacking)[short]
            since = np.full(case.iterations, settlement.until)
            since[short] = opens - opened[short]
            since[short] += exhausted(spending.of(short), granted, opened[short], closed[short])
            times = forward_pass(case, duration, paid, [*times.windows, Window(since, settlement.until)])
        opens = settlement.until
    return times


def funded_money(case: Case, duration: Values) -> dict[str, FloatArray]:
    """What settlements must pay for, by activity that has a funded line; risks that strike add to it."""
    lines = [(line, line.activity) for line in case.programme.costs if line.funded and line.activity]
    paid = {activity: np.zeros(()) for _, activity in lines}
    for line, activity in lines:
        months = duration[activity] if line.timing == "while" else 1.0
        paid[activity] = paid[activity] + case.amount(line) * months
    for activity, money in case.struck:
        if activity in paid:
            paid[activity] = paid[activity] + money
    return paid


def forward_pass(
    case: Case, duration: Values, paid: Mapping[str, FloatArray], windows: list[Window]
) -> Schedule:
    """Each activity behind its predecessors; funded ones neither start nor go on inside a window.

    Money that runs out as one activity ends and another begins is known to rounding only: within an instant
    of it, the one has ended and the other waits.
    """
    times = Schedule({}, {}, windows)
    closings = [
        (np.where(since < until, since - INSTANT, until), since + INSTANT, until - since, until)
        for since, until in windows
    ]
    for activity in case.programme.activities:
        start = case.of(activity.earliest)
        for before in activity.after:
            start = np.maximum(start, times.finish[before])
        months = duration[activity.name]
        finish = start + months
        for earliest, latest, gap, until in closings if activity.name in paid else ():
            waits = (start >= earliest) & (start < until)
            finish = finish + gap * ((start < earliest) & (finish > latest))
            finish = np.where(waits, until + months, finish)
            start = np.where(waits, until, start)
        times.start[activity.name], times.finish[activity.name] = start, finish
    return times


def open_time(month: FloatArray, windows: list[Window]) -> FloatArray:
    """Months up to `month` that lie in no window."""
    passed = month
    for since, until in windows:
        passed = passed - np.clip(month - since, 0.0, until - since)
    return passed


def stacked(case: Case, rows: Collection[FloatArray]) -> FloatArray:
    """Scalars and `(iteration,)` arrays as one `(row, iteration)`."""
    out = np.empty((len(rows), case.iterations))
    for place, row in zip(out, rows, strict=True):
        place[:] = row
    return out


def exhausted(spending: Spending, granted: FloatArray, opened: FloatArray, closed: FloatArray) -> FloatArray:
    """Open month `(iteration,)` by which spending since `opened` reaches what was granted.

    Spending is linear between the bends where funded work starts or finishes. For all iterations at once,
    halve their sorted bends until the first is found by which the money is gone; interpolate before it.
    """
    target = granted + spending.before(opened)
    bends = np.concatenate([spending.begin, spending.begin + spending.work, closed[None]])
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


# ----------------------------------------------------------------------------------------------- cash flow


def no_flows(case: Case) -> Flows:
    """Nothing has flowed yet."""
    horizon = float(case.programme.horizon)
    boundaries = np.append(np.arange(0.0, horizon, 12.0), horizon)[:, None]
    places = [(kind, c.id) for kind in (*CATEGORIES, *CLASSES) for c in case.programme.clusters]
    return Flows(
        boundaries,
        {kind: np.zeros((boundaries.size, case.iterations)) for kind in ("cost", *CLASSES)},
        {place: np.zeros(case.iterations) for place in places},
    )


def costs_of_activities(case: Case, times: Schedule) -> Iterator[tuple[str, bool, str, FloatArray]]:
    """Activity, whether money flows in its working time only, cluster, and amount over the whole activity."""
    paid = {line.activity for line in case.programme.costs if line.funded}
    for line in case.programme.costs:
        if line.activity is not None:
            windows = times.windows if line.funded else []
            amount = case.amount(line)
            if line.timing == "while":
                finish, start = times.finish[line.activity], times.start[line.activity]
                amount = amount * (open_time(finish, windows) - open_time(start, windows))
            yield line.activity, bool(windows), line.cluster, amount
    for activity, money in case.struck:
        yield activity, bool(times.windows) and activity in paid, activity.partition(".")[0], money


def add_costs_of_activities(case: Case, times: Schedule, flows: Flows) -> None:
    """What activities cost. All that flows in the same time is summed first: it has one profile."""
    sums: dict[tuple[str, bool], dict[str, FloatArray]] = defaultdict(dict)
    for activity, working, cluster, amount in costs_of_activities(case, times):
        amounts = sums[activity, working]
        amounts[cluster] = amounts[cluster] + amount if cluster in amounts else amount
    clock = open_time(flows.boundaries, times.windows)
    for (activity, working), amounts in sums.items():
        start, finish = times.start[activity], times.finish[activity]
        windows = times.windows if working else []
        add_spread(amounts, start, finish, windows, clock if working else flows.boundaries, flows)


def add_spread(
    amounts: dict[str, FloatArray],
    start: FloatArray,
    finish: FloatArray,
    windows: list[Window],
    clock: FloatArray,
    flows: Flows,
) -> None:
    """Amounts by cluster, evenly over the open time from start to finish; `clock` is that of the boundaries."""
    first, last = np.searchsorted(flows.boundaries[:, 0], [start.min(), finish.max() + INSTANT])
    begin = open_time(start, windows)
    work = open_time(finish, windows) - begin
    share = (clock[first:last] - begin) / np.maximum(work, INSTANT)
    np.clip(share, 0.0, 1.0, out=share)
    at_once = work < INSTANT
    if at_once.any():
        share = np.where(at_once, flows.boundaries[first:last] > start, share)
    done = share[-1] if last == flows.boundaries.size > first else np.float64(last < flows.boundaries.size)
    for cluster, amount in amounts.items():
        flows.by_cluster["one_off", cluster] += amount * done
    total = sum(amounts.values(), np.zeros(()))
    flows.cumulative["cost"][first:last] += share * total
    flows.cumulative["cost"][last:] += total


def add_costs_by_go_live(case: Case, times: Schedule, baseline: Baseline, flows: Flows) -> None:
    """Running costs from go-live on, and old systems kept between planned and actual go-live."""
    rates: dict[tuple[str, str], FloatArray] = defaultdict(lambda: np.zeros(()))
    for line in case.programme.costs:
        if line.activity is None:
            place = line.category, line.cluster
            rates[place] = rates[place] + case.amount(line) / 12.0
    for cluster in case.programme.clusters:
        live, planned = times.finish[cluster.go_live], baseline.go_live[cluster.id]
        for category in CATEGORIES:
            if (category, cluster.id) not in rates:
                continue
            since, until = (live, np.inf) if category == "running" else (planned, live)
            money = np.maximum(np.minimum(flows.boundaries, until) - since, 0.0) * rates[category, cluster.id]
            flows.by_cluster[category, cluster.id] += money[-1]
            flows.cumulative["cost"] += money


def add_benefits(case: Case, times: Schedule, baseline: Baseline, flows: Flows) -> None:
    """Benefit lines, each at its rate a month times the steady months that its profile amounts to."""
    for line in case.programme.benefits:
        begins = (times.finish[line.starts_after] + case.of(line.lag)).min()
        first = int(np.searchsorted(flows.boundaries[:, 0], begins))
        if first < flows.boundaries.size:
            rate = case.multiplier(line) * case.of(line.value) * baseline.rate[line.name]
            money = steady_months(case, line, times, flows.boundaries[first:]) * rate
            flows.by_cluster[line.benefit_class, line.cluster] += money[-1]
            flows.cumulative[line.benefit_class][first:] += money


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


# ------------------------------------------------------------------------------------------------ measures


def cluster_measures(case: Case, times: Schedule, baseline: Baseline, flows: Flows) -> dict[str, FloatArray]:
    """Measures `(iteration, cluster)`."""
    clusters = case.programme.clusters
    kinds = {f"{kind}_cost": kind for kind in CATEGORIES} | {f"{kind}_benefit": kind for kind in CLASSES}
    out = {
        name: np.stack([flows.by_cluster[kind, c.id] for c in clusters], 1) for name, kind in kinds.items()
    }
    late = stacked(case, [times.finish[c.go_live] - baseline.go_live[c.id] for c in clusters])
    return out | {"go_live_delay": late.T}


def year_measures(flows: Flows) -> dict[str, FloatArray]:
    """Measures `(iteration, year)`."""
    yearly = {kind: np.diff(cumulative, axis=0).T for kind, cumulative in flows.cumulative.items()}
    return {"yearly_cost": yearly["cost"]} | {f"yearly_{kind}_benefit": yearly[kind] for kind in CLASSES}


def totals(case: Case, out: Mapping[str, FloatArray], flows: Flows) -> dict[str, FloatArray]:
    """Measures `(iteration,)`; discounted year by year at the programme's factors."""
    discount = np.asarray(case.programme.discount_factors)
    benefit = out["cash_benefit"].sum(1) + out["efficiency_benefit"].sum(1)
    cost = np.sum([out[name].sum(1) for name in case.programme.total_cost], 0)
    worth = (out["yearly_cash_benefit"] + out["yearly_efficiency_benefit"]) @ discount
    price = out["yearly_cost"] @ discount
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = worth / price
    measures = {
        "total_benefit": benefit,
        "total_cost": cost,
        "net_benefit": benefit - sum(out[f"{kind}_cost"].sum(1) for kind in CATEGORIES),
        "npv": worth - price,
        "benefit_cost_ratio": ratio,
        "payback_year": payback_year(int(case.programme.start[:4]), flows),
    }
    if case.programme.counterfactual is not None:
        alone = np.full(case.iterations, case.of(case.programme.counterfactual))
        measures |= {"counterfactual_cost": alone, "saving_against_counterfactual": alone - cost}
    return measures


def payback_year(first_year: int, flows: Flows) -> FloatArray:
    """First year from whose end on, spending having begun, benefits cover costs for good; NaN where none."""
    cost = flows.cumulative["cost"][1:]
    behind = flows.cumulative["cash"][1:] + flows.cumulative["efficiency"][1:] < cost
    years = len(cost)
    covered = np.where(behind.any(0), years - np.argmax(behind[::-1], axis=0), 0)
    begun = np.where((cost > 0.0).any(0), np.argmax(cost > 0.0, axis=0), years)
    year = np.maximum(covered, begun)
    return np.where(year < years, first_year + year, np.nan)
