"""The folder as a registry: which laws there are, and where each is."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from distributions.base.error import LawError, nearest
from distributions.base.law import Law

FOLDER = __name__.partition(".")[0]  # the package above, which imports this file


def kinds() -> tuple[str, ...]:
    """The TOML kinds of all laws, in alphabetical order."""
    return _kinds_in(tuple(sys.modules[FOLDER].__path__))


@cache
def _kinds_in(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Read once: asked for at every law, the folder would take longer than the laws."""
    return tuple(sorted(entry.name for entry in iter_modules(folders) if not entry.ispkg))


def law_class(kind: str) -> type[Law]:
    """The class of a TOML kind; raises `LawError` with the nearest kind if there is none."""
    if kind not in kinds():
        guess = nearest(kind, kinds())
        raise LawError(f'there is no law of kind "{kind}"{guess} Laws are: {", ".join(kinds())}')
    return _class_in(f"{FOLDER}.{kind}", class_name(kind))


@cache
def _class_in(module: str, name: str) -> type[Law]:
    law: type[Law] = getattr(import_module(module), name)
    return law


def kind_of(law: Law | type[Law]) -> str:
    """The TOML kind of a law or of its class."""
    return (law if isinstance(law, type) else type(law)).__module__.rpartition(".")[2]


def class_name(kind: str) -> str:
    """What the class of a TOML kind is called."""
    return "".join(word.capitalize() for word in kind.split("_"))
