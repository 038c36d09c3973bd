"""What a verb that studies does with its answer: printed as a table or as JSON, written with its charts."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import answers, note
from engine.cli.streams import as_json
from engine.folders.lasting import naming
from engine.folders.probe import probe

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from engine.reporting.tables.table import Part

LONG = 3.0  # seconds from which on the cost is told before
SHORT, PILOT = 1_024, 32_768  # iterations that are played to know what a run takes, and what an iteration


class Format(StrEnum):
    """How the answer is printed."""

    table = "table"
    json = "json"


Printed = Annotated[Format, typer.Option("--format", help="What is printed.")]
Out = Annotated[
    Path | None, typer.Option("--out", help="Folder to which the answer is written as JSON, with its charts.")
]
Drawn = Annotated[
    Path | None, typer.Option("--out", help="Folder to which the answer is drawn: SVG, PNG and PDF.")
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same answer.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the answer and nothing beside it.")]


def check_out(out: Path | None) -> None:
    """Make the folder and write to it, before anything is played for it; raises `OSError` where that cannot be done."""
    if out is not None:
        with naming(out):
            out.mkdir(parents=True, exist_ok=True)
            probe(out)


def say_cost(runs: int, plays: int, pilot: Callable[[int], object], quiet: bool) -> None:
    """Say how long so many runs and iterations in all will take, where it is long; `pilot` plays some iterations."""
    if quiet:
        return
    pilot(SHORT)  # the first loads machine code and makes tables, which the others find
    most = min(PILOT, max(plays // 16, 4 * SHORT))  # so that it takes no great part of what it is about
    short, long = (min(_seconds(pilot, length) for _ in range(2)) for length in (SHORT, most))
    each = max(long - short, 0.0) / (most - SHORT)
    seconds = runs * max(short - SHORT * each, 0.0) + plays * each
    if seconds >= LONG:
        note(f"{runs:,} runs, {plays:,} iterations in all: about {round(seconds):,} s on this computer.")


def _seconds(pilot: Callable[[int], object], iterations: int) -> float:
    began = time.perf_counter()
    pilot(iterations)
    return time.perf_counter() - began


def answer(
    name: str,
    found: xr.Dataset,
    parts: list[Part],
    format: Format,
    out: Path | None,
    figures: Iterable[tuple[str, Figure]] = (),
    quiet: bool = False,
) -> None:
    """Print what was found and, where a folder is named, write `name`.json and the charts to it, all or nothing."""
    from engine.reporting.dataset_record import dataset_text

    text = dataset_text(found)
    if format is Format.json:
        print(as_json(text))
    else:
        from engine.reporting.tables.printing import print_parts

        print_parts(parts, answers())
    sys.stdout.flush()
    if out is not None:
        draw(figures, out, quiet, {f"{name}.json": text + "\n"})


def draw(
    figures: Iterable[tuple[str, Figure]], out: Path, quiet: bool, texts: Mapping[str, str] | None = None
) -> None:
    """Write texts and charts, by the names of their files, to a folder, all or nothing; say what was written."""
    from engine.folders.together import together
    from engine.reporting import save_figure

    files: list[Path] = []
    texts = texts or {}
    with together(out, next(iter(texts), "")) as new:
        for name, text in texts.items():
            (new / name).write_text(text, encoding="utf-8")
            files.append(new / name)
        for stem, figure in figures:
            files += save_figure(figure, new / stem)
    if not quiet:
        note(f"Written to {out}: {', '.join(path.name for path in files)}")


@contextmanager
def ready(quiet: bool) -> Iterator[None]:
    """Compile what is not compiled yet, with a word about it."""
    from engine.cli.compiling import compiling

    with compiling(quiet):
        yield
