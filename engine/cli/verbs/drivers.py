"""`outturn drivers`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.compiling import compiling
from engine.cli.console import note
from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import File, Overrides, Scenario, choose, read
from engine.cli.progress import progress_bar
from engine.cli.results_file import read_results
from engine.cli.results_option import ResultsOption, refuse_results_alone, run_of
from engine.cli.studied import Format, Out, Printed, Quiet, Seed, answer, check_out, say_cost

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from engine.programme.model import Programme


class Method(StrEnum):
    """How drivers are told."""

    sample = "sample"
    gap = "gap"
    shapley = "shapley"
    sobol = "sobol"
    beliefs = "beliefs"


def drivers(
    file: File = None,
    scenario: Scenario = None,
    measure: Annotated[
        str | None, typer.Option(help="What is driven; the measure of the first claim if left out.")
    ] = None,
    claim: Annotated[str | None, typer.Option(help="A claim instead: what makes it hold or fail.")] = None,
    method: Annotated[
        Method,
        typer.Option(
            help="sample: one run, rank correlation, swings, shares alone. gap: what the percentile would be without "
            "each cause. shapley: shares that add up, right under correlation. sobol: alone and together. beliefs: "
            "which of the \\[beliefs] move it between worlds."
        ),
    ] = Method.sample,
    by: Annotated[
        str,
        typer.Option(
            help="Who has a share (all but sample and gap): input, cause, cluster, kind, basis, source, or several by "
            "commas."
        ),
    ] = "input",
    percentile: Annotated[float, typer.Option(help="Assurance in percent, read on the careful side.")] = 80.0,
    iterations: Annotated[int, whole_numbers(help="How many times to play, of every run.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    results: ResultsOption = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Tell what drives a measure or a claim: which inputs and risks, how much, and whose uncertainty it is."""
    with exit_on_refusal():
        refuse_results_alone("drivers", file)
        if results is not None and method is not Method.sample:
            refuse(f"--method {method.value} plays again and takes no --results; leave it out")
        chosen = choose(file)
        if chosen.note and not quiet:
            note(chosen.note)
        check_out(out)
        programme = read(chosen, scenario, overrides)
        with compiling(quiet):
            run = {"iterations": iterations, "seed": seed}
            if method is Method.sample:
                found = from_sample(programme, measure, claim, percentile, run, results)
            elif method is Method.gap:
                found = from_gaps(programme, measure, claim, percentile, run, quiet)
            elif method is Method.beliefs:
                found = from_beliefs(programme, by, measure, claim, run, quiet)
            else:
                found = from_shares(programme, method, by, measure, claim, run, quiet)
        name = f"drivers-{found.attrs.get('target') or found['output'].values[0]}".replace(" ", "-")
        answer(name, found, parts_of(found), format, out, figures(name, found), quiet)


def from_sample(
    programme: Programme,
    measure: str | None,
    claim: str | None,
    percentile: float,
    run: dict[str, Any],
    results: Path | None,
) -> xr.Dataset:
    """What one run tells, played now or before."""
    from engine.analysis.drivers import drivers as found_in
    from engine.simulation.draw import draw
    from engine.simulation.whole_run import simulate_whole

    if results is None:
        played = simulate_whole(programme, **run)
    else:
        played = read_results(results)
        run = run_of(played)
    return found_in(played, draw(programme, **run), measure, claim, percentile)


def from_gaps(
    programme: Programme,
    measure: str | None,
    claim: str | None,
    percentile: float,
    run: dict[str, Any],
    quiet: bool,
) -> xr.Dataset:
    """What the percentile would be without each cause."""
    from engine.simulation.whole_run import simulate_whole
    from engine.studies.gaps import chosen_causes, gaps

    if claim is not None:
        refuse("--method gap tells of a measure and of the chance of every claim with it; give --measure")
    count = len(chosen_causes(programme, None))
    plays = (count + 1) * run["iterations"]
    say_cost(count + 1, plays, lambda iterations: simulate_whole(programme, iterations, 1), quiet)
    with progress_bar(count, quiet, unit="causes") as progress:
        return gaps(programme, measure, percentile=percentile, progress=progress, **run)


def from_shares(
    programme: Programme,
    method: Method,
    by: str,
    measure: str | None,
    claim: str | None,
    run: dict[str, Any],
    quiet: bool,
) -> xr.Dataset:
    """Shapley effects or Sobol' indices of the one measure or claim."""
    from engine.analysis.target import target
    from engine.simulation.bench import Bench
    from engine.simulation.whole_run import simulate_whole
    from engine.studies.players import players_of
    from engine.studies.shapley import shapley
    from engine.studies.sobol import refuse_dependence, sobol

    aimed = target(simulate_whole(programme, 2, run["seed"]), measure, claim)
    asked: dict[str, Any] = {f"{aimed.attrs['what']}s": [aimed.name]}
    bench = Bench(programme, run["seed"], **asked)
    players = players_of(bench, by)
    if method is Method.sobol:
        refuse_dependence(bench, players)
    runs = len(players) + 2
    say_cost(
        runs, runs * run["iterations"], lambda iterations: simulate_whole(programme, iterations, 1), quiet
    )
    return (shapley if method is Method.shapley else sobol)(programme, by, **asked, **run)


def from_beliefs(
    programme: Programme,
    by: str,
    measure: str | None,
    claim: str | None,
    run: dict[str, Any],
    quiet: bool,
) -> xr.Dataset:
    """Which beliefs move the one measure or claim between worlds."""
    from engine.analysis.target import target
    from engine.simulation.whole_run import simulate_whole
    from engine.studies.belief_shares import belief_shares

    aimed = target(simulate_whole(programme, 2, run["seed"]), measure, claim)
    runs = len(programme.beliefs) + 2
    say_cost(
        runs, runs * run["iterations"], lambda iterations: simulate_whole(programme, iterations, 1), quiet
    )
    asked: dict[str, Any] = {f"{aimed.attrs['what']}s": [aimed.name]}
    return belief_shares(programme, by, **asked, **run)


def parts_of(found: xr.Dataset) -> list[Any]:
    """The answer as tables."""
    from engine.reporting.tables.drivers import driver_parts, gap_parts
    from engine.reporting.tables.shares import share_parts

    if "output" in found.dims:
        return share_parts(found)
    return gap_parts(found) if "gap" in found else driver_parts(found)


def figures(name: str, found: xr.Dataset) -> Iterator[tuple[str, Figure]]:
    """The answer as a chart."""
    from engine import reporting

    yield name, (reporting.draw_shares if "output" in found.dims else reporting.draw_tornado)(found)
