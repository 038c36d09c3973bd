"""`outturn doctor`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.exits import FINDING, exit_on_refusal
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read


def doctor(
    file: File = None,
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="How many draws to measure correlations by.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 2023,
    overrides: Overrides = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a group is impossible as written.")
    ] = False,
) -> None:
    """Explain and repair correlations: target, nearest possible and achieved side by side, and TOML to paste."""
    with exit_on_refusal():
        chosen = choose(file)
        if chosen.note:
            print(chosen.note, file=sys.stderr)
        programme = read(chosen, scenario, overrides, repairs=True)
        from rich.console import Console

        from engine.reporting.tables.correlations import diagnosis_text, is_impossible, repaired_toml
        from engine.reporting.tables.verdict import NARROWEST
        from engine.studies.doctor import diagnose

        console = Console(highlight=False)
        if not console.is_terminal:
            console.width = NARROWEST
        with compiling():
            found = diagnose(programme, iterations, seed).values()
        if not found:
            print("No correlation groups: every input varies on its own.")
        for place, group in enumerate(found):
            if place:
                print()
            console.print(diagnosis_text(group))
            if is_impossible(group):
                print(f"\nTo paste in place of the group:\n\n{repaired_toml(group)}")
        if strict and any(map(is_impossible, found)):
            raise typer.Exit(FINDING)
