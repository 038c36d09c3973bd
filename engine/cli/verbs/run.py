"""`outturn run`."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.charted import chart
from engine.cli.compiling import compiling
from engine.cli.console import answers, note, warnings_noted
from engine.cli.exits import FINDING, all_the_same, code_of_interrupt, exit_on_refusal, refuse
from engine.cli.figures_asked import By, ByParts, Percentiles, every_part, figures_wanted, print_figures
from engine.cli.growing import draw_convergence, grown
from engine.cli.numbers import whole_numbers
from engine.cli.packed import packer
from engine.cli.programme import (
    File,
    Option,
    Overrides,
    Responses,
    Scenario,
    choose,
    placed,
    read,
    repair_notes,
    with_responses,
)
from engine.cli.progress import progress_bar
from engine.cli.ranges import check_worlds, with_ranges
from engine.cli.replicated import check_replicates, play_replicates
from engine.cli.results_file import DATA
from engine.cli.streams import as_json
from engine.cli.studied import Format

if TYPE_CHECKING:
    from distributed import Client

    from engine.analysis.findings import Findings


class Keep(StrEnum):
    """What is kept of the iterations."""

    iterations = "iterations"
    summary = "summary"


class Design(StrEnum):
    """How iterations are sampled."""

    random = "random"
    antithetic = "antithetic"
    latin = "latin"
    sobol = "sobol"


def run(
    file: File = None,
    scenario: Scenario = None,
    option: Option = None,
    iterations: Annotated[int, whole_numbers(help="How many times to play the programme.")] = 10_000,
    seed: Annotated[
        int, typer.Option(help="The same seed gives the same results, on any number of threads.")
    ] = 2023,
    threads: Annotated[int | None, typer.Option(help="Threads; every core if left out.")] = None,
    design: Annotated[Design, typer.Option(help="Sampling design.")] = Design.random,
    replicates: Annotated[
        int,
        whole_numbers(
            help="Play the iterations as so many independent runs of the design, which tell its error."
        ),
    ] = 1,
    keep: Annotated[
        Keep, typer.Option(help="Every iteration, or exact counts and fine histograms in constant memory.")
    ] = Keep.iterations,
    store: Annotated[
        Path | None, typer.Option(help="Write the iterations to a new Zarr folder, never all in memory.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the stored run, where it was interrupted or killed.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="Play on a Dask cluster: its scheduler's address, tcp://HOST:PORT.")
    ] = None,
    overrides: Overrides = None,
    responses: Responses = None,
    until: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PRECISION",
            help='Play until figures are this precise: "p80(total_cost) ± 1%", "P(claim) ± 0.5pp". May be repeated.',
        ),
    ] = None,
    most: Annotated[int, whole_numbers(help="With --until, iterations at most.")] = 1_000_000,
    worlds: Annotated[
        int,
        whole_numbers(help="Worlds in which beliefs are drawn, for the range of each chance; 0 for none."),
    ] = 200,
    scenarios: Annotated[
        bool, typer.Option(help="Play the file's other scenarios too, for the range of each chance.")
    ] = True,
    pack: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Also write all that the run hangs on to a new folder, for outturn verify."
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for results.nc, summary.json and charts.")] = Path(
        "outturn-results"
    ),
    format: Annotated[Format, typer.Option(help="What is printed.")] = Format.table,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Print the 95% interval of every mean and percentile too.")
    ] = False,
    percentiles: Percentiles = None,
    by: ByParts = None,
    charts: Annotated[bool, typer.Option(help="Draw the charts.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the answer and nothing beside it.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a claim is likelier to fail than to hold.")
    ] = False,
) -> None:
    """Play a programme and print the verdict: the chance of every claim, the range of every measure."""
    with exit_on_refusal():
        beside = {
            "--keep summary": keep is Keep.summary,
            "--store": store,
            "--scheduler": scheduler,
            "--pack": pack,
        }
        check_replicates(replicates, beside)
        if option and pack is not None:
            refuse("--option with --pack: a pack holds no option; say what it sets by --set PATH=VALUE")
        levels = figures_wanted(percentiles, by, format)
        single = by in (By.line, By.risk)
        if single and (pack is not None or replicates > 1):
            refuse(
                f"--by {by} with --pack or --replicates: these keep sums; outturn export FILE --by {by} tells of them"
            )
        chosen = choose(file)
        overrides = with_responses(chosen, responses, overrides)
        packing = packer(pack, out, chosen.file, overrides, quiet)
        programme = read(chosen, scenario, overrides, option=option)
        for text in () if quiet else (chosen.note, *repair_notes(programme, chosen.called)):
            if text:
                note(text)
        from engine.reporting.drawer import drawer
        from engine.reporting.run_folder import claimed
        from engine.simulation.limits import RunWarning, check_run

        check_run(iterations, seed, threads)  # before what takes long
        check_worlds(worlds)
        with (
            drawer(charts and store is None) as drawing,  # gets ready while this process does
            claimed(out, (DATA,) if store is None else ()) as folder,
        ):
            from engine.plan.ahead import is_compiled
            from engine.plan.plan import make_plan
            from engine.simulation.simulate import simulate

            if not is_compiled():
                with compiling(quiet), placed(chosen):
                    make_plan(programme)
            report = None
            if until:
                report = grown(programme, until, seed, design.value, most, scheduler, quiet)
                iterations = report.attrs["iterations"]
            with (
                warnings_noted(RunWarning),
                placed(chosen),
                cluster(scheduler) as client,
                progress_bar(iterations, quiet) as progress,
            ):
                if replicates == 1:
                    results = simulate(
                        programme, iterations, seed, threads, design.value, progress,
                        keep=keep.value, store=store, resume=resume, client=client,
                        measures=every_part(programme) if single else None,
                    )  # fmt: skip
                else:
                    results = play_replicates(
                        programme, iterations, seed, threads, design.value, replicates, progress
                    )
            from engine.analysis.findings import Findings
            from engine.reporting.files import write_data

            drawing.begin(results)
            findings = Findings(with_ranges(programme, results, chosen, overrides, worlds, scenarios))
            drawing.go_on(findings.results.attrs)
            written = write_data(findings, folder, data=store is None)
            with all_the_same(written):
                print_answer(findings, format, intervals)
                if levels is not None:
                    print_figures(findings.results, by or By.whole, levels, format)
                print(end="", flush=True)
            packing(Findings(results), "store" if store is not None else keep.value, threads)
            if report is not None and charts:
                draw_convergence(report, folder)
            chart(findings, folder, written, drawing if charts else None, quiet, store)
        if results.attrs.get("interrupted"):
            raise typer.Exit(code_of_interrupt())
        if strict and bool((findings.claims["probability"] < 0.5).any()):
            raise typer.Exit(FINDING)


def print_answer(findings: Findings, format: Format, intervals: bool) -> None:
    """Print the verdict, or all of it as JSON."""
    if format is Format.json:
        from engine.reporting.record import record_text

        print(as_json(record_text(findings)))
        return
    from engine.reporting.tables.verdict import print_verdict

    print_verdict(findings, answers(), intervals)


def cluster(scheduler: str | None) -> AbstractContextManager[Client | None]:
    """A client of the cluster that was named, or nothing."""
    if scheduler is None:
        return nullcontext()
    from engine.simulation.dask_workers import connected  # which takes long to import

    return connected(scheduler)
