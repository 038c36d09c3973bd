"""A contingency as tables: what to set aside, for whom, and in which year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.adding_up import rounded_to_add
from engine.reporting.digits import default_decimals
from engine.reporting.phrasing import percentile_label, quantity
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table
from engine.reporting.units import Scale, scale_for

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

MOST = 12  # parts of a level that are printed; the rest stand in one row
TITLES = {"cluster": "Shared out by cluster", "line": "Shared out by line", "risk": "Shared out by risk"}
FIRST = {"cluster": "Cluster", "line": "Line", "risk": "Risk"}
SHARED_OUT = (
    "Share: mean of the part in the iterations in which the whole is at its {label}; beyond: in those that are worse. "
    "Either adds up to the whole, which the parts' own percentiles do not."
)
OF_RISKS = (
    "What a risk adds is what changes when it is switched off on the same draws, the mean over an order of switching "
    "off and its reverse."
)


class Wording:
    """How numbers of one contingency are written: one scale, and digits that suit the amount set aside."""

    def __init__(self, found: xr.Dataset) -> None:
        numbers = [float(found[key]) for key in ("base", "mean", "value", "tail_mean")]
        self.units = str(found.attrs["units"])
        self.scale: Scale = scale_for(self.units, *numbers)
        aside = max(abs(float(found["over_base"])), abs(float(found["over_mean"]))) / self.scale.size
        self.decimals = default_decimals(aside) if aside else 0
        self.start = str(found.attrs.get("start", ""))
        self.label = percentile_label(float(found.attrs["percentage"]))

    def text(self, value: float, finer: int = 0) -> str:
        return quantity(value, self.units, self.decimals + finer, self.scale, start=self.start)

    def cell(self, value: float, finer: int = 0) -> Cell:
        return Cell(self.text(value, finer), value)

    def between(self, low: float, high: float) -> str:
        if not np.isfinite([low, high]).all():
            return "too few iterations"
        return phrasing.interval(low, high, self.units, start=self.start, scale=self.scale)

    def adding_up(self, values: list[float], finer: int = 0) -> list[Cell]:
        """Cells whose numbers, as printed, add up to their printed sum; with `finer` more decimals."""
        rounded = self.rounded(values, finer)
        return [Cell(self.text(shown, finer), value) for shown, value in zip(rounded, values, strict=True)]

    def rounded(self, values: list[float], finer: int) -> list[float]:
        """The values as `adding_up` prints them."""
        size = self.scale.size
        return [one * size for one in rounded_to_add([v / size for v in values], self.decimals + finer)]

    def finer_for(self, values: Floats, low: Floats, high: Floats) -> int:
        """How many more decimals keep every value, as printed, within its interval; 2 at most."""
        for finer in (0, 1):
            shown = np.array(self.rounded(values.tolist(), finer))
            if ((low <= shown) & (shown <= high) | (low == high)).all():
                return finer
        return 2


def contingency_parts(found: xr.Dataset) -> list[Part]:
    """Heading, the amounts, a table for each level at which the whole is shared out, and the budget by year."""
    attrs, wording = found.attrs, Wording(found)
    scenario = f", scenario {attrs['scenario']}" if attrs.get("scenario") else ""
    facts = f"{attrs['iterations']:,} iterations, seed {attrs['seed']}"
    facts += f"; {attrs['unit']}, {attrs['price_base']}" if attrs.get("price_base") else ""
    facts += ", undiscounted" if attrs["undiscounted"] else ""
    parts: list[Part] = [Paragraph(f"{attrs.get('title', '')}{scenario}", "heading")]
    changed = phrasing.changes(attrs)
    if changed:
        parts.append(Paragraph(f"Changed: {'; '.join(changed)}"))
    parts += [Paragraph(facts, "note"), amounts(found, wording)]
    levels = dict.fromkeys(found["level"].values.tolist()) if "part" in found.dims else {}
    parts += [
        shared_out(found.isel(part=np.flatnonzero(found["level"] == level)), wording) for level in levels
    ]
    if "year" in found.dims:
        parts.append(budget(found, wording))
    return parts


def amounts(found: xr.Dataset, wording: Wording) -> Table:
    """What the percentile is, what it is over, and what lies beyond it."""
    attrs, label = found.attrs, wording.label
    is_low = attrs["cautious"] == "low"
    sure = f"{label}: {attrs['at']:g}% chance of {'at least' if is_low else 'at most'} this"
    over = "less" if is_low else "over"
    named = {
        "base": "Base case",
        "mean": "Mean",
        "value": sure,
        "over_base": f"{label} {over} the base case" if is_low else "Contingency over the base case",
        "over_mean": f"{label} {over} the mean" if is_low else "Contingency over the mean",
        "tail_mean": f"Mean of what is {'below' if is_low else 'above'} {label}",
    }
    rows = [
        (words, wording.cell(float(found[key])), "" if key == "base" else _interval(found, key, wording))
        for key, words in named.items()
    ]
    aside = "what can be counted on" if is_low else "what to set aside"
    title = f"{attrs['long_name']}: {aside} to be {attrs['at']:g}% sure"
    return Table.of_rows([("", "left"), ("Amount", "right"), ("95% interval", "left")], rows, title)


def _interval(found: xr.Dataset, key: str, wording: Wording) -> str:
    return wording.between(float(found[f"{key}_low"]), float(found[f"{key}_high"]))


def shared_out(found: xr.Dataset, wording: Wording) -> Table:
    """A row for each part of one level, the largest contingency first; the least of many in one row."""
    level, over = str(found["level"].values[0]), found["part_over_base"].values
    order = np.argsort(-np.abs(over), kind="stable")
    shown, rest = (order, order[:0]) if len(order) <= MOST + 1 else (order[:MOST], order[MOST:])
    keys = ("part_base", "at_percentile", "part_over_base", "part_over_mean", "beyond")
    low, high = (found[f"at_percentile_{end}"].values - found["part_base"].values for end in ("low", "high"))
    finer = wording.finer_for(over[shown], low[shown], high[shown])
    columns = [
        wording.adding_up([*found[key].values[shown], *_sum(found[key].values[rest])], finer) for key in keys
    ]
    names = [*found["name"].values[shown].tolist(), *([f"{len(rest)} others"] if len(rest) else [])]
    ends = [wording.between(low[place], high[place]) for place in shown] + [""] * bool(len(rest))
    whole = [wording.cell(float(found[key].values.sum()), finer) for key in keys]
    rows: list[Row] = [(n, *c[:3], end, *c[3:]) for n, end, *c in zip(names, ends, *columns, strict=True)]
    rows.append(("Together", *whole[:3], "", *whole[3:]))
    label = wording.label
    over_or_less = "Less" if found.attrs["cautious"] == "low" else "Over"
    over_base, over_mean = (f"{over_or_less} {one}" for one in ("base", "mean"))
    numbers = ("Base", f"Share of {label}", over_base, "95% interval", over_mean, f"Beyond {label}")
    headings: list[tuple[str, Align]] = [(FIRST[level], "left"), *((heading, "right") for heading in numbers)]
    notes = [SHARED_OUT.format(label=label), *([OF_RISKS] if level == "risk" else [])]
    return Table.of_rows(headings, rows, TITLES[level], notes)


def _sum(values: Floats) -> list[float]:
    return [float(values.sum())] if len(values) else []


def budget(found: xr.Dataset, wording: Wording) -> Table:
    """A row for each year: its percentiles, and paths that add up to those of the whole."""
    levels = found["percentile"].values.tolist()
    columns = [wording.adding_up(found["year_base"].values.tolist())]
    numbers = ["Base"]
    for level in levels:
        at, label = found.sel(percentile=level), percentile_label(level)
        columns.append([wording.cell(float(value)) for value in at["budget"].values])
        columns.append(wording.adding_up(at["path"].values.tolist()))
        numbers += [f"{label} of the year", f"Path near {label}"]
    years = [phrasing.year_label(int(year), wording.start) for year in found["year"].values]
    rows: list[Row] = [(name, *cells) for name, *cells in zip(years, *columns, strict=True)]
    sums = [float(found["year_base"].sum())]
    for level in levels:
        at = found.sel(percentile=level)
        sums += [float(at["sum_of_budgets"]), float(at["path"].sum())]
    rows.append(("Sum", *map(wording.cell, sums)))
    headings: list[tuple[str, Align]] = [("Year", "left"), *((heading, "right") for heading in numbers)]
    return Table.of_rows(headings, rows, "Budget by year", [_do_not_add_up(found, wording)])


def _do_not_add_up(found: xr.Dataset, wording: Wording) -> str:
    """The sums of the years' percentiles against the percentiles of the sum."""
    said = []
    for level in found["percentile"].values.tolist():
        at, label = found.sel(percentile=level), percentile_label(level)
        sums, whole = wording.text(float(at["sum_of_budgets"])), wording.text(float(at["whole"]))
        number = int(at["nearest_iteration"])
        near = f"iteration {number:,} is nearest"
        said.append(f"the {label}s add up to {sums}, the {label} of all years is {whole} ({near})")
    every = (
        "All costs up to the horizon, whatever total_cost counts. "
        if found.attrs["of"] == "total_cost"
        else ""
    )
    return (
        f"{every}Percentiles of years do not add up: {'; '.join(said)}. A path is the mean of the year in the "
        "iterations nearest that percentile of all years together, and adds up to it."
    )
