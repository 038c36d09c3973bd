"""`outturn check`."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import note, print_as_written
from engine.cli.exits import FINDING, exit_on_refusal
from engine.cli.programme import File, Overrides, Scenario, choose, read, repair_notes


def check(
    file: File = None,
    scenario: Scenario = None,
    overrides: Overrides = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if there is a warning.")] = False,
) -> None:
    """Validate a programme without running it; every problem is told at once, and what is likely a slip."""
    with exit_on_refusal():
        from engine.plan.plan import make_plan
        from engine.studies.lint.lint import lint

        chosen = choose(file)
        if chosen.note:
            note(chosen.note)
        programme = read(chosen, scenario, overrides)
        with compiling():
            make_plan(programme)
        print_as_written(
            f"{chosen.called}: no problems. {len(programme.clusters)} clusters, "
            f"{len(programme.activities)} activities, "
            f"{len(programme.costs)} cost lines, {len(programme.benefits)} benefit lines, "
            f"{len(programme.risks)} risks, {len(programme.uncertain())} uncertain inputs, "
            f"{len(programme.claims)} claims\n"
        )
        for repair in repair_notes(programme, chosen.called):
            print_as_written(f"{repair}\n")
        found = lint(programme, chosen.file)
        for slip, line in found:
            place = chosen.called if line is None else f"{chosen.called}:{line}"
            print_as_written(f"{place}: warning: {slip}\n")
        if strict and found:
            raise typer.Exit(FINDING)
