"""`outturn init`."""

from __future__ import annotations

import shlex
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.exits import exit_on_refusal, refuse


def init(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("programme.toml"),
    template: Annotated[
        str, typer.Option(metavar="NAME", help="What it is like: digital, infrastructure or benefits.")
    ] = "digital",
) -> None:
    """Write a small commented programme that runs as it is."""
    with exit_on_refusal():
        from engine.programme import starter

        text = starter(template)
        try:
            stream = file.open("x", encoding="utf-8")
        except FileExistsError:
            refuse(f"{file} exists already; name another file, and nothing is overwritten")
        try:
            with stream:
                stream.write(text)
        except BaseException:  # half a file would be in the way of the next try
            with suppress(OSError):
                file.unlink()
            raise
        named = shlex.quote(str(file))
        print(f"Written: {file}. Change it, then: outturn check {named}, outturn run {named}")
