"""`outturn misses`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.compiling import compiling
from engine.cli.console import note
from engine.cli.exits import exit_on_refusal
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.results_file import read_results
from engine.cli.results_option import ResultsOption, refuse_results_alone, run_of
from engine.cli.studied import Format, Out, Printed, Quiet, Seed, answer, check_out

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


class Aim(StrEnum):
    """What iterations are told by."""

    miss = "miss"
    hold = "hold"


def misses(
    file: File = None,
    scenario: Scenario = None,
    claim: Annotated[str | None, typer.Option(help="Which claim; the first if left out.")] = None,
    measure: Annotated[str | None, typer.Option(help="A measure instead, with a bound or without.")] = None,
    at_least: Annotated[float | None, typer.Option(help="What the measure should be at least.")] = None,
    at_most: Annotated[float | None, typer.Option(help="What the measure should be at most.")] = None,
    aim: Annotated[
        Aim, typer.Option(help="When it is missed, or when it holds: ask of that which is seldom.")
    ] = Aim.miss,
    also: Annotated[
        list[str] | None,
        typer.Option(help="Dates beside the inputs, e.g. go_live_delay or finish. May be repeated."),
    ] = None,
    iterations: Annotated[int, whole_numbers(help="How many times to play.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    results: ResultsOption = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Tell why a claim is missed: combinations of inputs in which it far more often is, in plain words."""
    with exit_on_refusal():
        refuse_results_alone("misses", file)
        chosen = choose(file)
        if chosen.note and not quiet:
            note(chosen.note)
        check_out(out)
        programme = read(chosen, scenario, overrides)
        from engine.analysis.misses import misses as found_in
        from engine.analysis.misses import outcome
        from engine.reporting.tables.misses import miss_parts
        from engine.simulation.draw import draw
        from engine.simulation.whole_run import simulate_whole

        run: dict[str, Any] = {"iterations": iterations, "seed": seed}
        with compiling(quiet):
            if results is None:
                parts = [f"*.{name}" for name in also or () if name == "finish"]
                played = simulate_whole(programme, measures=["*", *parts] if parts else None, **run)
            else:
                played = read_results(results)
                run = run_of(played)
            drawn = draw(programme, **run)
        found = found_in(
            played, drawn, claim, measure, at_least=at_least, at_most=at_most, aim=aim.value, also=also or ()
        )
        values = outcome(played, claim, measure, at_least, at_most, aim.value).values
        name = f"misses-{found.attrs['target']}"
        answer(
            name,
            found,
            miss_parts(found),
            format,
            out,
            figures(name, found, played, drawn, values, also or []),
            quiet,
        )


def figures(
    name: str, found: xr.Dataset, played: xr.Dataset, drawn: xr.Dataset, values: Any, also: list[str]
) -> Iterator[tuple[str, Figure]]:
    """A picture of each box; one without a box where there is none."""
    import numpy as np
    import xarray as xr

    from engine import reporting
    from engine.analysis.features import features

    known = features(played, drawn, also)
    table = xr.Dataset({"value": (("iteration", "input"), known.table.T)}, coords={"input": known.names})
    happens = values if int(found.attrs["yes_or_no"]) else (values >= np.quantile(values, 0.8)).astype(float)
    for box in range(max(found.sizes["box"], 1)):
        yield f"{name}-{box + 1}" if box else name, reporting.draw_boxes(found, table, happens, box)
