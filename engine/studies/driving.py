"""Which activities decide when the last cluster goes live: the path from its go-live back to the beginning."""

from __future__ import annotations

from collections.abc import Mapping

from engine.programme.model import Programme
from engine.studies.waiting import Dates, Wait


def last_live(programme: Programme, dates: Dates) -> str:
    """The activity by which the last cluster goes live."""
    return max((cluster.go_live for cluster in programme.clusters), key=lambda name: dates.finish[name])


def driving_path(programme: Programme, dates: Dates, waited: Mapping[str, Wait]) -> list[str]:
    """The activities that decide when the last cluster goes live, the first of them first."""
    path, name = [], last_live(programme, dates)
    while name in dates.start:
        path.append(name)
        name = waited[name].tie
    return path[::-1]
