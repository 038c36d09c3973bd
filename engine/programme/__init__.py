"""Programme files: TOML in, a validated `Programme` out, or every problem of the file at once."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from engine.problems import Problem as Problem
from engine.problems import ProgrammeError as ProgrammeError
from engine.problems import Refused, listed, nearest
from engine.programme.model import Programme as Programme

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# The functions import what they need when they are called: the schema takes longer to import than the rest.


def load(
    path: str | PathLike[str],
    scenario: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    repairs: bool = False,
    option: str | None = None,
) -> Programme:
    """The programme of a TOML file, played under a scenario and with single values replaced.

    `scenario` None is the file's `default_scenario` if it names one; "" is no scenario. `overrides` maps
    paths of the file (`laws.slip.mode`, `funding.0.top_up`) or full names of inputs
    (`synergy.build.duration`) to the values that take their place, after the scenario's; a value that is
    text is read as TOML (`"{ kind = 'uniform', low = 1, high = 2 }"`), or taken as it is if it is none.
    An `option` of the file is put in before the scenario; None is the file without any. `repairs` reads every
    correlation group as if it said `repair = true`.

        >>> programme = engine.load("experiments/shared_services/programme.toml", scenario="funding-closed")
        >>> programme.title, len(programme.clusters)
        ('UK Shared Services Strategy for Government', 5)

    Raises `ProgrammeError`, which lists every problem that was found.
    """
    from engine.programme.reading import loading

    return loading.load(path, scenario, overrides, repairs, option)


def scenario_names(path: str | PathLike[str]) -> tuple[str, ...]:
    """The scenarios of a TOML file, in its order. Raises `ProgrammeError` if the file cannot be read."""
    from engine.programme.reading import loading

    return loading.scenario_names(path)


def option_names(path: str | PathLike[str]) -> tuple[str, ...]:
    """The options of a TOML file: its baseline, then the others in its order. Raises `ProgrammeError` if unreadable."""
    from engine.programme.reading import loading

    return loading.option_names(path)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a programme file, for editors; the laws in it are those of `distributions`."""
    from engine.programme import editor_schema

    return editor_schema.editor_schema()


def template_names() -> tuple[str, ...]:
    """The programmes to begin with: each is a file of `templates`, and nothing else is edited to add one."""
    found = (
        entry.name.removesuffix(".toml") for entry in _templates().iterdir() if entry.name.endswith(".toml")
    )
    return tuple(sorted(found))


def starter(template: str = "digital") -> str:
    """Text of a small commented programme that can be played as it is. Raises `Refused` if there is no such one."""
    if template not in template_names():
        hint = nearest(template, template_names())
        raise Refused.at("template", f'"{template}"', listed(template_names()), hint)
    return _templates().joinpath(f"{template}.toml").read_text("utf-8")


def _templates() -> Traversable:
    from importlib.resources import files

    return files(__package__).joinpath("templates")
