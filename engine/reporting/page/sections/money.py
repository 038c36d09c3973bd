"""How much money to set aside: for even odds and for 80%, over the plan, by year, and in cash alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.reporting.page.material import COST, Material
from engine.reporting.page.pictures import of_run, of_study
from engine.reporting.page.report import Piece, Section
from engine.reporting.page.set_aside import found_contingency, set_aside
from engine.reporting.tables.contingency import Wording, amounts, budget, shared_out
from engine.reporting.tables.table import Align, Cell, Paragraph, Row, Table

if TYPE_CHECKING:
    import xarray as xr

PLACE = 20
CASH = ("cash_benefit", "cash_net_benefit", "cash_npv", "cash_payback_year")
CASH_NOTE = (
    "Cash benefits are savings that release money. Efficiency, societal and carbon benefits release none, and no "
    "budget can be cut by them. Amounts are undiscounted unless the measure says otherwise."
)
NO_COST = "No iteration has any cost, so there is nothing to set aside."


def section(material: Material) -> Section:
    """The amounts, how they are shared out, the budget by year, and what is cash."""
    row = material.row(COST)
    if row is None:
        return Section("money", "How much money to set aside", (Paragraph(NO_COST),))
    found = found_contingency(material)
    brief: list[Piece] = [Paragraph(_sentence(material, found))]
    detail: list[Piece] = []
    if found is None:
        brief.append(Paragraph(_by_measures(material)))
    else:
        wording = Wording(found)
        detail += [amounts(found, wording), of_study("contingency", found), *_shared(found, wording)]
        if "year" in found.dims:
            detail += [Paragraph("By year", "heading"), budget(found, wording)]
    detail += [of_run(name, material.findings) for name in ("budget", "years")]
    cash = _cash(material)
    detail += [Paragraph("In cash alone", "heading"), cash, Paragraph(CASH_NOTE, "note")] if cash else []
    return Section("money", "How much money to set aside", tuple(brief), tuple(detail))


def _sentence(material: Material, found: xr.Dataset | None) -> str:
    """P50, P80, and the contingency over the base case."""
    row, aside = material.row(COST), set_aside(material)
    assert row is not None
    text = (
        f"{row.long_name}: an even chance of at most {row.percentile(50)} (P50), and an 80% chance of at most "
        f"{row.percentile(80)} (P80)."
    )
    if aside is None:
        return text
    if aside.over <= 0:
        return f"{text} The plan has {aside.plan}, which is enough for 80%."
    over_mean = float(found["over_mean"]) if found is not None else 0.0
    mean = (
        f" ({Wording(found).text(over_mean)} on top of the mean)"
        if found is not None and over_mean > 0
        else ""
    )
    return f"{text} To be 80% sure, set aside {aside.told} on top of the {aside.plan} of the plan{mean}."


def _by_measures(material: Material) -> str:
    why = "these results are a summary" if material.is_summary else "some iterations have no finite cost"
    return f"It is not shared out here by cluster, line and risk: {why}, which tells of no single iteration."


def _shared(found: xr.Dataset, wording: Wording) -> list[Table]:
    levels = dict.fromkeys(found["level"].values.tolist()) if "part" in found.dims else {}
    return [shared_out(found.isel(part=np.flatnonzero(found["level"] == level)), wording) for level in levels]


def _cash(material: Material) -> Table | None:
    """A row for each measure that counts cash benefits alone, beside the cost."""
    rows: list[Row] = []
    for name in CASH:
        row = material.row(name)
        if row is not None:
            numbers = [Cell(row.percentile(p), row.value(p)) for p in (20, 50, 80)]
            rows.append((row.long_name, Cell(row.exact(row.base), row.base), *numbers, row.assured()))
    headings: list[tuple[str, Align]] = [
        ("Measure", "left"), ("Base", "right"), ("P20", "right"), ("P50", "right"), ("P80", "right"),
        ("80% chance of", "left"),
    ]  # fmt: skip
    return Table.of_rows(headings, rows, "Cash alone") if rows else None
