"""One iteration, or those near a percentile -> what happened, beside the base case or beside all iterations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from engine.reporting.differences import signed
from engine.reporting.phrasing import chance, plain, probability, quantity
from engine.reporting.tables.table import Cell, Paragraph, Part, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

MOST_LINES, MOST_INPUTS = 15, 12
SHOWN = ("total_benefit", "total_cost", "net_benefit", "npv", "go_live_delay", "payback_year")

STORY = (
    "Dates are months from the start. The driving path are the activities that decide when the last cluster goes live: "
    "each waited for the one before. Lines are the greatest differences to the base case, over the whole programme."
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
    rows: list[Row] = []
    for name in SHOWN:
        if name not in found:
            continue
        how = np.max if name == "go_live_delay" else np.sum
        value, base = (float(how(found[key].values)) for key in (name, f"base_{name}"))
        units = str(found[name].attrs["units"])
        cells = [Cell(quantity(v, units), v) for v in (base, value)]
        rows.append((str(found[name].attrs["long_name"]), *cells))
    return Table.of_rows([("Measure", "left"), ("Base", "right"), ("Played", "right")], rows)


def date_table(found: xr.Dataset) -> Table:
    """Start and finish of every activity, base and played, and what it waited for."""
    rows: list[Row] = []
    for name in found["activity"].values:
        one = found.sel(activity=name)
        base, played = (
            f"{float(one[f'{which}start']):.1f} to {float(one[f'{which}finish']):.1f}"
            for which in ("base_", "")
        )
        late = float(one["finish"]) - float(one["base_finish"])
        mark = "driving" if float(one["driving"]) else ""
        cell = Cell(f"{late:+.1f}".replace("-", "−"), late)
        rows.append((str(name), base, played, cell, str(one["waited_for"].values) or "–", mark))
    headings = ("Activity", "Base", "Played", "Later by", "Waited for", "Path")
    return Table.of_rows(
        [(h, "right" if k in (1, 2, 3) else "left") for k, h in enumerate(headings)], rows, "Dates"
    )


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
    notes = (f"And {more} more lines differ.",) if more > 0 else ()
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
