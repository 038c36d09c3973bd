"""The folder of copulas as a registry: which there are, by the names that users write."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from distributions.base.registry import class_name
from engine.dependence import copulas as folder
from engine.dependence.copula import Copula
from engine.dependence.copulas.gaussian import Gaussian


def names() -> tuple[str, ...]:
    """The names of all copulas, in alphabetical order."""
    return _names_in(tuple(folder.__path__))


@cache
def _names_in(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in iter_modules(folders)))


def copula_class(name: str) -> type[Copula]:
    """The class of one of `names`."""
    found: type[Copula] = getattr(import_module(f"{folder.__name__}.{name}"), class_name(name))
    return found


def copula_classes() -> dict[str, type[Copula]]:
    """The classes of all copulas by name."""
    return {name: copula_class(name) for name in names()}


def name_of(copula: Copula | type[Copula]) -> str:
    """The name of a copula or of its class."""
    return (copula if isinstance(copula, type) else type(copula)).__module__.rpartition(".")[2]


def those_with_degrees() -> list[str]:
    """The names of the copulas that take degrees of freedom."""
    return [name for name, kind in copula_classes().items() if kind.degrees_above is not None]


DEFAULT = name_of(Gaussian)  # where a user names none
