"""`outturn replay`."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.studied import Format, Out, Printed, Quiet, answer, check_out, ready


def replay(
    file: File = None,
    iteration: Annotated[int | None, typer.Option(help="Which iteration of the run is told, from 0.")] = None,
    near: Annotated[
        str | None, typer.Option(metavar="P80", help="Instead: what iterations near this percentile share.")
    ] = None,
    measure: Annotated[str, typer.Option(help="The measure of the percentile.")] = "total_cost",
    count: Annotated[int, typer.Option(help="How many iterations near it.")] = 100,
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="Length of the run that the percentile is of.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the run.")] = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Tell what happened in one iteration, to the bit: strikes, dates, driving path, money; or near a percentile."""
    with exit_on_refusal():
        if (iteration is None) == (near is None):
            refuse("replay: needs --iteration NUMBER, or --near P80, and not both")
        percentile = _percentile(near) if near is not None else 0.0
        chosen = choose(file)
        if chosen.note and not quiet:
            from engine.cli.console import note

            note(chosen.note)
        programme = read(chosen, scenario, overrides)
        check_out(out)
        with ready(quiet):
            from engine.reporting import chart
            from engine.reporting.tables.story import near_parts, story_parts
            from engine.studies.story import stories_near, story

            if near is None:
                told = story(programme, seed, iteration=iteration or 0)
                figures = [("gantt", chart("gantt").draw_gantt(told))] if out is not None else []
                answer("story", told, story_parts(told), format, out, figures, quiet)
                return
            found = stories_near(programme, percentile, measure, iterations, seed, count=count)
            figures = []
            if out is not None:
                typical = story(programme, seed, iteration=found.attrs["typical"])
                figures = [("gantt", chart("gantt").draw_gantt(typical, found))]
        answer("near", found, near_parts(found), format, out, figures, quiet)


def _percentile(text: str) -> float:
    try:
        return float(text.strip().lstrip("pP"))
    except ValueError:
        refuse(f"--near {text}: a percentile such as P80 is needed")
