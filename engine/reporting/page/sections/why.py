"""Why the forecast differs from the plan: the bridge, the inputs that move it most, and when the claim is missed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine.problems import listed
from engine.reporting import phrasing
from engine.reporting.boxes import sentence
from engine.reporting.differences import signed
from engine.reporting.influence import amount, is_claim, never_varies, strongest, subject
from engine.reporting.page.material import Material
from engine.reporting.page.pictures import of_run, of_study
from engine.reporting.page.report import Piece, Section
from engine.reporting.tables.bridge import READING as BRIDGE
from engine.reporting.tables.bridge import by_size, end_name, how, joint_sentence, scale_of_bridge, step_table
from engine.reporting.tables.drivers import driver_parts, gap_parts
from engine.reporting.tables.misses import NONE, limit_table, regional_table
from engine.reporting.tables.table import Align, Cell, Paragraph, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

PLACE = 30
TOP = 5
MOST = 12
SMALLEST = 0.005  # of the way from plan to play: a step that is worth a word


def section(material: Material) -> Section:
    """From the plan to the forecast, cause by cause; the five inputs that move it most; when the claim is missed."""
    brief: list[Piece] = []
    detail: list[Piece] = []
    for add in (_bridge, _drivers, _misses, _gaps):
        add(material, brief, detail)
    dates = material.study("timetable")
    if dates is not None:
        detail += [Paragraph("When it is late", "heading"), of_study("timetable", dates)]
    detail.append(of_run("clusters", material.findings))
    return Section("why", "Why the forecast differs from the plan", tuple(brief), tuple(detail))


def _bridge(material: Material, brief: list[Piece], detail: list[Piece]) -> None:
    found = material.study("bridge")
    if found is None:
        brief.append(Paragraph(material.without("bridge")))
        return
    if not np.isfinite([found.attrs["base"], float(found["value"].sel(end="p50"))]).all():
        name = f"“{found.attrs['long_name']}”"
        brief.append(
            Paragraph(f"{name} has no finite value in the plan or at P50, so it has no steps between them.")
        )
        return
    brief.append(Paragraph(bridge_sentence(found)))
    detail += [Paragraph("From the plan to the forecast", "heading"), of_study("bridge", found)]
    detail += [replace(step_table(found), title=f"{found.attrs['long_name']}: what each cause adds")]
    detail += [Paragraph(joint_sentence(found)), Paragraph(f"{how(found)} {BRIDGE}", "note")]


def bridge_sentence(found: xr.Dataset) -> str:
    """`Total benefits are £1,800m in the plan and £528m at even odds (P50). The greatest steps are …`."""
    attrs, scale = found.attrs, scale_of_bridge(found)
    units, base, value = attrs["units"], attrs["base"], float(found["value"].sel(end="p50"))
    steps = found["step"].sel(end="p50")
    names = [c for c in by_size(found)[:3] if abs(float(steps.sel(cause=c))) > SMALLEST * abs(value - base)]
    told = [f"{name} ({signed(float(steps.sel(cause=name)), units, None, scale)})" for name in names]
    text = (
        f"{attrs['long_name']}: {phrasing.quantity(base, units, None, scale)} in the plan, "
        f"{phrasing.quantity(value, units, None, scale)} in the middle of {attrs['iterations']:,} iterations "
        f"({end_name(found, 'p50')})."
    )
    if not told or value == base:
        return f"{text} No cause moves it."
    return f"{text} The greatest step{'s are' if len(told) > 1 else ' is'} {listed(told, 'and')}."


def _drivers(material: Material, brief: list[Piece], detail: list[Piece]) -> None:
    found = material.study("drivers")
    if found is None:
        brief.append(Paragraph(material.without("drivers")))
        return
    table = top_table(found)
    brief.append(table if table is not None else Paragraph(never_varies(found) or "No input moves it."))
    detail.append(Paragraph("What drives it", "heading"))
    if table is not None:
        detail.append(of_study("tornado", found))
    detail += driver_parts(found, MOST)


def top_table(found: xr.Dataset) -> Table | None:
    """The inputs that surely move it, five at most, and the mean where each is low and where it is high."""
    order = strongest(found["swing"].values, TOP, found["swing_low"].values, found["swing_high"].values)
    sure = (found["swing_low"].values > 0) | (found["swing_high"].values < 0)
    order = order[sure[order]] if sure.any() else order
    ends = [value for key in ("at_low", "at_high") for value in found[key].values[order].tolist()]
    scale = None if is_claim(found.attrs) else scale_for(str(found.attrs["units"]), *ends)
    rows: list[Row] = []
    for place in order:
        one = found.isel(input=int(place))
        cells = [
            Cell(amount(float(one[key]), found.attrs, scale), float(one[key]))
            for key in ("at_low", "at_high")
        ]
        rows.append((str(one["input"].item()), *cells))
    if not rows:
        return None
    headings: list[tuple[str, Align]] = [
        ("Input", "left"), ("Where it is in its lowest tenth", "right"), ("In its highest tenth", "right"),
    ]  # fmt: skip
    count = "input that moves" if len(rows) == 1 else f"{len(rows)} inputs that move"
    of_risk = any(str(row[0]).endswith(".strikes") for row in rows)
    notes = ["Of a risk: where it does not strike, and where it does."] if of_risk else []
    return Table.of_rows(headings, rows, f"The {count} it most: mean of {subject(found.attrs)}", notes)


def _misses(material: Material, brief: list[Piece], detail: list[Piece]) -> None:
    """In plain words, when the claim is missed."""
    found = material.study("misses")
    if found is None:
        if material.lead:
            brief.append(Paragraph(material.without("misses")))
        return
    sentences = [Paragraph(sentence(found, box)) for box in range(found.sizes["box"])]
    brief += sentences
    detail.append(Paragraph("When the claim is missed", "heading"))
    detail += [] if sentences else [Paragraph(NONE)]
    if found.sizes["restriction"]:
        detail.append(limit_table(found))
    detail.append(regional_table(found, MOST))


def _gaps(material: Material, brief: list[Piece], detail: list[Piece]) -> None:  # noqa: ARG001
    found = material.study("gaps")
    if found is not None:
        detail += [Paragraph("Without each cause", "heading"), *gap_parts(found, MOST)]
