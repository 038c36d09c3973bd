"""What a run leaves behind: data first, then charts, each written beside and then put in place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from engine.analysis.findings import Findings, findings_of
from engine.folders.lasting import naming
from engine.folders.manifest import run_of
from engine.reporting.netcdf import write_netcdf
from engine.reporting.record import record_text
from engine.reporting.run_charts import RunCharts, draw_run
from engine.reporting.run_folder import FolderError, RunFolder, claimed

if TYPE_CHECKING:
    import xarray as xr

RESULTS = "results.nc"
OVERHEAD = 1 << 17  # bytes that a file of results has beside its numbers, and the summary


def write_run(
    results: xr.Dataset | Findings, folder: Path, charts: bool = True, data: bool = True
) -> list[Path]:
    """Write `results.nc`, `summary.json` and the charts (SVG and PNG) to `folder`, in place of an earlier run's.

    Without `charts` or `data` (which is stored elsewhere) not those. `manifest.json` says of which run they are, and
    the SHA-256 of each.

    Returns the files. An earlier run's files stay whole until the new data are; then all of them go, whatever their
    names. Raises `FolderError` where the folder cannot be written, another run is at work in it, or data or studies
    would go and none come.
    """
    findings = findings_of(results)
    with claimed(folder, (RESULTS,) if data else ()) as claim:
        written = write_data(findings, claim, data)
        return written + (write_charts(draw_run(findings), findings, claim) if charts else [])


def write_data(findings: Findings, folder: RunFolder, data: bool = True) -> list[Path]:
    """Write `results.nc`, if `data` is asked for, and `summary.json`."""
    size = findings.results.nbytes if data else 0
    check_space(folder.beside, size)
    try:
        if data:
            write_netcdf(findings.results, folder.beside / RESULTS)
        (folder.beside / "summary.json").write_text(record_text(findings) + "\n", encoding="utf-8")
        return folder.place(run_of(findings.results.attrs))
    except OSError as error:  # a quota, a limit of the process, a disk that went away
        needed = f"results need {(size + OVERHEAD) / 1e6:,.1f} MB there"
        raise FolderError(f"{folder.path}: {needed}: {error.strerror}; nothing was written") from None


def write_charts(charts: RunCharts, findings: Findings, folder: RunFolder) -> list[Path]:
    """Write the charts of a run beside its data."""
    with naming(folder.path):
        for name, content in charts.files.items():
            (folder.beside / name).write_bytes(content)
        return folder.place(run_of(findings.results.attrs))


def check_space(folder: Path, size: int) -> None:
    """Refuse what the disk cannot hold, in words that say how much it is."""
    needed, free = size + OVERHEAD, shutil.disk_usage(folder).free
    if needed > free:
        raise FolderError(
            f"{folder.parent}: results need {needed / 1e6:,.1f} MB there and {free / 1e6:,.1f} MB are free"
        )
