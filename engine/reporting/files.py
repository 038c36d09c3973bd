"""What a run leaves behind: all of it written beside, then put in place, so that nothing is half overwritten."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.analysis.findings import Findings, findings_of
from engine.reporting import chart, chart_names
from engine.reporting.record import record_text

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


def write_run(
    results: xr.Dataset | Findings, folder: Path, charts: bool = True, data: bool = True
) -> list[Path]:
    """Write `results.nc`, `summary.json` and the charts (SVG and PNG) to `folder`.

    Without `charts` or `data` (which is stored elsewhere) not those.

    Returns the files in the order in which they were written. An earlier run's files stay whole until all
    of the new ones are. Raises `OSError` where the folder cannot be written.
    """
    findings = findings_of(results)
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".outturn-", dir=folder))
    try:
        if data:
            findings.results.to_netcdf(beside / "results.nc", engine="h5netcdf")
        (beside / "summary.json").write_text(record_text(findings) + "\n", encoding="utf-8")
        if charts:
            from engine.reporting.visuals.save import save_figure

            for name, figure in run_charts(findings):
                save_figure(figure, beside / name)
        written = sorted(beside.iterdir())
        for file in written:
            os.replace(file, folder / file.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / file.name for file in written]


def run_charts(findings: Findings) -> Iterator[tuple[str, Figure]]:
    """The charts of a run by file name: what each file of `charts` that has an `of_run` draws of it."""
    for name in chart_names():
        of_run = getattr(chart(name), "of_run", None)
        if of_run is not None:
            yield from of_run(findings)
