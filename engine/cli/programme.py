"""Which programme a command is about: its arguments and options, and how they are read."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.exits import refuse

if TYPE_CHECKING:
    from engine.programme.model import Programme

FLAGSHIP = "experiments.shared_services"  # the package that holds its file

File = Annotated[Path | None, typer.Argument(help="Programme file (TOML); the flagship if left out.")]
Scenario = Annotated[str | None, typer.Option(help="A scenario that the file names.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change one value, e.g. funding.0.top_up=1. May be repeated."
    ),
]


def read(
    file: Path | None, scenario: str | None, overrides: list[str] | None, repairs: bool = False
) -> Programme:
    """The programme of a file, or the flagship; `repairs` mends impossible correlations, asked for or not."""
    from engine.programme import load

    if file is None:
        file = Path(str(files(FLAGSHIP).joinpath("programme.toml")))
    changes = {}
    for override in overrides or ():
        path, equals, value = override.partition("=")
        if not equals or not path.strip():
            refuse(f"--set {override}: needs PATH=VALUE, for instance --set funding.0.top_up=1")
        changes[path.strip()] = value.strip()
    return load(file, scenario, changes, repairs)


def repair_notes(programme: Programme, file: Path | None) -> list[str]:
    """A sentence for each correlation group that is played otherwise than it is written."""
    from engine.dependence.targets import target_of

    notes = []
    for group in programme.correlation:
        if group.repaired:
            played = target_of(group.scores, group.measure, group.copula)
            change = float(abs(played - group.target).max())
            notes.append(
                f"Correlation group {group.name} is impossible as written and repaired, by at most {change:.4f}; "
                f"outturn doctor {file or ''} shows what changed"
            )
    return notes
