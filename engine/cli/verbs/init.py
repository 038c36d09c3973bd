"""`outturn init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.exits import exit_on_refusal, refuse


def init(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("programme.toml"),
) -> None:
    """Write a small commented programme that runs as it is."""
    with exit_on_refusal():
        from engine.programme import starter

        try:
            with file.open("x", encoding="utf-8") as stream:
                stream.write(starter())
        except FileExistsError:
            refuse(f"{file} exists already; name another file, and nothing is overwritten")
        print(f"Written: {file}. Next: outturn run {file}")
