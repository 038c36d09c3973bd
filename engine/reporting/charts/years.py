"""Fan chart: benefits less costs so far, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from engine.analysis import years
from engine.analysis.findings import Findings, findings_of
from engine.analysis.parts import refusal
from engine.reporting import phrasing
from engine.reporting.classes import summed_classes
from engine.reporting.outlook import too_few
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.programme_years import last_months, months, year_label
from engine.reporting.visuals.scale import rescaled, scale_of, shown_values

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_HEIGHT = 73.0  # of the axes, in millimetres
_NUMBERS = 11.0  # for the numbers beside them
_BODY = _HEIGHT + 19
_AMOUNTS = ("value", "value_low", "value_high", "base", "path")
_BANDS = ((5, 95, style.PALE, "90%"), (10, 90, style.BAND, "80%"), (25, 75, style.BARS, "50%"))


def of_run(findings: Findings) -> Iterator[tuple[str, Figure]]:
    """One picture, of a run with yearly flows of anything."""
    if not refusal(findings.results, [years.MEASURE], "year") and any(shown_values(findings.years, _AMOUNTS)):
        yield "years", draw_years(findings)


def draw_years(results: xr.Dataset | Findings) -> Figure:
    """Cumulative net benefit (cash and efficiency benefits less costs, undiscounted) at the end of each year.

    Bands hold 50%, 80% and 90% of iterations, each year by itself; a line for the median, the base case and
    the path of the iteration whose final value is nearest to the final median, which a summary does not know.
    Of a last year that the horizon cuts short the chart says how many months it has. Raises `ResultsError` if the
    results have no yearly flows.
    """
    findings = findings_of(results)
    found, attrs = findings.years, findings.results.attrs
    scale = scale_of(shown_values(found, _AMOUNTS), found.attrs["units"])
    found = rescaled(found, _AMOUNTS, scale)
    names = [year_label(int(year), attrs) for year in found["year"].values]
    short = last_months(attrs)
    if short:
        names[-1] += f" ({months(short)})"
    with style.styled(fonts_of(findings.results)):
        notes = _notes(found, names[-1] if short else "", summed_classes(attrs))
        second = style.line_height(style.SMALL) if short else 0.0  # of the last year's label
        page = Page(findings.results, _heading(found, names), _lead(found, names), _BODY + second, notes)
        labels = [(end, style.shorten(text, 45, style.SMALL)) for end, text in _end_labels(found)]
        right = WIDTH - 8 - max((style.text_width(text, style.SMALL) for _, text in labels), default=0)
        title = axis_title(found.attrs["long_name"], scale.units, attrs, _HEIGHT, money=scale.units)
        left = 15 + style.line_height(style.SMALL) * len(title)
        axes = page.axes(left, right, 12 + second, 12 + second + _HEIGHT)
        _draw_bands(axes, found)
        _draw_lines(axes, found)
        left += _make_room(axes, right)
        _label_years(axes, names, right - left)
        _label_ends(axes, labels)
        axes.set_xlabel("Programme year; values at its end")
        axes.set_ylabel("\n".join(title))
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=7, borderaxespad=0.2, columnspacing=1.2,
            handlelength=1.6, handletextpad=0.5,
        )  # fmt: skip
        return page.finished()


def _places(found: xr.Dataset) -> tuple[Values, NDArray[np.int64]]:
    """Where each year's values are drawn and which year's they are; one year alone is as wide as a bar."""
    year = np.arange(found.sizes["year"], dtype=np.int64)
    return (np.array([-0.2, 0.2]), np.repeat(year, 2)) if year.size == 1 else (year.astype(np.float64), year)


def _ranked(found: xr.Dataset, level: int) -> Values:
    """A percentile at the end of each year."""
    return np.asarray(found["value"].sel(percentile=level).values)


def _base(found: xr.Dataset) -> Values | None:
    """The base case at the end of each year, if it is known of all."""
    base = np.asarray(found["base"].values)
    return base if np.isfinite(base).all() else None


def _draw_bands(axes: Axes, found: xr.Dataset) -> None:
    x, year = _places(found)
    for low, high, colour, share in _BANDS:
        axes.fill_between(
            x,
            _numbers(_ranked(found, low))[year],
            _numbers(_ranked(found, high))[year],
            color=colour,
            linewidth=0,
            label=f"{share} of iterations" if low == 25 else share,
        )


def _draw_lines(axes: Axes, found: xr.Dataset) -> None:
    x, year = _places(found)
    axes.axhline(0, color=style.GUIDE, linewidth=0.9, zorder=1.5)
    axes.plot(x, _numbers(_ranked(found, 50))[year], color=style.CURVE, linewidth=2.0, label="Median")
    if "path" in found:
        axes.plot(
            x, _numbers(found["path"].values)[year], color=style.STEEL, linewidth=1.1, marker="o", markersize=2.4,
            label=f"Iteration {found.attrs['typical']:,}",
        )  # fmt: skip
    base = _base(found)
    if base is not None:
        axes.plot(x, base[year], color=style.INK, linewidth=1.2, dashes=(4, 3), label="Base case")
    room = 0.02 * max(x[-1] - x[0], 1)
    axes.set_xlim(x[0] - room, x[-1] + room)
    axes.margins(y=0.06)
    numbered(axes.yaxis, 7)


def _make_room(axes: Axes, right: float) -> float:
    """Move the left end of the axes to the right as far as long numbers beside it need; by how many millimetres."""
    ticks = axes.yaxis.get_major_locator().tick_values(*axes.get_ylim())
    widest = max(style.text_width(style.with_thousands(tick), style.SMALL) for tick in ticks)
    more = max(widest - _NUMBERS, 0.0)
    place = axes.get_position()
    if more:
        axes.set_position(
            (place.x0 + more / WIDTH, place.y0, right / WIDTH - place.x0 - more / WIDTH, place.height)
        )
    return more


def _numbers(values: Values) -> Values:
    return np.where(np.isfinite(values), values, np.nan)


def _label_years(axes: Axes, years: list[str], width: float) -> None:
    needed = style.text_width(years[0] if len(years) > 1 else "2000-01", style.SMALL) + 2
    every = max(int(np.ceil(needed * max(len(years) - 1, 1) / width)), 1)
    ticks = np.arange(0, len(years), every)
    if "(" in years[-1]:  # what is said of the last year must be seen, on a line of its own
        whole, _, part = years[-1].partition(" ")
        wider = int(
            np.ceil((needed + style.text_width(part, style.SMALL)) / 2 * max(len(years) - 1, 1) / width)
        )
        ticks = np.array([*(tick for tick in ticks if tick <= len(years) - 1 - wider), len(years) - 1])
        years = [*years[:-1], f"{whole}\n{part}"]
    axes.set_xticks(ticks, [years[tick] for tick in ticks])


def _end_labels(found: xr.Dataset) -> list[tuple[float, str]]:
    """Value and text of each label at the right, where the lines end."""
    ends = [(f"P{level}", float(_ranked(found, level)[-1])) for level in (10, 50, 90)]
    base = _base(found)
    if base is not None:
        ends.append(("Base", float(base[-1])))
    return [
        (end, f"{name}  {phrasing.quantity(end, found.attrs['units'])}")
        for name, end in ends
        if np.isfinite(end)
    ]


def _label_ends(axes: Axes, labels: list[tuple[float, str]]) -> None:
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    gap = 1.25 * style.line_height(style.SMALL) / _HEIGHT * (high - low)
    places = style.spread([end for end, _ in labels], gap, low + gap / 2, high - gap / 2)
    for (end, text), place in zip(labels, places, strict=True):
        axes.annotate(
            text,
            xy=(1, end),
            xytext=(1.03, place),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            verticalalignment="center",
            fontsize=style.SMALL,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": style.GUIDE,
                "linewidth": 0.7,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )


def _heading(found: xr.Dataset, names: list[str]) -> str:
    sentence = phrasing.assurance(float(_ranked(found, 20)[-1]), found.attrs["units"], "low", 20)
    return f"Net benefit to the end of {names[-1]}: {sentence}"


def _lead(found: xr.Dataset, names: list[str]) -> str:
    sentences = [_above_zero("The median", _ranked(found, 50), names)]
    base, missing = _base(found), int(found["missing"][-1])
    if base is not None:
        sentences.append(_above_zero("The base case", base, names))
    if missing:
        share = phrasing.probability(missing / found.attrs["iterations"])
        sentences.append(f"{share} of iterations ({missing:,}) give no number and rank below every number.")
    return " ".join(sentences)


def _above_zero(what: str, values: Values, years: list[str]) -> str:
    below = np.flatnonzero(~(values >= 0))
    if not len(below):
        return f"{what} is never below zero."
    if below[-1] == len(years) - 1:
        return f"{what} is still below zero at the end of {years[-1]}."
    return f"{what} is above zero from the end of {years[below[-1] + 1]} on."


def _notes(found: xr.Dataset, cut: str, classes: str) -> list[str]:
    one = "A summary keeps no single iteration, so no whole path is drawn."
    if "path" in found:
        one = f"Iteration {found.attrs['typical']:,} is one whole path, the one that ends nearest to the final median."
    notes = [
        f"The horizon ends within the last year: {cut}." if cut else "",
        f"Net benefit is {classes} benefits together, less all costs; undiscounted.",
        "The bands are pointwise: each year's are its own, and percentiles of several years do not add up. "
        + one,
        too_few(found.isel(year=-1), int(found["missing"][-1])),
    ]
    return [note for note in notes if note]
