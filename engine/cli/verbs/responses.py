"""`outturn responses`."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import answers, note
from engine.cli.exits import exit_on_refusal
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, changes_of, choose, read
from engine.cli.progress import progress_bar
from engine.cli.streams import as_json
from engine.cli.studied import Drawn, Format, Printed, Quiet, Seed, check_out, draw


def responses(
    file: File = None,
    of: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE",
            help="What it is worth in; npv, or total_cost of what has no benefits, if left out.",
        ),
    ] = None,
    at: Annotated[float, typer.Option(help="The assurance, in per cent, at which it is worth so much.")] = 80,
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="How many times to play the programme.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Drawn = None,
    quiet: Quiet = False,
) -> None:
    """What each response to a risk costs, against what it saves at the mean and at P80."""
    with exit_on_refusal():
        check_out(out)
        chosen = choose(file)
        if chosen.note and not quiet:
            note(chosen.note)
        programme = read(chosen, scenario, overrides)
        from engine.plan.plan import make_plan
        from engine.studies.worth_of_responses import plays, worth_of_responses

        with compiling(quiet):
            make_plan(programme)
        with progress_bar(iterations * plays(chosen.file), quiet) as progress:
            found = worth_of_responses(
                chosen.file, of, at, iterations, seed, scenario, changes_of(overrides), progress
            )
        from engine.reporting.tables.printing import print_parts
        from engine.reporting.tables.responses import responses_parts, responses_text

        if format is Format.json:
            print(as_json(responses_text(found)))
        else:
            print_parts(responses_parts(found), answers())
        if out is not None:
            from engine.reporting import chart
            from engine.studies.risk_map import risk_map

            mapped = risk_map(
                chosen.file, found.attrs["of"], iterations, seed, scenario, changes_of(overrides)
            )
            draw([("risk_map", chart("risk_map").draw_risk_map(mapped))], out, quiet)
