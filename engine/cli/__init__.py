"""The `outturn` command, a file of `verbs` for each subcommand.

Exit codes: 0 done, 1 a finding (`--strict`), 2 bad input.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

from engine.cli import verbs
from engine.cli.start_up import short_lived

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
    with short_lived(sys.argv):
        app()
