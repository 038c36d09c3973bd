"""What a run leaves behind: data first, then charts, each written beside and then put in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.analysis.findings import Findings, findings_of
from engine.folders.lasting import naming
from engine.folders.manifest import run_of
from engine.reporting import chart, chart_names
from engine.reporting.netcdf import write_netcdf
from engine.reporting.quiet import without_chatter
from engine.reporting.record import record_text
from engine.reporting.run_folder import FolderError, RunFolder, claimed

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    Draw = Callable[[], Figure]

OF_A_RUN = (
    "svg",
    "png",
)  # a third of the time of a run's charts would go into PDF, which `save_figure` writes too
RESULTS = "results.nc"
OVERHEAD = 1 << 17  # bytes that a file of results has beside its numbers, and the summary
_NAMED = 12  # letters, at most, that are named


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
        return written + (write_charts(findings, claim) if charts else [])


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


def write_charts(findings: Findings, folder: RunFolder) -> list[Path]:
    """Draw and write the charts, beside the data of the same run."""
    with without_chatter(), naming(folder.path):
        from engine.reporting.visuals.save import drawn_in_copies

        drawn_in_copies([partial(_save, draw, folder.beside / name) for name, draw in _drawings(findings)])
        return folder.place(run_of(findings.results.attrs))


def check_space(folder: Path, size: int) -> None:
    """Refuse what the disk cannot hold, in words that say how much it is."""
    needed, free = size + OVERHEAD, shutil.disk_usage(folder).free
    if needed > free:
        raise FolderError(
            f"{folder.parent}: results need {needed / 1e6:,.1f} MB there and {free / 1e6:,.1f} MB are free"
        )


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
    for name, draw in _drawings(findings):
        yield name, draw()


def _drawings(findings: Findings) -> Iterator[tuple[str, Draw]]:
    for name in chart_names():
        of_run = getattr(chart(name), "of_run", None)
        if of_run is not None:
            yield from of_run(findings)


def _save(draw: Draw, stem: Path) -> None:
    from engine.reporting.visuals.save import save_figure

    save_figure(draw(), stem, OF_A_RUN)
