"""`outturn assumptions`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.compiling import compiling
from engine.cli.console import note
from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.results_option import refuse_results_alone
from engine.cli.studied import Format, Out, Printed, Quiet, Seed, answer, check_out, say_cost

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


def assumptions(
    file: File = None,
    scenario: Scenario = None,
    measure: Annotated[
        str | None,
        typer.Option(help="What the ten assumptions weigh on; the measure of the first claim if left out."),
    ] = None,
    claim: Annotated[str | None, typer.Option(help="A claim instead.")] = None,
    decision: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE[>=NUMBER]",
            help="Also what is worth finding out before deciding to go ahead, which is right if the mean of the "
            "measure is at least the number (0), e.g. npv or benefit_cost_ratio>=1.5.",
        ),
    ] = None,
    by: Annotated[
        str, typer.Option(help="What may be found out: input, kind, cluster, basis or source.")
    ] = "input",
    iterations: Annotated[int, whole_numbers(help="How many times to play, of every run.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Tell how much of the answer rests on assumption, which assumptions weigh most, and what is worth finding out."""
    with exit_on_refusal():
        refuse_results_alone("assumptions", file)
        chosen = choose(file)
        if chosen.note and not quiet:
            note(chosen.note)
        check_out(out)
        programme = read(chosen, scenario, overrides)
        from engine.analysis.information import value_of_information
        from engine.reporting.tables.assumptions import assumption_parts, information_parts
        from engine.simulation.draw import draw
        from engine.simulation.whole_run import simulate_whole
        from engine.studies.assumptions import assumptions as found_in
        from engine.studies.assumptions import weightiest

        with compiling(quiet):
            say_cost(6, 6 * iterations, lambda count: simulate_whole(programme, count, 1), quiet)
            found = found_in(programme, measure, claim, iterations, seed)
            parts = assumption_parts(found, weightiest(found))
            if decision is not None:
                name, threshold = decided_by(decision)
                played = simulate_whole(programme, iterations, seed)
                worth = value_of_information(
                    played, draw(programme, iterations, seed), name, by=by, threshold=threshold
                )
                parts += information_parts(worth)
                found = with_worth(found, worth)
        name = f"assumptions-{found.attrs['target']}"
        answer(name, found, parts, format, out, figures(name, found), quiet)


def decided_by(text: str) -> tuple[str, float]:
    """`npv>=100` as a measure and a number, which is 0 if left out."""
    name, sign, number = text.partition(">=")
    if not sign:
        return name.strip(), 0.0
    try:
        return name.strip(), float(number.replace(",", ""))
    except ValueError:
        refuse(
            f"--decision {text}: found {number.strip()!r}; accepted: MEASURE or MEASURE>=NUMBER, e.g. npv>=0"
        )


def with_worth(found: xr.Dataset, worth: xr.Dataset) -> xr.Dataset:
    """Both answers as one."""
    kept = ["evppi", "evppi_low", "evppi_high", "check", "trusted"]
    renamed = (
        worth[kept].drop_vars([name for name in worth.coords if name != "player"]).rename(player="to_know")
    )
    told: dict[str, Any] = {
        key: worth.attrs[key] for key in ("evpi", "evpi_low", "evpi_high", "best", "threshold")
    }
    decided = {"decision": worth.attrs["target"], "options": ", ".join(worth.attrs["options"])}
    return (
        found.assign(renamed.data_vars).assign_coords(to_know=renamed["to_know"]).assign_attrs(told | decided)
    )


def figures(name: str, found: xr.Dataset) -> Iterator[tuple[str, Figure]]:
    """The map of assumptions."""
    from engine import reporting

    yield name, reporting.draw_assumption_map(found)
