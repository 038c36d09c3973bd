"""The progress of a long run: how far, how fast, how long still."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.simulation.simulate import Progress

SILENT = 2.0  # seconds; a run that ends sooner shows nothing


@contextmanager
def progress_bar(
    iterations: int,
    quiet: bool,
    clock: Callable[[], float] = time.monotonic,
    doing: str = "Playing",
    unit: str = "iterations",
) -> Iterator[Progress | None]:
    """A bar on standard error with the rate and the time left, from two seconds on, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    began, done = clock(), 0
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=iterations, visible=False)

        def advance(played: int) -> None:
            nonlocal done
            done += played
            spent = clock() - began
            if spent >= SILENT:
                bar.update(
                    task, completed=done, visible=True, description=pace(done, iterations, spent, unit)
                )

        yield advance


def pace(done: int, iterations: int, seconds: float, unit: str = "iterations") -> str:
    """`1,234,000 iterations/s, 0:01:05 left`, after so many `seconds`."""
    rate = done / seconds
    left = round((iterations - done) / rate)
    return f"{rate:,.0f} {unit}/s, {left // 3600}:{left // 60 % 60:02d}:{left % 60:02d} left"
