"""The charts of a run come last, when nothing can cost the data and the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.console import note
from engine.cli.exits import BAD_INPUT, code_of_interrupt, why
from engine.cli.written import say_written

if TYPE_CHECKING:
    from engine.analysis.findings import Findings
    from engine.reporting.drawer import Drawer
    from engine.reporting.run_folder import RunFolder


def chart(
    findings: Findings,
    folder: RunFolder,
    written: list[Path],
    drawing: Drawer | None,
    quiet: bool,
    store: Path | None,
) -> None:
    """Write the charts last, when nothing can cost the data and the answer, and say what was written."""
    from engine.reporting.files import write_charts
    from engine.reporting.phrasing import interrupted
    from engine.reporting.run_charts import NONE, draw_run

    kept = f"; every iteration in {store}" if store is not None else ""
    try:
        charts = NONE if drawing is None else drawing.charts() or draw_run(findings)
        charted = write_charts(charts, findings, folder) if charts.files else []
    except (OSError, KeyboardInterrupt) as error:
        what = why(error) if isinstance(error, OSError) else "interrupted"
        note(f"The charts are not drawn: {what}")
        say_written(folder, written, kept)
        raise typer.Exit(BAD_INPUT if isinstance(error, OSError) else code_of_interrupt()) from None
    if not quiet:
        say_written(folder, (*written, *charted), kept)
        if charts.unseen:
            note(charts.unseen)
    if interrupted(findings.results.attrs):
        note(interrupted(findings.results.attrs))
