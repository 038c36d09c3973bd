"""`outturn export`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from engine.cli.console import note
from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.exported import kind_of, write_columns
from engine.cli.figures_asked import By, ByParts, Percentiles, every_part, levels_of, print_figures
from engine.cli.numbers import whole_numbers
from engine.cli.programme import (
    Option,
    Overrides,
    Responses,
    Scenario,
    choose,
    read,
    repair_notes,
    with_responses,
)
from engine.cli.ranges import with_ranges
from engine.cli.results_file import DATA, cut_told, is_results, read_results
from engine.cli.studied import Format, Printed, Quiet

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme

ITERATIONS, SEED, WORLDS = 10_000, 2023, 200
OF_THE_BRIDGE = 1_000  # iterations of each of its runs


class Shown(NamedTuple):
    """Results, and what further plays found: what drives them, and the bridge."""

    results: xr.Dataset
    drivers: xr.Dataset | None = None
    bridge: xr.Dataset | None = None


def export(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="Results of a run (its folder, results.nc or .zarr), or a programme file, which is then played. "
            "programme.toml of this folder, or else the flagship, if left out.",
            metavar="[RESULTS | FILE]",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="report.xlsx | .parquet | .csv | -", help="What is written; - or nothing prints a table."
        ),
    ] = None,
    percentiles: Percentiles = None,
    by: ByParts = None,
    every_iteration: Annotated[
        bool,
        typer.Option(
            "--every-iteration", help="CSV and Parquet: a row for each iteration in place of figures."
        ),
    ] = False,
    scenario: Scenario = None,
    option: Option = None,
    iterations: Annotated[
        int | None,
        whole_numbers(help=f"How many times to play a programme file; {ITERATIONS:,} if left out."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help=f"The seed of that run; {SEED} if left out.")] = None,
    overrides: Overrides = None,
    responses: Responses = None,
    studies: Annotated[
        bool, typer.Option(help="Workbook of a programme file: work out ranges, drivers and the bridge too.")
    ] = True,
    format: Printed = Format.table,
    quiet: Quiet = False,
) -> None:
    """Write a run as a workbook whose base case is live formulas, or its figures as Parquet, CSV or a table."""
    with exit_on_refusal():
        levels = levels_of(percentiles)
        target = None if to is None or str(to) == "-" else to
        ending = kind_of(target) if target is not None else ""
        _check(ending, by, every_iteration)
        if target is not None:
            from engine.reporting.whole_file import check_writable

            check_writable(target)
            if source is not None and target.exists() and source.exists() and target.samefile(source):
                refuse(f"--to {target}: this is the file that is read; name another")
        if source is not None and is_results(source):
            asked = {"--scenario": scenario, "--option": option, "--iterations": iterations, "--seed": seed,
                     "--set": overrides, "--responses": responses}  # fmt: skip
            results = _results(source, [name for name, value in asked.items() if value is not None])
            shown = _with_saved(results, source) if ending == ".xlsx" else Shown(results)
        else:
            run = {"iterations": iterations or ITERATIONS, "seed": SEED if seed is None else seed}
            shown = _played(source, scenario, option, run, overrides, responses, ending, studies, quiet)
        with cut_told(source):
            if target is None:
                print_figures(shown.results, by or By.whole, levels, format)
            elif ending == ".xlsx":
                _write_workbook(shown, target, levels, source, quiet)
            else:
                write_columns(shown.results, target, ending, by or By.whole, levels, every_iteration)
        if target is not None and not quiet:
            note(f"Written: {target}")


def _check(ending: str, by: By | None, every_iteration: bool) -> None:
    """Refuse what does not go together, before anything is played."""
    if ending == ".xlsx" and by is not None:
        refuse(
            "--by with a workbook: it has a sheet for years, clusters, lines and risks each; leave --by out"
        )
    if every_iteration and ending not in (".csv", ".parquet"):
        refuse("--every-iteration: iterations are written to .csv or .parquet; name one by --to")
    if every_iteration and by is not None:
        refuse("--every-iteration with --by: its columns hold all parts; leave --by out")


def _results(source: Path, asked: list[str]) -> xr.Dataset:
    """Results as they were played, of which nothing can be asked that needs a play."""
    if asked:
        refuse(
            f"{', '.join(asked)}: {source} holds results that are played already; name the programme file instead"
        )
    results = read_results(source)
    if "engine_version" not in results.attrs or (
        "iteration" not in results.dims and "measure" not in results.dims
    ):
        refuse(
            f"{source} holds no results of `outturn run`: it lacks iterations, or the version of the engine"
        )
    return results


def _with_saved(results: xr.Dataset, source: Path) -> Shown:
    """The results, with the drivers and the bridge that `outturn report` left beside them."""
    from engine.reporting.studies_file import read_studies

    saved = read_studies(source / DATA if source.is_dir() else source, results.attrs)
    studies = saved.studies if saved else {}
    return Shown(results, studies.get("drivers"), studies.get("bridge"))


def _played(
    file: Path | None, scenario: str | None, option: str | None, run: dict[str, Any], overrides: list[str] | None,
    responses: str | None, ending: str, studies: bool, quiet: bool,
) -> Shown:  # fmt: skip
    """Results of a programme file with its lines and risks, and for a workbook what studies of it found."""
    from engine.cli.compiling import compiling
    from engine.cli.progress import progress_bar
    from engine.simulation.draw import draw
    from engine.simulation.whole_run import simulate_whole

    chosen = choose(file)
    overrides = with_responses(chosen, responses, overrides)
    programme = read(chosen, scenario, overrides, option=option)
    for text in () if quiet else (chosen.note, *repair_notes(programme, chosen.called)):
        if text:
            note(text)
    with compiling(quiet):
        asked = every_part(programme)
    with progress_bar(run["iterations"], quiet) as progress:
        results = simulate_whole(programme, **run, measures=asked, progress=progress)
    if ending != ".xlsx" or not studies:
        return Shown(results)
    from engine.analysis.drivers import drivers

    results = with_ranges(programme, results, chosen, overrides, WORLDS, True)
    inputs = draw(programme, **run)
    measure = "total_benefit" if programme.benefits else "total_cost"
    driven = drivers(results, inputs, measure) if inputs.sizes["input"] else None
    return Shown(results, driven, _bridge(programme, measure, run["seed"], quiet))


def _bridge(programme: Programme, measure: str, seed: int, quiet: bool) -> xr.Dataset | None:
    """Where the measure goes from the base case on, cause by cause; nothing where there is no cause."""
    from engine.cli.progress import progress_bar
    from engine.simulation.whole_run import simulate_whole
    from engine.studies.bridge import bridge, plays_needed

    runs, plays = plays_needed(programme, OF_THE_BRIDGE)
    if runs < 1:
        return None
    with progress_bar(plays, quiet) as progress:
        return bridge(
            programme, measure, OF_THE_BRIDGE, seed, play=partial(simulate_whole, progress=progress)
        )


def _write_workbook(
    shown: Shown, to: Path, levels: Sequence[float], source: Path | None, quiet: bool
) -> None:
    from engine.analysis.findings import Findings
    from engine.reporting.whole_file import whole
    from engine.reporting.workbook.book import write_workbook

    command = " ".join(["outturn export", *([str(source)] if source else []), "--to", to.name])
    with whole(to) as beside:
        left_out = write_workbook(
            Findings(shown.results), beside, levels, shown.drivers, shown.bridge, command
        )
    for sentence in () if quiet else left_out:
        note(f"Not in formulas: {sentence}")
    sys.stdout.flush()
