"""What a risk can do when it strikes; the folder `effects` is the registry, its file names are the TOML keys."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, NamedTuple

from engine.programme import effects
from engine.programme.quantity import Role


class EffectKind(NamedTuple):
    """One kind of effect: what its size is, what it hits, and where the plan puts it.

    A risk that does not strike leaves the `neutral` size. `into` says what is done with it: months added to the
    duration of activities ("delays"), money added to that of activities ("money"), or a factor of durations and
    amounts ("factors").
    """

    description: str
    size: Role
    hits: Literal["activities", "lines", "activities and lines"]
    into: Literal["delays", "money", "factors"]
    neutral: float


def effect_kinds() -> dict[str, EffectKind]:
    """Every kind by its TOML key, in alphabetical order."""
    return _kinds_in(tuple(effects.__path__))


@cache
def _kinds_in(folders: tuple[str, ...]) -> dict[str, EffectKind]:
    names = sorted(entry.name for entry in iter_modules(folders))
    return {name: import_module(f"{effects.__name__}.{name}").EFFECT for name in names}
