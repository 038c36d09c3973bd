"""One iteration, or those near a percentile -> what happened, beside the base case or beside all iterations."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.measures import over_clusters
from engine.measures import MEASURES
from engine.programme.months import span_name
from engine.reporting.counted import counted
from engine.reporting.differences import signed
from engine.reporting.one_value import one_value
from engine.reporting.phrasing import chance, plain, probability, quantity
from engine.reporting.tables.table import Cell, Paragraph, Part, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

MOST_LINES, MOST_INPUTS = 15, 12

STORY = (
    "The driving path are the activities that decide when the last cluster goes live: each waited for the one before. "
    "Rest are the months of not_in; no money, those after a settlement's was spent. Lines are the greatest differences "
    "to the base case, over the whole programme."
)
NEAR = (
    "Criticality is the share of iterations in which an activity is on the path that decides when the last cluster "
    "goes live. A shift is how far an input ranks above or below its middle near the percentile, in standard errors: "
    "beyond about 3 it is hardly luck. Brackets are 95% intervals."
)


def story_parts(found: xr.Dataset) -> list[Part]:
    """Strikes, measures, dates, and money by line of one iteration."""
    attrs = found.attrs
    path = json.loads(attrs["path"])
    struck = [str(name) for name in found["risk"].values if float(found["strikes"].sel(risk=name))]
    parts: list[Part] = [
        Paragraph(f"{attrs['title']}: iteration {attrs['iteration']} of seed {attrs['seed']}", "heading"),
        Paragraph(f"Struck: {', '.join(struck) if struck else 'no risk'}."),
        Paragraph(f"Driving path: {' > '.join(path)}."),
        _measures(found),
        date_table(found),
        line_table(found),
    ]
    return [*parts, Paragraph(STORY, "note")]


def _measures(found: xr.Dataset) -> Table:
    """Every measure that is one number, by the same words as a run's; those that are nought in both left out."""
    start = str(found.attrs.get("start", ""))
    rows: list[Row] = []
    for name in map(str, found.data_vars):
        if f"base_{name}" not in found or set(found[name].dims) - {"cluster"}:
            continue
        values = [
            float(over_clusters(MEASURES[name].over_clusters, one) if one.ndim else one)
            for one in (found[f"base_{name}"].values, found[name].values)
        ]
        units = str(found[name].attrs["units"])
        scale = scale_for(units, *(value for value in values if math.isfinite(value)))
        cells = [Cell(one_value(name, v, units, None, scale, start=start), v) for v in values]
        if any(values):
            rows.append((str(found[name].attrs["long_name"]), *cells))
    return Table.of_rows([("Measure", "left"), ("Base", "right"), ("Played", "right")], rows)


def date_table(found: xr.Dataset) -> Table:
    """Months of every activity, base and played, how much later it is done, and all that it waited for."""
    begun = str(found.attrs["start"])
    rows: list[Row] = []
    for name in found["activity"].values:
        one = found.sel(activity=name)
        base, played = (
            span_name(float(one[f"{which}start"]), float(one[f"{which}finish"]), begun)
            for which in ("base_", "")
        )
        late = float(one["finish"]) - float(one["base_finish"])
        mark = "driving" if float(one["driving"]) else ""
        rows.append((str(name), base, played, Cell(signed(late, "months"), late), _waited(one), mark))
    headings = ("Activity", "Base", "Played", "Later by", "Waited for", "Path")
    return Table.of_rows([(h, "right" if h == "Later by" else "left") for h in headings], rows, "Dates")


def _waited(one: xr.Dataset) -> str:
    """`site.design; rest Dec 2027 to Feb 2028; under way: no money May 2029`."""
    tie, before, during = (str(one[key].values) for key in ("waited_for", "stopped_before", "stopped_during"))
    return "; ".join(filter(None, (tie, before, during and f"under way: {during}"))) or "–"


def line_table(found: xr.Dataset) -> Table:
    """The lines whose money differs most from the base case."""
    change = found["money"].values - found["base_money"].values
    order = np.argsort(-np.abs(change), kind="stable")
    chosen = [k for k in order[:MOST_LINES] if change[k]]
    units = str(found.attrs.get("unit", ""))
    scale = scale_for(units, *found["money"].values[chosen], *found["base_money"].values[chosen])
    rows: list[Row] = []
    for k in chosen:
        base, money = float(found["base_money"][k]), float(found["money"][k])
        cells = [Cell(quantity(v, units, None, scale), v) for v in (base, money)]
        gap = float(change[k])
        rows.append((str(found["line"].values[k]), *cells, Cell(signed(gap, units, None, scale), gap)))
    more = int(np.count_nonzero(change)) - len(rows)
    notes = (f"And {counted(more, 'more line')} of smaller difference.",) if more > 0 else ()
    headings = ("Line", "Base", "Played", "Difference")
    aligned = [(h, "left" if k == 0 else "right") for k, h in enumerate(headings)]
    return Table.of_rows(aligned, rows, "Money by line", notes)  # type: ignore[arg-type]


def near_parts(found: xr.Dataset) -> list[Part]:
    """What iterations near a percentile share: risks, critical activities, inputs."""
    attrs = found.attrs
    value = quantity(attrs["value"], attrs["units"])
    name = f"P{attrs['percentile']:g} of {attrs['long_name']}"
    facts = (
        f"The {attrs['count']} iterations nearest to {name} ({value}) of {attrs['iterations']:,}, seed "
        f"{attrs['seed']}, against all. Iteration {attrs['typical']} is the percentile itself: outturn replay "
        f"--iteration {attrs['typical']}."
    )
    parts: list[Part] = [
        Paragraph(f"{attrs['title']}: near {name}", "heading"),
        Paragraph(facts),
        risk_table(found),
    ]
    return [*parts, critical_table(found), input_table(found), Paragraph(NEAR, "note")]


def risk_table(found: xr.Dataset) -> Table:
    """How often each risk struck, near the percentile and in all."""
    rows: list[Row] = []
    for name in found["risk"].values:
        one = found.sel(risk=name)
        share, low, high = (float(one[key]) for key in ("share", "low", "high"))
        every = float(one["share_all"])
        rows.append((str(name), Cell(chance(share, low, high), share), Cell(probability(every), every)))
    return Table.of_rows([("Risk", "left"), ("Struck near it", "left"), ("In all", "right")], rows)


def critical_table(found: xr.Dataset) -> Table:
    """The activities that are ever on the driving path."""
    rows: list[Row] = []
    for name in found["activity"].values:
        one = found.sel(activity=name)
        share, every = float(one["criticality"]), float(one["criticality_all"])
        if share or every:
            ends = (float(one["criticality_low"]), float(one["criticality_high"]))
            rows.append((str(name), Cell(chance(share, *ends), share), Cell(probability(every), every)))
    headings = ("Activity", "Criticality near it", f"In the first {found.attrs['count']}")
    return Table.of_rows([(h, "right" if k == 2 else "left") for k, h in enumerate(headings)], rows)


def input_table(found: xr.Dataset) -> Table:
    """The inputs that lie furthest from where they usually are."""
    shift = found["shift"].values
    chosen = np.argsort(-np.abs(shift), kind="stable")[:MOST_INPUTS]
    rows: list[Row] = []
    for k in chosen:
        cells = [Cell(plain(float(found[key][k])), float(found[key][k])) for key in ("median", "median_all")]
        moved = float(shift[k])
        rows.append((str(found["input"].values[k]), *cells, Cell(f"{moved:+.1f}".replace("-", "−"), moved)))
    headings = ("Input", "Median near it", "Median of all", "Shift")
    return Table.of_rows([(h, "left" if k == 0 else "right") for k, h in enumerate(headings)], rows)
