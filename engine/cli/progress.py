"""The progress bar of a long run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.simulation import Progress

PROGRESS_FROM = 50_000  # iterations; a shorter run ends before a bar could be read


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
