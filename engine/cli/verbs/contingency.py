"""`outturn contingency`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import answers, note
from engine.cli.exits import exit_on_refusal
from engine.cli.numbers import whole_numbers
from engine.cli.programme import (
    File,
    Overrides,
    Responses,
    Scenario,
    choose,
    read,
    repair_notes,
    with_responses,
)
from engine.cli.progress import progress_bar
from engine.cli.streams import as_json
from engine.cli.studied import Format, Printed, Quiet, Seed

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme


def contingency(
    file: File = None,
    at: Annotated[float, typer.Option(help="How sure to be, in per cent.")] = 80,
    of: Annotated[str, typer.Option(metavar="MEASURE", help="What it is for.")] = "total_cost",
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="How many times to play the programme.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    responses: Responses = None,
    risks: Annotated[
        bool, typer.Option(help="Share it out by risk too, for which each is switched off in turn.")
    ] = True,
    format: Printed = Format.table,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Chart of the shares and the budget, as SVG, PNG and PDF."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """What to set aside to be 80% sure: over base and mean, by cluster, line and risk, and a budget by year."""
    with exit_on_refusal():
        from engine.cli.plot_name import plot_stem

        stem = plot_stem(plot)
        chosen = choose(file)
        overrides = with_responses(chosen, responses, overrides)
        programme = read(chosen, scenario, overrides)
        for text in () if quiet else (chosen.note, *repair_notes(programme, chosen.called)):
            if text:
                note(text)
        found = _played(programme, at, of, iterations, seed, risks, quiet)
        if format is Format.json:
            from engine.reporting.contingency_record import contingency_text

            print(as_json(contingency_text(found)))
        else:
            from engine.reporting.tables.contingency import contingency_parts
            from engine.reporting.tables.printing import print_parts

            print_parts(contingency_parts(found), answers())
        if stem is not None:
            from engine.reporting import draw_contingency, save_figure

            written = save_figure(draw_contingency(found), stem)
            if not quiet:
                note(f"Written: {', '.join(str(path) for path in written)}")


def _played(
    programme: Programme, at: float, of: str, iterations: int, seed: int, by_risk: bool, quiet: bool
) -> xr.Dataset:
    """The contingency of a programme, with progress where it takes long."""
    from engine.plan.plan import make_plan
    from engine.studies.contingency import contingency_of, plays

    with compiling(quiet):
        make_plan(programme)
    total = iterations * plays(programme, by_risk)
    with progress_bar(total, quiet) as progress:
        return contingency_of(programme, at, of, iterations, seed, by_risk, progress)
