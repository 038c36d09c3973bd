"""Which formats a report is written in: those of the folder, by the names of their files."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from engine.problems import Refused, listed, nearest


class FormatError(Refused):
    """A format that is not known."""


def format_names() -> tuple[str, ...]:
    """The formats; a file in `formats` is one, and nothing else is edited to add one."""
    folder = import_module("engine.reporting.page.formats")
    return tuple(entry.name for entry in iter_modules(folder.__path__))


def formats_of(text: str) -> dict[str, ModuleType]:
    """The formats named in `html,pdf`, each once. Raises `FormatError`, or what a format lacks on this computer."""
    known = format_names()
    asked = list(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    wrong = [name for name in asked if name not in known]
    if wrong or not asked:
        found = wrong[0] if wrong else "nothing"
        raise FormatError.at(
            "--format", f'"{found}"', f"{listed(known)}, or several with commas", nearest(found, known)
        )
    found_files = {name: import_module(f"engine.reporting.page.formats.{name}") for name in asked}
    for module in found_files.values():
        check = getattr(module, "check", None)
        if check is not None:
            check()
    return found_files
