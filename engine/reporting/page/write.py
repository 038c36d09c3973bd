"""A report and what it was made from -> a folder: all of it comes in at once, or nothing does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from engine.folders.lasting import naming
from engine.folders.manifest import MANIFEST, names_in, run_of
from engine.reporting.files import check_space
from engine.reporting.netcdf import write_netcdf
from engine.reporting.page.drawn import drawn
from engine.reporting.quiet import without_chatter
from engine.reporting.record import record_text
from engine.reporting.run_folder import RunFolder
from engine.reporting.studies_file import NAME, Saved, write_studies

if TYPE_CHECKING:
    from engine.analysis.findings import Findings
    from engine.reporting.page.report import Report

RESULTS = "results.nc"


def write_played(findings: Findings, saved: Saved, folder: RunFolder) -> list[Path]:
    """Write results, their summary and the studies of them, before anything is drawn."""
    results = findings.results
    check_space(folder.beside, results.nbytes)
    with naming(folder.path):
        write_netcdf(results, folder.beside / RESULTS)
        (folder.beside / "summary.json").write_text(record_text(findings) + "\n", encoding="utf-8")
        write_studies(folder.beside / NAME, saved, results.attrs)
        return folder.place(run_of(results.attrs))


def write_report(
    report: Report,
    findings: Findings,
    formats: Mapping[str, ModuleType],
    folder: RunFolder,
    told: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the report in each format; `told` hears of each. Returns the files."""
    with without_chatter(), naming(folder.path):
        report = drawn(report, {module.RENDERING for module in formats.values()})
        for name, module in formats.items():
            if told is not None:
                told(name)
            for file, content in module.written(report).items():
                (folder.beside / file).write_bytes(content)
        return folder.place(run_of(findings.results.attrs))


def keep_earlier(folder: RunFolder) -> None:
    """Have the files of the run that lies in the folder stay there: a report of it is written beside them."""
    for name in names_in(folder.path):
        source = folder.path / name
        if name != MANIFEST and source.is_file():
            try:
                os.link(source, folder.beside / name)
            except OSError:  # a file system without links
                shutil.copy2(source, folder.beside / name)
