"""`outturn options`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import answers, note
from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.streams import as_json
from engine.cli.studied import Drawn, Format, Printed, Quiet, Seed, check_out, draw


def options(
    file: File = None,
    baseline: Annotated[
        str | None, typer.Option(help="The option that others are measured against; else the file's.")
    ] = None,
    of: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE", help="A measure in place of cost, benefit and NPV. May be repeated."),
    ] = None,
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="How many times to play each option.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Drawn = None,
    quiet: Quiet = False,
) -> None:
    """Compare the options of a file: cost, benefit and NPV of each, and against a baseline on common draws."""
    with exit_on_refusal():
        check_out(out)
        chosen = choose(file)
        if chosen.note and not quiet:
            note(chosen.note)
        from engine.programme import option_names

        names = option_names(chosen.file)
        if len(names) < 2:
            read(chosen, scenario, overrides)  # what else is wrong with the file comes first
            found = f"one option, {names[0]}" if names else "no options"
            refuse(
                f"{chosen.called} has {found}; accepted: two or more tables [options.NAME] with what each sets"
            )
        programmes = {name: read(chosen, scenario, overrides, option=name) for name in names}
        from engine.reporting.tables.options import options_parts, options_record
        from engine.reporting.tables.printing import print_parts
        from engine.studies.options import MEASURES, compare_options
        from engine.visible import visible

        with compiling(quiet):
            compared = compare_options(programmes, baseline, iterations, seed, of or MEASURES)
        if format is Format.json:
            text = json.dumps(options_record(compared), indent=2, ensure_ascii=False, allow_nan=False)
            print(as_json(visible(text, kept="\n")))
        else:
            print_parts(options_parts(compared), answers())
        if out is not None:
            from engine.reporting import chart

            draw([("options", chart("options").draw_options(compared))], out, quiet)
