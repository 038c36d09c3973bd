"""What figures are called in tables and charts: a part by its name, a year and a month as people write them."""

from __future__ import annotations

from engine.measures import DATE, MONEY
from engine.programme.figure import Figure
from engine.programme.metrics import described
from engine.programme.model import Programme
from engine.programme.months import month_name, number_of


def long_name(figure: Figure, programme: Programme) -> str:
    """`Finish of synergy.wave_2`, `Cash benefits, East, to the end of 2027-28`, `Money spent by March 2027`."""
    name = described(figure.metric).long_name
    if figure.metric == "go_live_month" and figure.of is None:
        return "Go-live of the last cluster" if len(programme.clusters) > 1 else name
    name = name.removesuffix(" in the year")
    if figure.of is not None:
        clusters = {cluster.id: cluster.name for cluster in programme.clusters}
        of = clusters.get(figure.of, figure.of)
        if described(figure.metric).dim == "settlement":
            of = f"before {month_name(number_of(figure.of))}"
            name = f"{name}, {of}"
        else:
            name = f"{name}, {of}" if described(figure.metric).unit == MONEY else f"{name} of {of}"
    if figure.at is not None:
        name = f"{name} by {month_name(number_of(figure.at))}"
    if figure.years is not None:
        last = year_name(figure.years[1], programme.start)
        name = f"{name}, to the end of {last}" if figure.so_far else f"{name}, {last}"
    return name


def year_name(year: int, start: str) -> str:
    """`2027-28`, or `2027` where the programme starts in January."""
    return str(year) if start[5:] == "01" else f"{year}-{(year + 1) % 100:02d}"


def units_of(figure: Figure, programme: Programme) -> str:
    """The units of a figure; of a date they say from when its months are counted."""
    unit = described(figure.metric).unit
    return {MONEY: programme.unit, DATE: f"months from {programme.start}"}.get(unit, unit)
