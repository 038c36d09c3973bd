"""Findings -> a workbook: which sheets it has and in which order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.analysis.assumption_log import assumption_log
from engine.analysis.figures_by import By, figures_by, tells_by
from engine.analysis.findings import Findings
from engine.analysis.summary import PERCENTILES
from engine.reporting.phrasing import year_label
from engine.reporting.workbook.assumptions import assumptions_sheet
from engine.reporting.workbook.base_case.account import Account, account_of
from engine.reporting.workbook.base_case.build import BaseCase, base_case
from engine.reporting.workbook.base_check import BaseCheck
from engine.reporting.workbook.charts import Charts
from engine.reporting.workbook.claims import claims_sheet
from engine.reporting.workbook.contents import contents_sheet, dictionary_sheet
from engine.reporting.workbook.figures import figures_sheet
from engine.reporting.workbook.grid import Grid
from engine.reporting.workbook.risks import risks_sheet
from engine.reporting.workbook.write import CHARTS, write_book

if TYPE_CHECKING:
    import xarray as xr

PARTS: tuple[By, ...] = ("whole", "year", "cluster", "line")


def write_workbook(
    findings: Findings,
    path: Path,
    percentiles: Sequence[float] = PERCENTILES,
    drivers: xr.Dataset | None = None,
    bridge: xr.Dataset | None = None,
    command: str = "",
) -> list[str]:
    """Write the workbook of a run; `drivers` and `bridge` are what these studies found, where they are to be shown.

    Returns sentences of what it could not say in formulas: none where the base case is there in full. Raises
    `AnalysisError` for percentiles that are none, `AccountError` where the base case in the results is damaged.
    """
    attrs = findings.results.attrs
    account = account_of(attrs)
    sheets = [claims_sheet(findings)] if findings.claim_specs else []
    tables = {
        by: figures_by(findings.results, by, percentiles) for by in PARTS if tells_by(findings.results, by)
    }
    sheets += [figures_sheet(table) for table in tables.values()]
    sheets += list(_said(findings, account))
    charts = Charts(findings, drivers, bridge)
    sheets += [charts.grid]
    live, notes = _live(findings, account, tables)
    check = live[1] if live else None
    sheets += [*live[0].grids, live[1].grid] if live else []
    sheets += [dictionary_sheet()]
    names = [sheet.name for sheet in sheets]
    if charts.charts:
        names.insert(names.index(charts.grid.name), CHARTS)
    first = contents_sheet(findings, names, check.agree if check else None, command)
    about = {"title": str(attrs.get("title", "")), "comments": "Made by outturn", "author": "outturn"}
    write_book(path, [first, *sheets], charts.charts, about)
    return notes


def _said(findings: Findings, account: Account | None) -> Iterator[Grid]:
    """Risks and assumptions, of results that know them."""
    results = findings.results
    if account is not None and account.programme.risks:
        struck = figures_by(results, "risk", (50,)) if tells_by(results, "risk") else None
        yield risks_sheet(account, results.attrs, struck)
    if _has_log(results):
        yield assumptions_sheet(assumption_log(results), str(results.attrs.get("sources") or ""))


def _has_log(results: xr.Dataset) -> bool:
    entries = json.loads(results.attrs.get("assumptions") or "[]")
    return bool(entries) and isinstance(entries, list) and "kind" in entries[0]


def _live(
    findings: Findings, account: Account | None, tables: Mapping[By, xr.Dataset]
) -> tuple[tuple[BaseCase, BaseCheck] | None, list[str]]:
    """The base case as formulas with its check, and what could not be said in them."""
    attrs = findings.results.attrs
    if account is None:
        return None, [
            "the base case: these results do not hold the programme at its base; play it again with this version"
        ]
    log = {str(one["name"]): one for one in json.loads(attrs.get("assumptions") or "[]")}
    years = tuple(year_label(year, str(attrs.get("start", ""))) for year in account.years)
    base = base_case(account, log, years)
    cut = [cell for grid in base.grids for cell in grid.shortened()]
    longer = [f"{', '.join(cut)} (a formula longer than a cell holds; the number is written)"] if cut else []
    check = BaseCheck(base, tables, findings.claim_specs, longer)
    return (base, check), check.left_out
