"""`outturn run`."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import answers, note
from engine.cli.exits import FINDING, INTERRUPTED, exit_on_refusal
from engine.cli.programme import File, Overrides, Scenario, read, repair_notes
from engine.cli.progress import progress_bar

if TYPE_CHECKING:
    from distributed import Client


class Format(StrEnum):
    """How the answer is printed."""

    table = "table"
    json = "json"


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
    iterations: Annotated[int, typer.Option(help="How many times to play the programme.")] = 10_000,
    seed: Annotated[
        int, typer.Option(help="The same seed gives the same results, on any number of threads.")
    ] = 2023,
    threads: Annotated[int | None, typer.Option(help="Threads; every core if left out.")] = None,
    design: Annotated[Design, typer.Option(help="Sampling design.")] = Design.random,
    keep: Annotated[
        Keep, typer.Option(help="Every iteration, or exact counts and fine histograms in constant memory.")
    ] = Keep.iterations,
    store: Annotated[
        Path | None, typer.Option(help="Write the iterations to a new Zarr folder, never all in memory.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Play on a Dask cluster: its scheduler's address, tcp://HOST:PORT.")
    ] = None,
    overrides: Overrides = None,
    out: Annotated[Path, typer.Option(help="Folder for results.nc, summary.json and charts.")] = Path(
        "outturn-results"
    ),
    format: Annotated[Format, typer.Option(help="What is printed.")] = Format.table,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Print the 95% interval of every mean and percentile too.")
    ] = False,
    charts: Annotated[bool, typer.Option(help="Draw the charts.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the answer and nothing beside it.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a claim is likelier to fail than to hold.")
    ] = False,
) -> None:
    """Play a programme and print the verdict: the chance of every claim, the range of every measure."""
    with exit_on_refusal():
        programme = read(file, scenario, overrides)
        for repair in () if quiet else repair_notes(programme, file):
            note(repair)
        from engine.simulation.simulate import simulate

        with cluster(scheduler) as client, progress_bar(iterations, quiet) as progress:
            results = simulate(
                programme, iterations, seed, threads, design.value, progress,
                keep=keep.value, store=store, client=client,
            )  # fmt: skip
        from engine.analysis.findings import Findings
        from engine.reporting.files import unseen_letters, write_run
        from engine.reporting.phrasing import interrupted
        from engine.reporting.record import record_text

        findings = Findings(results)
        if format is Format.json:
            print(record_text(findings))
        else:
            from engine.reporting.tables.verdict import print_verdict

            print_verdict(findings, answers(), intervals)
        files = write_run(findings, out, charts, data=store is None)
        if not quiet:
            kept = f"; every iteration in {store}" if store is not None else ""
            print(f"Written to {out}: {', '.join(path.name for path in files)}{kept}", file=sys.stderr)
            if charts and unseen_letters(findings):
                print(unseen_letters(findings), file=sys.stderr)
        if interrupted(results.attrs):
            print(interrupted(results.attrs), file=sys.stderr)
            raise typer.Exit(INTERRUPTED)
        if strict and bool((findings.claims["probability"] < 0.5).any()):
            raise typer.Exit(FINDING)


def cluster(scheduler: str | None) -> AbstractContextManager[Client | None]:
    """A client of the cluster that was named, or nothing."""
    if scheduler is None:
        return nullcontext()
    from engine.simulation.dask_workers import connected

    return connected(scheduler)
