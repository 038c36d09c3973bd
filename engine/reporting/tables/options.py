"""Options against a baseline -> tables, and plain data for JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from engine.reporting import phrasing
from engine.reporting.digits import supported_decimals
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table
from engine.reporting.units import Scale, scale_for

if TYPE_CHECKING:
    import xarray as xr

READING = (
    "Every option is played on the same draws, and differences are taken iteration by iteration: their intervals are "
    "the sampling error of the mean difference. The chance is that of being better than the baseline in one iteration "
    "(a lower cost, a higher benefit or value); equal is not better."
)


def options_parts(found: xr.Dataset) -> list[Part]:
    """A heading, a table for each measure, and how to read them."""
    attrs = found.attrs
    scenario = f", scenario {attrs['scenario']}" if attrs["scenario"] else ""
    facts = (
        f"{attrs['iterations']:,} iterations, seed {attrs['seed']}; {attrs['unit']}, {attrs['price_base']}; "
        f"discounting {attrs['discounting']}"
    )
    heading = Paragraph(f"{attrs['title']}{scenario}: options against {attrs['baseline']}", "heading")
    tables = [_table(found.sel(measure=name), attrs["baseline"]) for name in found["measure"].values]
    return [heading, Paragraph(facts, "note"), *tables, Paragraph(READING, "note")]


def _table(found: xr.Dataset, baseline: str) -> Table:
    """A row an option: its mean and percentiles, and its difference to the baseline with interval and chance."""
    levels = [phrasing.percentile_label(level) for level in found["percentile"].values]
    numbers: list[tuple[str, Align]] = [(heading, "right") for heading in ("Base", "Mean", *levels)]
    against: list[tuple[str, Align]] = [("Against the baseline", "left"), ("Chance of better", "left")]
    rows: list[Row] = []
    for name in found["option"].values:
        one = found.sel(option=name)
        ranked = [_amount(one, "value", level) for level in range(len(levels))]
        told = _against(one, name == baseline)
        rows.append((str(name), _amount(one, "base"), _amount(one, "mean"), *ranked, *told))
    return Table.of_rows([("Option", "left"), *numbers, *against], rows, str(found["long_name"].values))


def _against(one: xr.Dataset, is_baseline: bool) -> tuple[Cell | str, Cell | str]:
    """The mean difference and the chance of being better, with their 95% intervals."""
    if is_baseline:
        return "baseline", ""
    ends = tuple(float(one[f"better{end}"]) for end in ("", "_low", "_high"))
    low, high = float(one["difference_low"]), float(one["difference_high"])
    units, value = str(one["units"].values), float(one["difference"])
    scale = scale_for(units, value, low, high)
    shown = _amount(one, "difference", scale=scale)
    if math.isfinite(low) and math.isfinite(high):
        shown = Cell(f"{shown.text} ({phrasing.interval(low, high, units, scale=scale)})", value)
    return shown, Cell(phrasing.chance(*ends), ends[0])


def _amount(one: xr.Dataset, name: str, level: int | None = None, scale: Scale | None = None) -> Cell:
    """A number to the digits that its interval supports, where it has one."""
    units = str(one["units"].values)
    keys = [name] if name == "base" else [name, f"{name}_low", f"{name}_high"]
    value, *ends = (float(one[key] if level is None else one[key][level]) for key in keys)
    scale, decimals = scale or scale_for(units, value), None
    if ends and all(map(math.isfinite, (value, *ends))):
        decimals = supported_decimals(value, ends[0], ends[1], scale, abs(value))
    return Cell(phrasing.quantity(value, units, decimals, scale, start=str(one.attrs["start"])), value)


def options_record(found: xr.Dataset) -> dict[str, Any]:
    """The same as plain data; what is no number is `None`."""
    records = []
    for name in found["option"].values:
        told = {str(m): _measure(found.sel(option=name, measure=m)) for m in found["measure"].values}
        is_baseline = str(name) == found.attrs["baseline"]
        records.append({"name": str(name), "is_baseline": is_baseline, "measures": told})
    facts = ("title", "scenario", "baseline", "price_base", "discounting", "iterations", "seed", "confidence")
    return {**{fact: found.attrs[fact] for fact in facts}, "options": records}


def _measure(one: xr.Dataset) -> dict[str, Any]:
    """What is told of one option and measure."""
    told: dict[str, Any] = {"unit": str(one["units"].values)}
    numbers = [key for key in one.data_vars if one[key].dtype == float and not one[key].dims]
    told |= {str(key): _number(float(one[key])) for key in numbers}
    for key in ("value", "difference_value"):
        for place, level in enumerate(one["percentile"].values):
            label = f"{key.removesuffix('value')}p{level:g}"
            told[label] = _number(float(one[key][place]))
            told[f"{label}_interval"] = [
                _number(float(one[f"{key}{end}"][place])) for end in ("_low", "_high")
            ]
    return told


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
