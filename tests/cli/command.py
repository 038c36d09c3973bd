"""The command `outturn` in this process, as a user types it."""

from __future__ import annotations

from functools import cache

import typer.testing
from typer.testing import CliRunner, Result

from engine.cli import app

# The runner reads the options of every verb again for each command, which takes 50 ms: there are some hundreds of them.
typer.testing._get_command = cache(typer.testing._get_command)  # type: ignore[attr-defined]


def outturn(*arguments: object, **environment: str) -> Result:
    """What is printed and the exit code; every argument as text."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
