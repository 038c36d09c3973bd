"""The budget by year: what each year may need, and years that together come to the assured amount."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from engine.analysis.budget import budget_by_year, has_years
from engine.analysis.findings import Findings, findings_of
from engine.problems import ResultsError
from engine.reporting import phrasing
from engine.reporting.phrasing import percentile_label
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title
from engine.reporting.visuals.budget_years import draw_budget_years
from engine.reporting.visuals.fan import make_room
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.scale import rescaled, scale_of, shown_values

if TYPE_CHECKING:
    import xarray as xr

_HEIGHT = 66.0  # millimetres of the axes
_HEAD = 8.0
_AMOUNTS = ("year_base", "budget", "budget_low", "budget_high", "path", "whole", "sum_of_budgets")
_OF = "total_cost"


def of_run(findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """One picture, of a run that kept its iterations and has costs by year."""
    found = findings.results
    if "iteration" in found.dims and has_years(found, _OF) and bool((found["yearly_cost"] != 0).any()):
        yield "budget", partial(draw_budget, findings)


def draw_budget(results: xr.Dataset | Findings, of: str = _OF, at: float = 80) -> Figure:
    """Each year's P50 and assured percentile of the measure `of`, the base case, and years that add up to the assured.

    `at` is the assurance in percent: P80 of a cost, P20 of a benefit. `of` is total_cost, a benefit, net_benefit or
    cash_net_benefit; of costs all categories are counted, whatever the claim counts. Raises `ResultsError` for
    results that do not tell the measure by year and iteration.
    """
    findings = findings_of(results)
    run = findings.results
    if "iteration" not in run.dims or not has_years(run, of):
        raise ResultsError(f"a budget of {of} by year needs the yearly flows of every iteration")
    cautious = "high" if of == _OF else "low"
    percentage = phrasing.assured_percentile(cautious, at)
    found = budget_by_year(run, of, sorted({50.0, float(percentage)}))
    units = str(run.attrs.get("unit", ""))
    found = found.assign_attrs(
        {key: value for key, value in run.attrs.items() if isinstance(value, str)},
        units=units, percentage=float(percentage), cautious=cautious,
    )  # fmt: skip
    scale = scale_of(shown_values(found, _AMOUNTS), units)
    found = rescaled(found, _AMOUNTS, scale)
    with style.styled(fonts_of(run)):
        title = axis_title("In the year", scale.units, run.attrs, _HEIGHT, money=scale.units)
        left = 15 + style.line_height(style.SMALL) * len(title)
        page = Page(run, _heading(found, of), _lead(found), _HEIGHT + _HEAD + 12, _notes(found, of))
        axes = page.axes(left, WIDTH - 6, 11, 11 + _HEIGHT)
        draw_budget_years(axes, found, WIDTH - 6 - left)
        make_room(axes, WIDTH - 6)
        axes.set_xlabel("Programme year")
        axes.set_ylabel("\n".join(title))
        return page.finished()


def _at(found: xr.Dataset) -> xr.Dataset:
    return found.sel(percentile=found.attrs["percentage"])


def _called(of: str) -> str:
    return "Cost up to the horizon" if of == _OF else phrasing.capitalised(of.replace("_", " "))


def _heading(found: xr.Dataset, of: str) -> str:
    attrs = found.attrs
    whole = float(_at(found)["whole"])
    sure = phrasing.assurance(whole, str(attrs["units"]), str(attrs["cautious"]), float(attrs["percentage"]))
    return f"{_called(of)}, by year: {sure} in all"


def _lead(found: xr.Dataset) -> str:
    """The dearest year, and the last before which most of it falls."""
    path, units, start = (
        _at(found)["path"].values,
        str(found.attrs["units"]),
        str(found.attrs.get("start", "")),
    )
    years = [phrasing.year_label(int(year), start) for year in found["year"].values]
    most = int(np.argmax(np.abs(path)))
    base = float(found["year_base"].values[most])
    text = f"The largest year is {years[most]} with {phrasing.quantity(float(path[most]), units)}"
    return (
        f"{text}; the base case has {phrasing.quantity(base, units)} there."
        if np.isfinite(base)
        else f"{text}."
    )


def _notes(found: xr.Dataset, of: str) -> list[str]:
    label, units, at = (
        percentile_label(float(found.attrs["percentage"])),
        str(found.attrs["units"]),
        _at(found),
    )
    sums, whole = (phrasing.quantity(float(at[key]), units) for key in ("sum_of_budgets", "whole"))
    notes = [
        f"Percentiles of years do not add up: the years' {label}s come to {sums}, the {label} of all years is {whole}. "
        "The line is the mean of each year in the iterations nearest to that, and adds up to it.",
        "Undiscounted.",
    ]
    if of == _OF:
        notes[1] = "One-off, running and legacy cost together, up to the horizon; undiscounted."
    return notes
