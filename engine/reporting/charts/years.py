"""Fan chart: benefits less costs so far, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from engine.analysis.percentiles import percentiles
from engine.reporting import phrasing
from engine.reporting.outlook import too_few
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.style import (
    BAND,
    BARS,
    CURVE,
    GUIDE,
    INK,
    PALE,
    SMALL,
    STEEL,
    line_height,
    spread,
    styled,
    text_width,
    with_thousands,
    wrap,
)

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_HEIGHT = 73.0  # of the axes, in millimetres
_BODY = _HEIGHT + 19
_LEVELS = (5, 10, 20, 25, 50, 75, 90, 95)
_BANDS = ((5, 95, PALE, "90%"), (10, 90, BAND, "80%"), (25, 75, BARS, "50%"))
_FLOWS = {"yearly_cash_benefit": 1, "yearly_efficiency_benefit": 1, "yearly_cost": -1}


def draw_years(results: xr.Dataset) -> Figure:
    """Cumulative net benefit (cash and efficiency benefits less costs, undiscounted) at the end of each year.

    Bands hold 50%, 80% and 90% of iterations, each year by itself; a line for the median, the base case and
    the path of the iteration whose final value is nearest to the final median. Raises ValueError if the
    results have no yearly flows.
    """
    found = _cumulative(results)
    with styled():
        page = Page(results, _heading(found), _lead(found), _BODY, _notes(found))
        labels = _end_labels(found)
        right = WIDTH - 8 - max((text_width(text, SMALL) for _, text in labels), default=0)
        title = _axis_title(results, found)
        left = 15 + line_height(SMALL) * len(title)
        axes = page.axes(left, right, 12, 12 + _HEIGHT)
        _draw_bands(axes, found)
        _draw_lines(axes, found)
        _label_years(axes, found.years, right - left)
        _label_ends(axes, labels)
        axes.set_xlabel("Programme year; values at its end")
        axes.set_ylabel("\n".join(title))
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=7, borderaxespad=0.2, columnspacing=1.2,
            handlelength=1.6, handletextpad=0.5,
        )  # fmt: skip
        return page.figure


def _axis_title(results: xr.Dataset, found: _Cumulative) -> list[str]:
    price_base = str(results.attrs.get("price_base", ""))
    title = phrasing.axis_title("Cumulative net benefit", found.units, found.units, price_base)
    return wrap(title, _HEIGHT, SMALL)


@dataclass(frozen=True)
class _Cumulative:
    units: str
    years: list[str]
    ranked: dict[int, Values]  # percentile -> value at the end of each year
    base: Values | None
    too_few: str  # said of the final year
    missing: int
    iterations: int
    typical: int  # the iteration nearest to the final median
    path: Values


def _cumulative(results: xr.Dataset) -> _Cumulative:
    absent = [name for name in _FLOWS if name not in results.data_vars]
    if absent:
        raise ValueError(f"a fan chart needs the yearly flows {list(_FLOWS)}; these results lack {absent}")
    net = sum(
        sign * results[name].transpose("year", "iteration").values.astype(np.float64)
        for name, sign in _FLOWS.items()
    )
    total: Values = np.cumsum(net, axis=0)
    ranked = percentiles(total, _LEVELS, missing="lowest").value
    bases = [np.asarray(results[name].attrs.get("base", np.nan), dtype=np.float64) for name in _FLOWS]
    flows = sum(sign * base for sign, base in zip(_FLOWS.values(), bases, strict=True))
    base = np.cumsum(np.atleast_1d(flows))
    distance = np.abs(total[-1] - ranked[-1, _LEVELS.index(50)])
    typical = int(np.nanargmin(distance)) if np.isfinite(distance).any() else 0
    number = int(results["iteration"].values[typical]) if "iteration" in results.coords else typical
    return _Cumulative(
        units=str(results["yearly_cost"].attrs.get("units", "")),
        years=[
            _year_label(int(year), str(results.attrs.get("start", ""))) for year in results["year"].values
        ],
        too_few=too_few(percentiles(total[-1], _LEVELS, missing="lowest")),
        missing=int(np.isnan(total[-1]).sum()),
        iterations=total.shape[1],
        ranked={level: ranked[:, index] for index, level in enumerate(_LEVELS)},
        base=base if len(base) == len(total) and np.isfinite(base).all() else None,
        typical=number,
        path=total[:, typical],
    )


def _year_label(year: int, start: str) -> str:
    """`2022-23` for a year that does not begin in January, else `2022`."""
    return str(year) if start[5:7] in ("", "01") else f"{year}-{(year + 1) % 100:02d}"


def _draw_bands(axes: Axes, found: _Cumulative) -> None:
    x = np.arange(len(found.years))
    for low, high, colour, share in _BANDS:
        axes.fill_between(
            x,
            _numbers(found.ranked[low]),
            _numbers(found.ranked[high]),
            color=colour,
            linewidth=0,
            label=f"{share} of iterations" if low == 25 else share,
        )


def _draw_lines(axes: Axes, found: _Cumulative) -> None:
    x = np.arange(len(found.years))
    axes.axhline(0, color=GUIDE, linewidth=0.9, zorder=1.5)
    axes.plot(x, _numbers(found.ranked[50]), color=CURVE, linewidth=2.0, label="Median")
    axes.plot(
        x, _numbers(found.path), color=STEEL, linewidth=1.1, marker="o", markersize=2.4,
        label=f"Iteration {found.typical:,}",
    )  # fmt: skip
    if found.base is not None:
        axes.plot(x, found.base, color=INK, linewidth=1.2, dashes=(4, 3), label="Base case")
    room = 0.02 * max(len(x) - 1, 1)
    axes.set_xlim(-room, len(x) - 1 + room)
    axes.margins(y=0.06)
    axes.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(with_thousands))


def _numbers(values: Values) -> Values:
    return np.where(np.isfinite(values), values, np.nan)


def _label_years(axes: Axes, years: list[str], width: float) -> None:
    needed = text_width(years[0], SMALL) + 2
    every = int(np.ceil(needed * max(len(years) - 1, 1) / width))
    axes.set_xticks(np.arange(0, len(years), every), years[::every])


def _end_labels(found: _Cumulative) -> list[tuple[float, str]]:
    """Value and text of each label at the right, where the lines end."""
    ends = [(f"P{level}", float(found.ranked[level][-1])) for level in (10, 50, 90)]
    if found.base is not None:
        ends.append(("Base", float(found.base[-1])))
    return [(end, f"{name}  {phrasing.quantity(end, found.units)}") for name, end in ends if np.isfinite(end)]


def _label_ends(axes: Axes, labels: list[tuple[float, str]]) -> None:
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    gap = 1.25 * line_height(SMALL) / _HEIGHT * (high - low)
    places = spread([end for end, _ in labels], gap, low + gap / 2, high - gap / 2)
    for (end, text), place in zip(labels, places, strict=True):
        axes.annotate(
            text,
            xy=(1, end),
            xytext=(1.03, place),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            verticalalignment="center",
            fontsize=SMALL,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": GUIDE,
                "linewidth": 0.7,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )


def _heading(found: _Cumulative) -> str:
    sentence = phrasing.assurance(float(found.ranked[20][-1]), found.units, "low", 20)
    return f"Net benefit to the end of {found.years[-1]}: {sentence}"


def _lead(found: _Cumulative) -> str:
    sentences = [_above_zero("The median", found.ranked[50], found.years)]
    if found.base is not None:
        sentences.append(_above_zero("The base case", found.base, found.years))
    if found.missing:
        share = phrasing.probability(found.missing / found.iterations)
        sentences.append(
            f"{share} of iterations ({found.missing:,}) give no number and rank below every number."
        )
    return " ".join(sentences)


def _above_zero(what: str, values: Values, years: list[str]) -> str:
    below = np.flatnonzero(~(values >= 0))
    if not len(below):
        return f"{what} is never below zero."
    if below[-1] == len(years) - 1:
        return f"{what} is still below zero at the end of {years[-1]}."
    return f"{what} is above zero from the end of {years[below[-1] + 1]} on."


def _notes(found: _Cumulative) -> list[str]:
    notes = [
        "Net benefit is cash and efficiency benefits together, less all costs; undiscounted.",
        "The bands are pointwise: each year's are its own, and percentiles of several years do not add up. "
        f"Iteration {found.typical:,} is one whole path, the one that ends nearest to the final median.",
        found.too_few,
    ]
    return [note for note in notes if note]
