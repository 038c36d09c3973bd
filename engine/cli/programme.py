"""Which programme a command is about: its arguments and options, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from engine.cli.exits import refuse

if TYPE_CHECKING:
    from engine.programme.model import Programme

FLAGSHIP = "flagship"
OWN = Path("programme.toml")
DRAWN = "a law that can be drawn: its quantiles smooth, and soon worked out"

File = Annotated[
    Path | None,
    typer.Argument(
        help="Programme file (TOML), or flagship. If left out, programme.toml of this folder or else the flagship."
    ),
]
Scenario = Annotated[str | None, typer.Option(help="A scenario that the file names.")]
Option = Annotated[str | None, typer.Option(help="An option that the file names: \\[options.NAME].")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change one value, e.g. funding.0.top_up=1. May be repeated."
    ),
]

Responses = Annotated[
    str | None,
    typer.Option(
        metavar="none|all|NAME",
        help="Which responses to risks are taken: names of risks, with commas; as the file says if left out.",
    ),
]


class Chosen(NamedTuple):
    """Which file a command is about, and what has to be said of it where it was not named."""

    file: Path
    called: str  # as a user names it
    note: str = ""


def choose(file: Path | None) -> Chosen:
    """The file that was named, else `programme.toml` of the current folder, else the flagship's."""
    if file is not None and (str(file) != FLAGSHIP or file.exists()):
        return Chosen(file, str(file))
    if file is None and OWN.is_file():
        return Chosen(OWN, str(OWN), f"No file named: this is {OWN} of this folder.")
    flagship = Path(str(files("experiments.shared_services").joinpath("programme.toml")))
    note = (
        f"No file named, and no {OWN} in this folder: this is the flagship, UK shared services. "
        "Your own begins with: outturn init"
    )
    return Chosen(flagship, FLAGSHIP, note if file is None else "")


def read(
    chosen: Chosen,
    scenario: str | None,
    overrides: list[str] | None,
    repairs: bool = False,
    option: str | None = None,
) -> Programme:
    """The programme of a file; `repairs` mends impossible correlations, asked for or not."""
    from engine.programme import load

    return load(chosen.file, scenario, changes_of(overrides), repairs, option)


def with_responses(chosen: Chosen, responses: str | None, overrides: list[str] | None) -> list[str]:
    """The overrides, and before them those that say which responses to risks are taken."""
    if responses is None:
        return list(overrides or ())
    from engine.programme.reading.loading import written
    from engine.programme.responses import taking

    names = [name.strip() for name in responses.split(",")]
    found = taking(names, written(chosen.file)[0])
    return [*(f"{path}={str(is_taken).lower()}" for path, is_taken in found.items()), *(overrides or ())]


def changes_of(overrides: list[str] | None) -> dict[str, str]:
    """What `--set` said, as paths and values."""
    changes = {}
    for override in overrides or ():
        path, equals, value = override.partition("=")
        if not equals or not path.strip():
            refuse(f"--set {override}: needs PATH=VALUE, for instance --set funding.0.top_up=1")
        changes[path.strip()] = value.strip()
    return changes


@contextmanager
def placed(chosen: Chosen) -> Iterator[None]:
    """Within it a law of which no draws can be made is refused with its place in the file."""
    from engine.draws.input_error import InputError

    try:
        yield
    except InputError as error:
        from engine.problems import Problem, ProgrammeError
        from engine.programme.reading.loading import written
        from engine.studies.lint.slip import key_of

        tables, lines = written(chosen.file)
        key = key_of(tables, error.input)
        problem = Problem(chosen.called, error.why, DRAWN, key=key, line=lines.line(key))
        raise ProgrammeError([problem]) from error


def repair_notes(programme: Programme, called: str) -> list[str]:
    """A sentence for each correlation group that is played otherwise than it is written."""
    notes = []
    for group in programme.correlation:
        if group.repaired:
            change = float(abs(group.played - group.target).max())
            notes.append(
                f"Correlation group {group.name} is impossible as written and repaired, by at most {change:.4f}; "
                f"outturn doctor {called} shows what changed"
            )
    return notes
