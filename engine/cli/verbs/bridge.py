"""`outturn bridge`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.studied import Format, Out, Printed, Quiet, answer, check_out, ready, say_cost

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


class By(StrEnum):
    """What is one cause."""

    cause = "cause"
    kind = "kind"
    cluster = "cluster"
    cluster_and_kind = "cluster and kind"
    input = "input"


def bridge(
    file: File = None,
    scenario: Scenario = None,
    measure: Annotated[
        str, typer.Option(help="A measure, or the date of an activity: synergy.wave_2.finish.")
    ] = "total_benefit",
    by: Annotated[By, typer.Option(help="What is one cause.")] = By.cause,
    group: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LABEL=PATTERNS",
            help="Causes of your own: a label and patterns of inputs with commas. May be repeated.",
        ),
    ] = None,
    iterations: Annotated[int, whole_numbers(help="Iterations of each run.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same steps.")] = 2023,
    orders: Annotated[
        int | None,
        typer.Option(help="Orders of causes to average over; exact if left out, up to 12 causes, else 40."),
    ] = None,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Show where a promise went: from the base case to P50, to the mean and to 80% assurance, cause by cause."""
    with exit_on_refusal():
        from engine.cli.console import note
        from engine.cli.progress import progress_bar
        from engine.studies.bridge import bridge as bridged
        from engine.studies.bridge import plays_needed

        chosen = choose(file)
        if chosen.note and not quiet:
            note(chosen.note)
        programme = read(chosen, scenario, overrides)
        check_out(out)
        groups = _groups(group or [])
        runs, plays = plays_needed(programme, iterations, by.value, groups, orders)
        with ready(quiet):
            from engine.simulation.whole_run import simulate_whole

            say_cost(
                runs, plays, lambda count: simulate_whole(programme, count, seed, measures=[measure]), quiet
            )
            with progress_bar(plays, quiet) as progress:
                found = bridged(
                    programme, measure, iterations, seed, by=by.value, groups=groups, orders=orders,
                    play=partial(simulate_whole, progress=progress),
                )  # fmt: skip
        from engine.reporting.tables.bridge import bridge_parts

        answer("bridge", found, bridge_parts(found), format, out, _charts(found), quiet)


def _groups(written: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in written:
        label, equals, patterns = one.partition("=")
        listed = [pattern.strip() for pattern in patterns.split(",") if pattern.strip()]
        if not equals or not label.strip() or not listed:
            refuse(f"--group {one}: needs LABEL=PATTERNS, for instance --group 'Dates=*.duration,*.earliest'")
        found[label.strip()] = listed
    return found


def _charts(found: xr.Dataset) -> Iterator[tuple[str, Figure]]:
    from engine.reporting import chart

    for end in found["end"].values:
        yield f"bridge_{end}", chart("bridge").draw_bridge(found, str(end))
