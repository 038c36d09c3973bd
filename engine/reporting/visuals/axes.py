"""What the axes of charts have in common: numbers and months for people, titles that say units and price base."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from engine.programme.months import month_name, number_of
from engine.reporting import phrasing
from engine.reporting.visuals import style

NICE = (1, 2, 2.5, 5, 10)
"""Steps between ticks, times a power of ten."""

MONTH_BEGINS = "Beginning of the month"

_SMALL = 0.25  # of a total: steps that are smaller together are drawn from nearby
CUT = " The axis does not begin at 0: the bars of totals are cut."

_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)


def nice_ticks(most: int, integer: bool = False) -> MaxNLocator:
    """At most `most` steps between round numbers."""
    return MaxNLocator(most, steps=list(NICE), integer=integer)


def numbered(axis: Axis, most: int, width: float | None = None) -> None:
    """Round numbers with thousands, at most `most` steps between them, and no more than `width` millimetres hold."""
    if width is not None:
        most = next((steps for steps in range(most, 1, -1) if _fits(axis, steps, width)), 1)
    axis.set_major_locator(nice_ticks(most))
    with_thousands(axis)


def _fits(axis: Axis, steps: int, width: float) -> bool:
    """Whether the numbers have room side by side, along an axis of `width` millimetres."""
    low, high = sorted(axis.get_view_interval())
    ticks = [tick for tick in nice_ticks(steps).tick_values(low, high) if low <= tick <= high]
    if len(ticks) < 2:
        return True
    widest = max(style.text_width(style.with_thousands(tick), style.SMALL) for tick in ticks)
    return widest + 1 <= width * (ticks[1] - ticks[0]) / (high - low)


def numbered_by_years(axes: Axes, units: str, width: float) -> None:
    """Years along the foot of axes of `width` millimetres, as close as there is room for their names."""
    low, high = axes.get_xlim()
    years = np.arange(np.ceil(low), np.floor(high) + 1)
    labels = [phrasing.quantity(float(year), units) for year in years]
    need = max((style.text_width(label, style.SMALL) for label in labels), default=0.0) + 2
    every = max(int(np.ceil(need * (high - low) / width)), 1)
    axes.set_xticks(years[::every], labels[::every])


def named_months(axes: Axes, start: str, width: float) -> None:
    """Months of the calendar where they begin, as close as there is room along the foot of axes of `width` millimetres.

    Values are months from the beginning of `start`; without it they are numbered.
    """
    low, high = axes.get_xlim()
    room = width / (style.text_width("Oct 2028", style.SMALL) + 3)
    every = next((step for step in _MONTHS if (high - low) / step <= room), 600)
    ticks = np.arange(np.ceil(low / every) * every, high, every)
    first = number_of(start) if start else 0
    axes.set_xticks(ticks, [month_name(first + int(tick)) if start else f"{tick:g}" for tick in ticks])


def valued(axes: Axes, units: str, most: int, width: float) -> None:
    """Values in `units` along the foot of axes of `width` millimetres: years, months of the calendar, round numbers."""
    if units in phrasing.YEARS:
        numbered_by_years(axes, units, width)
    elif phrasing.is_date(units):
        named_months(axes, units.removeprefix(phrasing.DATED), width)
    else:
        numbered(axes.xaxis, most, width)


def begins_at(ends: NDArray[np.float64]) -> float:
    """Where an axis begins of steps that lead from a total at the first of `ends` to one at the last.

    At 0, unless the steps are so small against the totals that they could not be told apart: then at the tick below.
    """
    finite = ends[np.isfinite(ends)]
    low, high = float(finite.min(initial=np.inf)), float(finite.max(initial=0.0))
    if not 0 < high - low < _SMALL * high or low <= 0:
        return 0.0
    ticks = nice_ticks(6).tick_values(low - (high - low) / 2, high)
    return max(float(ticks[0]), 0.0)


def with_thousands(axis: Axis) -> None:
    """Numbers as `1,250`."""
    axis.set_major_formatter(FuncFormatter(style.with_thousands))


def axis_title(
    long_name: str, units: str, attrs: dict[Any, Any], width: float, money: str | None = None
) -> list[str]:
    """Lines of at most `width` millimetres: `Total benefit, £m (nominal)`; the price base where the units are `money`.

    `attrs` are those of the results; the unit of their money if `money` is left out.
    """
    unit, price_base = (str(attrs.get(key, "")) for key in ("unit", "price_base"))
    return style.wrap(
        phrasing.axis_title(long_name, units, unit if money is None else money, price_base),
        width,
        style.SMALL,
    )
