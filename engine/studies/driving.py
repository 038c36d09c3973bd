"""Which activities decide when the last cluster goes live: the path from its go-live back to the beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from engine.programme.model import Programme
from engine.programme.quantity import Quantity

CLOSE = 1e-6  # months: rounding

EARLIEST, MONEY = "its earliest date", "money or a month of rest"


class Dates(NamedTuple):
    """Start and finish of every activity in one iteration, in months."""

    start: Mapping[str, float]
    finish: Mapping[str, float]


def driver_of(programme: Programme, dates: Dates, value: Callable[[Quantity], float]) -> dict[str, str]:
    """What each activity waited for: the activity that let it start last, its earliest date, money; "" of nothing.

    `value` gives what a quantity was in the iteration.
    """
    found = {}
    for activity in programme.activities:
        start = dates.start[activity.name]
        length = dates.finish[activity.name] - start
        held = [(dates.finish[name], name) for name in activity.after]
        for link in activity.links:
            since = (dates.start if link.from_start else dates.finish)[link.activity] + value(link.lag)
            held.append((since - length if link.to_finish else since, link.activity))
        latest = max(held, default=(0.0, ""))
        earliest = value(activity.earliest)
        if latest[1] and latest[0] >= max(earliest, start) - CLOSE:
            found[activity.name] = latest[1]
        elif earliest >= start - CLOSE and earliest > CLOSE:
            found[activity.name] = EARLIEST
        else:
            found[activity.name] = MONEY if start > max(latest[0], earliest, 0.0) + CLOSE else ""
    return found


def last_live(programme: Programme, dates: Dates) -> str:
    """The activity by which the last cluster goes live."""
    return max((cluster.go_live for cluster in programme.clusters), key=lambda name: dates.finish[name])


def driving_path(programme: Programme, dates: Dates, value: Callable[[Quantity], float]) -> list[str]:
    """The activities that decide when the last cluster goes live, the first of them first.

    Where an activity waited for money or rest, the path goes on to what it would have started after.
    """
    drivers = driver_of(programme, dates, value)
    before = {activity.name: activity.predecessors for activity in programme.activities}

    def back(name: str) -> Iterator[str]:
        while name:
            yield name
            driver = drivers[name]
            if driver == MONEY and before[name]:
                driver = max(before[name], key=lambda one: dates.finish[one])
            name = driver if driver in dates.start else ""

    return list(back(last_live(programme, dates)))[::-1]
