"""Is there anything in a programme that can be played and is yet likely a slip?"""

from __future__ import annotations

from importlib import import_module
from os import PathLike
from pkgutil import iter_modules
from typing import NamedTuple

from engine.plan.plan import Planned, make_plan
from engine.programme.model import Programme
from engine.programme.reading.loading import written
from engine.studies.lint.slip import Case, Slip


class Found(NamedTuple):
    """A slip and the line of the file, where it can be had."""

    slip: Slip
    line: int | None


def lint(programme: Programme, path: str | PathLike[str], planned: Planned | None = None) -> list[Found]:
    """The warnings about a programme and the file that it was read from, in the order of the file.

    Its plan is made unless it is there already, with tables of what moves dates at least (`tables_of_dates`).
    Every file of this folder with a function `rules` is asked: a new rule is a function there, or a new file.
    Chances that warnings tell are those of 1,000 iterations.
    """
    tables, lines = written(path)
    case = Case(programme, tables, planned or make_plan(programme))
    package = __name__.rpartition(".")[0]
    modules = (
        import_module(f"{package}.{entry.name}") for entry in iter_modules(import_module(package).__path__)
    )
    every = (warning for module in modules if hasattr(module, "rules") for warning in module.rules(case))
    found = [Found(warning, lines.line(warning.key)) for warning in dict.fromkeys(every)]
    return sorted(found, key=lambda one: (one.line is None, one.line or 0))
