"""What a long command is doing, step by step, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.cli.console import note


@contextmanager
def steps(quiet: bool) -> Iterator[Callable[[str], None]]:
    """What is told of each step: a line that the next one replaces on a terminal, a line each elsewhere, or nothing."""
    if quiet:
        yield lambda _: None
        return
    if not sys.stderr.isatty():
        yield lambda words: note(f"{words} …")
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text("")) as shown:
        yield lambda words: shown.update(Text(f"{words} …"))
