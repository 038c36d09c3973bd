"""`outturn score`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.console import answers
from engine.cli.exits import FINDING, exit_on_refusal
from engine.cli.streams import as_json
from engine.cli.studied import Format, Printed


def score(
    results: Annotated[
        Path, typer.Argument(help="Results of the run that forecast: results.nc, or its folder.")
    ],
    outcomes: Annotated[Path, typer.Argument(help="What happened: a TOML file of tables \\[outcomes.NAME].")],
    format: Printed = Format.table,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit with 1 if the intervals are found to be too narrow or too wide."),
    ] = False,
) -> None:
    """Score a forecast by what happened: where each outcome lies, proper scores, and what so few facts can prove."""
    with exit_on_refusal():
        from engine.cli.results_file import read_results
        from engine.scoring.outcome import read_outcomes
        from engine.scoring.score import score as scored

        forecast = read_results(results)
        found = scored(forecast, read_outcomes(outcomes))
        if format is Format.json:
            from engine.reporting.score_record import record_text

            print(as_json(record_text(found)))
        else:
            from engine.reporting.tables.printing import print_parts
            from engine.reporting.tables.score import score_parts

            print_parts(score_parts(found, forecast), answers())
        if strict and "chance explains" in found.attrs["verdict"]:
            raise typer.Exit(FINDING)
