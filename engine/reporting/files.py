"""What a run leaves behind: all of it written beside, then put in place, so that nothing is half overwritten."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from engine.analysis.findings import Findings, findings_of
from engine.reporting import chart, chart_names
from engine.reporting.quiet import without_chatter
from engine.reporting.record import record_text

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

_NAMED = 12  # letters, at most, that are named


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
        with charts_beside(findings, beside) if charts else nullcontext():
            if data:
                findings.results.to_netcdf(beside / "results.nc", engine="h5netcdf")
            (beside / "summary.json").write_text(record_text(findings) + "\n", encoding="utf-8")
        written = sorted(beside.iterdir())
        for file in written:
            os.replace(file, folder / file.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / file.name for file in written]


@contextmanager
def charts_beside(findings: Findings, folder: Path) -> Iterator[None]:
    """Draw the charts of a run; they are being saved in `folder` meanwhile, and are there in the end."""
    with without_chatter():
        from engine.reporting.visuals.savers import Savers

        with Savers(folder) as savers:
            for name, figure in run_charts(findings):
                savers.save(name, figure)
            yield


def unseen_letters(results: xr.Dataset | Findings) -> str:
    """A sentence that names the letters which no font of this system has, shown as boxes in charts; "" if none."""
    with without_chatter():
        from engine.reporting.visuals.letters import missing_letters

        missing = missing_letters(findings_of(results).results)
    if not missing:
        return ""
    named = " ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
    return (
        f"No font of this system has {named}: the charts show a box for each (install a font that has them)."
    )


def run_charts(findings: Findings) -> Iterator[tuple[str, Figure]]:
    """The charts of a run by file name: what each file of `charts` that has an `of_run` draws of it."""
    for name in chart_names():
        of_run = getattr(chart(name), "of_run", None)
        if of_run is not None:
            yield from of_run(findings)
