"""`outturn verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import note, print_as_written
from engine.cli.exits import FINDING, exit_on_refusal
from engine.cli.progress import progress_bar

if TYPE_CHECKING:
    from engine.packs.verify import Figure, Verdict

SHOWN = 10  # differences of either kind
ROUNDING = 1e-12  # relative, by which kinds of processors may differ


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that outturn run --pack wrote.")],
    threads: Annotated[int | None, typer.Option(help="Threads; every core if left out.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the answer and nothing beside it.")] = False,
) -> None:
    """Play a pack again: the same to the bit, or the first iteration and measure that differ.

    Exit code 0 if it is the same, 1 if it differs here, 2 if a file of it was altered or it cannot be played.
    """
    with exit_on_refusal():
        from engine.packs.manifest import FILES, MANIFEST, SUMS
        from engine.packs.verify import read_run
        from engine.packs.verify import verify as play_again

        iterations = read_run(folder)["iterations"]
        with progress_bar(iterations, quiet) as progress:
            verdict = play_again(folder, threads, progress)
        print_as_written("".join(f"{line}\n" for line in told(verdict)))
        if not quiet:
            for sentence in verdict.surroundings:
                note(sentence)
            others = sorted({path.name for path in folder.iterdir()} - {*FILES, MANIFEST, SUMS})
            if others:
                note(
                    f"{folder} holds what is no part of the pack, and was not looked at: {', '.join(others)}"
                )
        if not verdict.same:
            raise typer.Exit(FINDING)


def told(verdict: Verdict) -> list[str]:
    """The answer in lines."""
    of = f"{verdict.iterations:,} iterations of {verdict.measures} measures, {verdict.compared} figures of the summary"
    if verdict.same:
        return [f"same: {of}, to the bit"]
    if not verdict.differing:
        return [f"different: every one of {of} but these figures", *figure_lines(verdict.figures)]
    first = verdict.differing[0]
    lines = [f"different: {first.measure} first, in {place(first.first, first.stop)}, of {of}"]
    lines += [
        f"  {one.measure}: first in {place(one.first, one.stop)}, {one.often:,} in all"
        for one in verdict.differing[:SHOWN]
    ]
    if verdict.figures and max(one.relative for one in verdict.figures) <= ROUNDING:
        lines.append(
            "No figure of the summary differs by more than 1e-12 of itself: rounding, not another answer."
        )
    if not verdict.figures:
        lines.append("Every figure of the summary is the same.")
    return [*lines, *figure_lines(verdict.figures)]


def place(first: int, stop: int) -> str:
    """`iteration 17`, or `iterations 16 to 23` where neighbours share a digest."""
    return f"iteration {first:,}" if stop == first + 1 else f"iterations {first:,} to {stop - 1:,}"


def figure_lines(figures: list[Figure]) -> list[str]:
    """The figures that differ, a line each."""
    lines = [f"  {one.path}: {one.there!r} in the pack, {one.here!r} here" for one in figures[:SHOWN]]
    return lines + ([f"  and {len(figures) - SHOWN} figures more"] if len(figures) > SHOWN else [])
