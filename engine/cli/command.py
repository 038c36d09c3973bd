"""The `outturn` command, a file of `verbs` for each subcommand."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer

from engine.cli import verbs

app = typer.Typer(
    name="outturn",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for entry in iter_modules(verbs.__path__):
    app.command()(getattr(import_module(f"{verbs.__name__}.{entry.name}"), entry.name))


def tell_version(asked: bool) -> None:
    """Print which engine this is and end, if that is asked."""
    if asked:
        from engine.version import engine_version

        print(f"outturn {engine_version()}")
        raise typer.Exit


@app.callback()
def outturn(
    version: Annotated[
        bool,
        typer.Option("--version", callback=tell_version, is_eager=True, help="Print the version and end."),
    ] = False,
) -> None:
    """Plays a programme many times and tells with what chance its promises hold."""
