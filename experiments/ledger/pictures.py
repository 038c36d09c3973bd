"""The predictions as words and as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.programme.months import date_name, number_of
from engine.reporting.phrasing import DATED, is_date, probability, quantity
from experiments.ledger.editions import Forecast, Prediction, moved

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIRST = "clusters_live_at_2026-03"


def told(value: float, unit: str) -> str:
    """A prediction's end in its unit; a date as its month."""
    return f"{value:.0f}" if unit == "1" else quantity(value, unit)


def answer(forecast: Forecast, frozen: list[dict[str, Any]]) -> str:
    """A row a prediction, and whether the last edition still says so."""
    lines, found = [], forecast.predictions
    for one in found:
        low, middle, high = (told(end, one.unit) for end in (one.low, one.middle, one.high))
        lines.append(
            f"{one.question.words:62}{low:>9} to {high:9} ({probability(one.chance)})  middle {middle}"
        )
    if not frozen:
        return "\n".join([*lines, "Nothing is frozen yet: --freeze does it."])
    edition = frozen[-1]["edition"]
    said = f"Edition {len(frozen)} was frozen on {edition['frozen']} ({edition['reason']})."
    if edition["programme"] != forecast.results.attrs["programme_hash"]:
        said += " It is of another programme than is played now."
    other = moved(frozen[-1], found)
    if other:
        said += (
            f" What is played now has another middle for {len(other)} of {len(found)}: {', '.join(other)}."
        )
    else:
        said += " What is played now has every middle within it."
    return "\n".join([*lines, said])


def heading(forecast: Forecast) -> str:
    """What the chart shows."""
    one = next(one for one in forecast.predictions if one.question.measure == FIRST)
    planned = float(forecast.results[FIRST].attrs["base"])
    month = date_name(0, one.question.settled)
    return (
        f"Of {planned:.0f} clusters planned to be live by {month}, {one.low:.0f} to {one.high:.0f} will be, with a "
        f"chance of {probability(one.chance)}"
    )


def lead(forecast: Forecast) -> str:
    """The contracts and the last go-live."""
    by_name = {one.question.measure: one for one in forecast.predictions}
    synergy = by_name["go_live_month_of_synergy"]
    contract = by_name["finish_of_synergy.procurement"]
    ends = [told(end, one.unit) for one in (contract, synergy) for end in (one.low, one.high)]
    return (
        f"The largest, Synergy, lets its contract from {ends[0]} to {ends[1]} and goes live from {ends[2]} to "
        f"{ends[3]}, each with a chance of {probability(contract.chance)}. No outcome was looked up."
    )


def chart(forecast: Forecast) -> Figure:
    """Dates above; clusters, departments and money by year end below."""
    from engine.reporting.visuals import style
    from engine.reporting.visuals.page import MARGIN, WIDTH, Page

    notes = [
        "Bars: the central 80%, with the middle; below at the end of March of each year. Counts are whole."
    ]
    found = forecast.predictions
    dates = [one for one in found if is_date(one.unit)]
    kinds = {
        "Clusters live": [one for one in found if one.question.measure.startswith("clusters_live")],
        "Departments joined": [one for one in found if one.question.measure.startswith("departments")],
        "Spent, £m": [one for one in found if one.question.measure.startswith("spent")],
        "Legacy cost, £m": [one for one in found if one.question.measure.startswith("legacy")],
    }
    with style.styled():
        height = 8.0 * len(dates)
        page = Page(forecast.results, heading(forecast), lead(forecast), height + 62, notes)
        _dates(page.axes(MARGIN + 52, WIDTH - MARGIN - 6, 60, height + 58), dates)
        room = (WIDTH - 2 * MARGIN) / len(kinds)
        for place, (title, some) in enumerate(kinds.items()):
            axes = page.axes(MARGIN + 9 + place * room, MARGIN + (place + 1) * room - 4, 10, 40)
            _by_year(axes, some)
            axes.set_title(title, fontsize=style.SMALL, loc="left")
        return page.finished()


def _dates(axes: Axes, dates: list[Prediction]) -> None:
    from engine.reporting.visuals import style

    beginning = number_of(dates[0].unit.removeprefix(DATED)) / 12
    for row, one in enumerate(dates):
        low, middle, high = (beginning + end / 12 for end in (one.low, one.middle, one.high))
        axes.plot([low, high], [row, row], color=style.BARS, linewidth=7, solid_capstyle="butt")
        axes.plot(middle, row, "|", color=style.CURVE, markersize=11, markeredgewidth=1.6)
    axes.set_yticks(range(len(dates)), [one.question.words.rstrip("?") for one in dates])
    axes.set_ylim(len(dates) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter("{x:.0f}")
    axes.set_xlabel("Calendar year, from its beginning")


def _by_year(axes: Axes, some: list[Prediction]) -> None:
    from engine.reporting.visuals import style
    from engine.reporting.visuals.axes import with_thousands

    for place, one in enumerate(some):
        axes.plot([place, place], [one.low, one.high], color=style.BARS, linewidth=7, solid_capstyle="butt")
        axes.plot(place, one.middle, "_", color=style.CURVE, markersize=10, markeredgewidth=1.6)
    axes.set_xticks(range(len(some)), [one.question.settled[2:4] for one in some])
    axes.set(xlim=(-0.6, len(some) - 0.4), ylim=(0, None))
    with_thousands(axes.yaxis)
