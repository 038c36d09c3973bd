"""What may be uncertain: one law a file; the folder itself is the registry.

A file `risk_event.py` holds the class `RiskEvent` and gives the TOML kind "risk_event". Files that begin
with an underscore hold what laws share. A law is imported when it is first asked for.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from distributions._law import Law as Law
from distributions._law import LawError as LawError
from distributions._law import Parameter as Parameter
from distributions._second_order import SecondOrder as SecondOrder
from distributions._segments import Segment as Segment


def kinds() -> tuple[str, ...]:
    """The TOML kinds of all laws, in alphabetical order."""
    return _kinds_in(tuple(__path__))


@cache
def _kinds_in(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Read once: asked for at every law, the folder would take longer than the laws."""
    return tuple(sorted(entry.name for entry in iter_modules(folders) if not entry.name.startswith("_")))


def law_class(kind: str) -> type[Law]:
    """The class of a TOML kind; raises `LawError` with the nearest kind if there is none."""
    if kind not in kinds():
        nearest = get_close_matches(kind, kinds(), 1)
        guess = f'; did you mean "{nearest[0]}"?' if nearest else ""
        raise LawError(f'there is no law of kind "{kind}"{guess} Laws are: {", ".join(kinds())}')
    law: type[Law] = getattr(import_module(f"{__name__}.{kind}"), _class_name(kind))
    return law


def kind_of(law: Law | type[Law]) -> str:
    """The TOML kind of a law or of its class."""
    return (law if isinstance(law, type) else type(law)).__module__.rpartition(".")[2]


def _class_name(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))


def __getattr__(name: str) -> Any:
    for kind in kinds():
        if _class_name(kind) == name:
            return law_class(kind)
    raise AttributeError(f"module {__name__!r} has no law {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *map(_class_name, kinds())]
