"""What each activity waited for in one iteration: others, its earliest date, months of rest, money."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from engine.programme.activity import Activity, Calendar
from engine.programme.model import Programme
from engine.programme.months import span_name
from engine.programme.quantity import Quantity

CLOSE = 1e-6  # months: rounding
EARLIEST, REST, MONEY = "its earliest date", "rest", "no money"

Value = Callable[[Quantity], float]  # what a quantity was in the iteration


class Dates(NamedTuple):
    """Start and finish of every activity in one iteration, and when the money of each settlement ran out, in months."""

    start: Mapping[str, float]
    finish: Mapping[str, float]
    exhausted: Mapping[str, float]


class Stop(NamedTuple):
    """Months, from the programme's start, in which nothing is done, and why."""

    begin: float
    end: float
    why: str

    def told(self, start: str) -> str:
        """`rest Dec 2027 to Feb 2028`."""
        return f"{self.why} {span_name(self.begin, self.end, start)}"


class Wait(NamedTuple):
    """What let an activity start last, another one or its earliest date ("" if nothing); and what stopped it beyond.

    `before` are the stops between that and its start, `during` those between its start and its finish.
    """

    tie: str
    before: tuple[Stop, ...]
    during: tuple[Stop, ...]


def waits(programme: Programme, dates: Dates, value: Value) -> dict[str, Wait]:
    """What each activity waited for."""
    paid = {line.activity for line in programme.costs if line.funded}
    gaps = [Stop(dates.exhausted[one.approved.name], one.until, MONEY) for one in programme.funding]
    gaps = [gap for gap in gaps if gap.begin < gap.end]
    return {
        one.name: _wait(one, dates, value, gaps if one.name in paid else []) for one in programme.activities
    }


def _wait(activity: Activity, dates: Dates, value: Value, gaps: list[Stop]) -> Wait:
    begins, ends = dates.start[activity.name], dates.finish[activity.name]
    at, tie = _tied(activity, dates, value)
    before = tuple(_stops(activity.rests, gaps, at, begins))
    by_finish = [link.activity for link in activity.links if link.to_finish]
    if by_finish and begins > (before[-1].end if before else at) + CLOSE:
        # its finish is held back, and what has stopped it since says no longer by how much
        tie, before = max(by_finish, key=lambda name: dates.finish[name]), ()
    broken = [gap for gap in gaps if begins + CLOSE < gap.begin < ends - CLOSE]
    return Wait(tie, before, tuple(sorted([*_rests(activity.rests, begins, ends), *broken])))


def _tied(activity: Activity, dates: Dates, value: Value) -> tuple[float, str]:
    """When its ties let it start, and which one last; of others and its own date at once an other."""
    length = dates.finish[activity.name] - dates.start[activity.name]
    found = [(dates.finish[name], name) for name in activity.after]
    for link in activity.links:
        since = (dates.start if link.from_start else dates.finish)[link.activity] + value(link.lag)
        found.append((since - length if link.to_finish else since, link.activity))
    latest, earliest = max(found, default=(0.0, "")), value(activity.earliest)
    if latest[1] and latest[0] >= max(earliest, 0.0) - CLOSE:
        return latest
    return (earliest, EARLIEST) if earliest > CLOSE else (0.0, "")


def _stops(rests: Calendar, gaps: list[Stop], at: float, begins: float) -> Iterator[Stop]:
    """What keeps work that could begin `at` a month from beginning before `begins`, one after the other."""
    while at < begins - CLOSE:
        month = math.floor(at + CLOSE)
        if _is_rest(rests, month):
            while _is_rest(rests, month):
                month += 1
            stop = Stop(at, month, REST)
        else:
            holding = [gap for gap in gaps if gap.begin - CLOSE <= at < gap.end]
            if not holding:
                return
            stop = Stop(at, holding[0].end, MONEY)
        yield stop
        at = stop.end


def _rests(rests: Calendar, begins: float, ends: float) -> Iterator[Stop]:
    """The months of rest between start and finish, neighbours as one."""
    month = math.ceil(begins - CLOSE)
    while month + 1 < ends + CLOSE:
        first = month
        while month < ends - CLOSE and _is_rest(rests, month):
            month += 1
        if month > first:
            yield Stop(first, month, REST)
        month += 1


def _is_rest(rests: Calendar, month: int) -> bool:
    return month % 12 in rests.yearly or month in rests.once
