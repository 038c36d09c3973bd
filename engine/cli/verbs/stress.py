"""`outturn stress`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.studied import Format, Out, Printed, Quiet, Seed, answer, check_out, ready

if TYPE_CHECKING:
    from engine.studies.stress import Range


def stress(
    input: Annotated[str, typer.Argument(help="An input by its full name, or a pattern: 'drivers.*_cash'.")],
    file: File = None,
    low: Annotated[
        str,
        typer.Option(
            help="Lower end of the range, in the input's own units, or a percentile of its law: P80."
        ),
    ] = "P0",
    high: Annotated[str, typer.Option(help="Upper end, likewise.")] = "P100",
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="Iterations of each of the two runs.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Keep one input within a range and see what that does to every measure and claim, on common draws."""
    with exit_on_refusal():
        within = _range(low, high)
        chosen = choose(file)
        if chosen.note and not quiet:
            from engine.cli.console import note

            note(chosen.note)
        programme = read(chosen, scenario, overrides)
        check_out(out)
        with ready(quiet):
            from engine.studies.stress import stress as stressed

            found = stressed(programme, input, within, iterations, seed)
        from engine.cli.verbs.compare import charts_of
        from engine.reporting.tables.comparison import comparison_parts

        answer("stress", found, comparison_parts(found), format, out, charts_of(found, "stress"), quiet)


def _range(low: str, high: str) -> Range:
    from engine.studies.stress import Range

    in_percent = [text.strip().upper().startswith("P") for text in (low, high)]
    whole = low.strip().upper() == "P0", high.strip().upper() == "P100"
    if in_percent[0] != in_percent[1] and not any(whole):
        refuse(f"--low {low} --high {high}: give both as percentiles (P80) or both in the input's own units")
    numbers = []
    for option, text in (("--low", low), ("--high", high)):
        try:
            numbers.append(float(text.strip().lstrip("pP")))
        except ValueError:
            refuse(f"{option} {text}: a number or a percentile such as P80 is needed")
    if in_percent[0] == in_percent[1]:
        return Range(numbers[0], numbers[1], in_percent[0])
    open_end = float("-inf") if whole[0] and in_percent[0] else numbers[0]
    return Range(open_end, float("inf") if whole[1] and in_percent[1] else numbers[1])
