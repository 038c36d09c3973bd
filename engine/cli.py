"""The `outturn` command. Exit codes: 0 done, 1 the answer is a finding (`--strict`), 2 bad input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from engine.programme.model import Programme
    from engine.simulation import Progress

app = typer.Typer(
    name="outturn",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Plays a programme many times and tells with what chance its promises hold.",
)

FINDING, BAD_INPUT, INTERRUPTED = 1, 2, 130
PROGRESS_FROM = 50_000  # iterations; a shorter run ends before a bar could be read

File = Annotated[Path | None, typer.Argument(help="Programme file (TOML); the flagship if left out.")]
Scenario = Annotated[str | None, typer.Option(help="A scenario that the file names.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change one value, e.g. funding.0.top_up=1. May be repeated."
    ),
]


class Format(StrEnum):
    """How the answer is printed."""

    table = "table"
    json = "json"


class Design(StrEnum):
    """How iterations are sampled."""

    random = "random"
    antithetic = "antithetic"
    latin = "latin"
    sobol = "sobol"


@app.command()
def run(
    file: File = None,
    scenario: Scenario = None,
    iterations: Annotated[int, typer.Option(help="How many times to play the programme.")] = 10_000,
    seed: Annotated[
        int, typer.Option(help="The same seed gives the same results, on any number of threads.")
    ] = 2023,
    threads: Annotated[int | None, typer.Option(help="Threads; every core if left out.")] = None,
    design: Annotated[Design, typer.Option(help="Sampling design.")] = Design.random,
    overrides: Overrides = None,
    out: Annotated[Path, typer.Option(help="Folder for results.nc, summary.json and charts.")] = Path(
        "outturn-results"
    ),
    format: Annotated[Format, typer.Option(help="What is printed.")] = Format.table,
    charts: Annotated[bool, typer.Option(help="Draw the charts.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the answer and nothing beside it.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a claim is likelier to fail than to hold.")
    ] = False,
) -> None:
    """Play a programme and print the verdict: the chance of every claim, the range of every measure."""
    with told_on_stderr():
        programme = read(file, scenario, overrides)
        from engine.simulation import simulate

        with progress_bar(iterations, quiet) as progress:
            results = simulate(programme, iterations, seed, threads, design.value, progress)
        from engine.analysis import claims
        from engine.reporting.files import write_run
        from engine.reporting.record import record_text

        if format is Format.json:
            print(record_text(results))
        else:
            from rich.console import Console

            from engine.reporting.terminal import print_verdict

            print_verdict(results, Console(highlight=False))
        files = write_run(results, out, charts)
        if not quiet:
            print(f"Written to {out}: {', '.join(path.name for path in files)}", file=sys.stderr)
        if strict and bool((claims(results)["probability"] < 0.5).any()):
            raise typer.Exit(FINDING)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Programme file (TOML).")],
    scenario: Scenario = None,
    overrides: Overrides = None,
) -> None:
    """Validate a programme without running it; every problem is told at once."""
    with told_on_stderr():
        from engine.plan import make_plan
        from engine.sheet import uncertain

        programme = read(file, scenario, overrides)
        make_plan(programme)
        print(
            f"{file}: no problems. {len(programme.clusters)} clusters, {len(programme.activities)} activities, "
            f"{len(programme.costs)} cost lines, {len(programme.benefits)} benefit lines, "
            f"{len(programme.risks)} risks, {len(uncertain(programme))} uncertain inputs, "
            f"{len(programme.claims)} claims"
        )


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("programme.toml"),
) -> None:
    """Write a small commented programme that runs as it is."""
    with told_on_stderr():
        from engine.programme import starter

        try:
            with file.open("x", encoding="utf-8") as stream:
                stream.write(starter())
        except FileExistsError:
            refuse(f"{file} exists already; name another file, and nothing is overwritten")
        print(f"Written: {file}. Next: outturn run {file}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a programme file, by which editors complete and check it."""
    import json

    from engine.programme import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def read(file: Path | None, scenario: str | None, overrides: list[str] | None) -> Programme:
    """The programme of a file, or the flagship."""
    from engine.programme import load

    if file is None:
        from experiments.shared_services import PROGRAMME

        file = PROGRAMME
    changes = {}
    for override in overrides or ():
        path, equals, value = override.partition("=")
        if not equals or not path.strip():
            refuse(f"--set {override}: needs PATH=VALUE, for instance --set funding.0.top_up=1")
        changes[path.strip()] = value.strip()
    return load(file, scenario, changes)


@contextmanager
def told_on_stderr() -> Iterator[None]:
    """Turn what a user can mend into a sentence and an exit code."""
    from engine.programme import ProgrammeError

    try:
        yield
    except ProgrammeError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        refuse(f"{error.filename or ''}: {error.strerror or error}")
    except ValueError as error:
        if type(error).__module__.partition(".")[0] not in ("engine", "distributions"):
            raise
        refuse(str(error))


def refuse(text: str) -> NoReturn:
    """Say what is wrong and end with the exit code of bad input."""
    print(f"outturn: {text}", file=sys.stderr)
    raise typer.Exit(BAD_INPUT)


@contextmanager
def progress_bar(iterations: int, quiet: bool) -> Iterator[Progress | None]:
    """A bar on standard error, if that is a terminal and the run is long enough to need one."""
    if quiet or iterations < PROGRESS_FROM or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Playing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("iterations", total=iterations)
        yield lambda played: bar.advance(task, played)


def main() -> None:
    """Entry point of the `outturn` command."""
    app()


if __name__ == "__main__":
    main()
