"""What is said while the engine is compiled for this computer, which the first command ever has to wait for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

TAKES = "10 to 20 seconds where nothing else is at work, a minute where much is"
ONCE = f"First use on this computer: compiling, once; {TAKES}."
EACH = (
    f"Compiling, {TAKES}, and again with every command: no folder may be written to in which "
    "machine code could be kept; name one by NUMBA_CACHE_DIR."
)


@contextmanager
def compiling(quiet: bool = False) -> Iterator[None]:
    """Say on standard error that what happens within it takes long, where it does; on a terminal with the seconds."""
    from engine.plan.ahead import is_compiled, is_kept

    if quiet or is_compiled():
        yield
        return
    print(ONCE if is_kept() else EACH, file=sys.stderr, flush=True)
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("Compiling"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        shown.add_task("", total=None)
        yield
