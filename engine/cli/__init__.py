"""The `outturn` command, a file of `verbs` for each subcommand.

Exit codes: 0 done, 1 a finding (`--strict`), 2 bad input.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

from engine.cli import verbs

app = typer.Typer(
    name="outturn",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Plays a programme many times and tells with what chance its promises hold.",
)
for entry in iter_modules(verbs.__path__):
    app.command()(getattr(import_module(f"{verbs.__name__}.{entry.name}"), entry.name))


def main() -> None:
    """Entry point of the `outturn` command."""
    # What is loaded stays: looking for rubbish among it takes 0.2 s.
    gc.set_threshold(100_000)
    asks = any(word.startswith(("--scheduler", "--store")) for word in sys.argv)
    if not asks and "xarray" not in sys.modules:
        sys.modules["dask"] = None  # type: ignore[assignment]  # else xarray loads it, which takes 0.5 s
    try:
        app()
    finally:
        gc.freeze()  # nor is there any on the way out: 0.3 s
