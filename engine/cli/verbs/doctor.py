"""`outturn doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import answers, note, print_as_written
from engine.cli.exits import FINDING, exit_on_refusal
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.studied import Drawn, check_out, draw


def doctor(
    file: File = None,
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="How many draws to measure correlations by.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 2023,
    overrides: Overrides = None,
    out: Drawn = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a group is impossible as written.")
    ] = False,
) -> None:
    """Explain and repair correlations: target, nearest possible and achieved side by side, and TOML to paste."""
    with exit_on_refusal():
        check_out(out)
        chosen = choose(file)
        if chosen.note:
            note(chosen.note)
        programme = read(chosen, scenario, overrides, repairs=True)
        from engine.reporting.tables.correlations import is_impossible, print_diagnosis, repaired_toml
        from engine.studies.doctor import diagnose

        console = answers()
        with compiling():
            found = diagnose(programme, iterations, seed).values()
        if not found:
            print("No correlation groups: every input varies on its own.")
        for place, group in enumerate(found):
            if place:
                print()
            print_diagnosis(group, console)
            if is_impossible(group):
                print_as_written(f"\nTo paste in place of the group:\n\n{repaired_toml(group)}\n")
        if out is not None and found:
            from engine.reporting import chart

            drawing = chart("correlations").draw_correlations
            draw(
                ((f"correlations-{k}", drawing(group)) for k, group in enumerate(found, 1)), out, quiet=False
            )
        if strict and any(map(is_impossible, found)):
            raise typer.Exit(FINDING)
