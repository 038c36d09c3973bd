"""`outturn joint`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import note
from engine.cli.exits import exit_on_refusal
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.results_file import is_results, read_results
from engine.cli.studied import Format, Out, Printed, Quiet, Seed, answer, check_out

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


def joint(
    file: File = None,
    scenario: Scenario = None,
    cost: Annotated[
        str | None,
        typer.Option(help="The one measure; total_cost, or other money that a claim caps, if left out."),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            help="The other: a measure, or the finish of an activity, finish.CLUSTER.ACTIVITY; the latest date that is "
            "claimed, or else go_live_delay, if left out."
        ),
    ] = None,
    cost_limit: Annotated[
        float | None,
        typer.Option(help="Its limit; that of the first claim on it or else its base case if left out."),
    ] = None,
    date_limit: Annotated[float | None, typer.Option(help="The limit of the other, likewise.")] = None,
    iterations: Annotated[int, whole_numbers(help="How many times to play.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Tell the chance to keep within cost and date together; FILE may be results of a run too."""
    with exit_on_refusal():
        check_out(out)
        if file is not None and is_results(file):
            played = read_results(file)
        else:
            chosen = choose(file)
            if chosen.note and not quiet:
                note(chosen.note)
            programme = read(chosen, scenario, overrides)
            from engine.simulation.whole_run import simulate_whole

            finish, dot, activity = (date or "").partition(".")
            parts = [f"{activity}.finish"] if dot and finish == "finish" else []
            with compiling(quiet):
                played = simulate_whole(
                    programme, iterations, seed, measures=["*", *parts] if parts else None
                )
        from engine.analysis.joint import joint as found_in
        from engine.reporting.tables.joint import joint_parts

        found = found_in(played, cost, date, cost_limit=cost_limit, date_limit=date_limit)
        name = "joint-{first}-{second}".format(**found.attrs)
        answer(name, found, joint_parts(found), format, out, figures(name, found, played), quiet)


def figures(name: str, found: xr.Dataset, played: xr.Dataset) -> Iterator[tuple[str, Figure]]:
    """The scatter with its frontiers."""
    from engine import reporting

    yield name, reporting.draw_joint(found, played)
