"""Activities -> arrays: what they follow, are tied to, and when they rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.plan import Schedule
from engine.draws.arrays import ragged
from engine.plan.influences import Influences
from engine.plan.sheet import Sheet, rows_of
from engine.programme.activity import Calendar, Link
from engine.programme.model import Programme

A_YEAR = 12


def plan_schedule(programme: Programme, sheet: Sheet, influences: Influences) -> Schedule:
    """Activities, in the programme's order, which respects predecessors."""
    activities = programme.activities
    links = [link for a in activities for link in a.links]
    calendars = calendars_of(programme)
    place = {calendar: k for k, calendar in enumerate(calendars)}
    floored = sheet.rows_by_name("floored")
    return Schedule(
        duration=rows_of(sheet.of(a.duration) for a in activities),
        earliest=rows_of(sheet.of(a.earliest) for a in activities),
        factors=ragged([influences.factors[a.name] for a in activities]),
        delays=ragged([influences.delays[a.name] for a in activities]),
        after=ragged([[sheet.row("finish", before) for before in a.after] for a in activities]),
        start=rows_of(sheet.row("start", a.name) for a in activities),
        finish=rows_of(sheet.row("finish", a.name) for a in activities),
        funded=np.array([sheet.flows.is_paid(a.name) for a in activities], np.bool_),
        further=np.array(
            [bool(a.links) or a.rests in place or a.name in floored for a in activities], np.bool_
        ),
        ties=ragged([[tied_row(sheet, link) for link in a.links] for a in activities]),
        lags=rows_of(sheet.of(link.lag) for link in links),
        to_finish=np.array([link.to_finish for link in links], np.bool_),
        calendar=rows_of(place.get(a.rests, -1) for a in activities),
        opened=open_months(calendars),
        floored=rows_of(floored.get(a.name, -1) for a in activities),
        latest=ragged(
            [
                [sheet.row("finish", a.name), sheet.of(a.latest), sheet.row("useful", a.name)]
                for a in activities
                if a.latest is not None
            ]
        ),
    )


def calendars_of(programme: Programme) -> list[Calendar]:
    """All months of rest of activities, each once."""
    return [c for c in dict.fromkeys(a.rests for a in programme.activities) if c != Calendar()]


def tied_row(sheet: Sheet, link: Link) -> int:
    """Row of the start or finish from which a link counts."""
    return sheet.row("start" if link.from_start else "finish", link.activity)


def open_months(calendars: list[Calendar]) -> NDArray[np.float64]:
    """`(calendar, month)` How many months are open to work among those before; the last twelve come each year again."""
    first = 1 + max((month for calendar in calendars for month in calendar.once), default=-1)
    months = np.arange(first + A_YEAR)
    rests = [np.isin(months % A_YEAR, c.yearly) | np.isin(months, c.once) for c in calendars]
    opened = np.zeros((len(calendars), months.size + 1))
    if calendars:
        np.cumsum(~np.array(rests), axis=1, out=opened[:, 1:])
    return opened
