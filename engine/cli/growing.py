"""`outturn run --until`: how long the run has to be, and the chart of how its figures came to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cli.console import note
from engine.cli.exits import refuse

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme
    from engine.reporting.run_folder import RunFolder


def grown(
    programme: Programme,
    targets: list[str],
    seed: int,
    design: str,
    most: int,
    scheduler: str | None,
    quiet: bool,
) -> xr.Dataset:
    """How long the run has to be, said as it is found."""
    from engine.reporting.precision import reading_sentence
    from engine.studies.until import until

    if design != "random":
        refuse(
            f"--until with --design {design}: a growing run needs independent iterations; leave --design out"
        )
    if scheduler is not None:
        refuse("--until with --scheduler: find the length here first, then play it there with --iterations")
    found = until(programme, targets, seed, most=most)
    if not quiet:
        for target in found["target"].values:
            note(reading_sentence(found.sel(target=target)))
        if not found.attrs["met"]:
            note(f"Not as precise as asked after {most:,} iterations; --most allows more.")
    return found


def draw_convergence(report: xr.Dataset, folder: RunFolder) -> None:
    """Put the convergence chart beside the others, which go into place with it."""
    from engine.reporting import chart, save_figure

    save_figure(chart("convergence").draw_convergence(report), folder.beside / "convergence")
