"""What a run leaves behind: all of it written beside, then put in place, so that nothing is half overwritten."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.analysis.measures import measure_names
from engine.reporting.record import record_text

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


def write_run(results: xr.Dataset, folder: Path, charts: bool = True, data: bool = True) -> list[Path]:
    """Write `results.nc`, `summary.json` and the charts (SVG and PNG) to `folder`.

    Without `charts` or `data` (which is stored elsewhere) not those. A summary has no charts of single years and
    clusters.

    Returns the files in the order in which they were written. An earlier run's files stay whole until all
    of the new ones are. Raises `OSError` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".outturn-", dir=folder))
    try:
        if data:
            results.to_netcdf(beside / "results.nc", engine="h5netcdf")
        (beside / "summary.json").write_text(record_text(results) + "\n", encoding="utf-8")
        if charts:
            from engine.reporting.visuals.save import save_figure

            for name, figure in run_charts(results):
                save_figure(figure, beside / name)
        written = sorted(beside.iterdir())
        for file in written:
            os.replace(file, folder / file.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / file.name for file in written]


def run_charts(results: xr.Dataset) -> Iterator[tuple[str, Figure]]:
    """The charts of a run by file name; a model without clusters and claims has only its histograms."""
    from engine.reporting import draw_clusters, draw_histogram, draw_verdict, draw_years

    if results.attrs.get("claims", "[]") != "[]":
        yield "verdict", draw_verdict(results)
    names = measure_names(results)
    asked = [name for name in ("total_benefit", "total_cost") if name in names]
    for name in asked or names:
        yield f"histogram_{name}", draw_histogram(results, name)
    if "cluster" in results.dims:
        yield "years", draw_years(results)
        yield "clusters", draw_clusters(results)
