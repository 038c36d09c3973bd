"""The parameters of a law as data, and how a law is called by any of its sets of keys."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass
from typing import Any, get_type_hints

import numpy as np

from distributions.base.error import LawError, nearest


@dataclass(frozen=True)
class Parameter:
    """One parameter of a law: its name (the TOML key), type, default or `MISSING`, and what it means."""

    name: str
    annotation: Any
    default: Any = MISSING
    description: str = ""


def parameters_of(constructor: Callable[..., Any]) -> dict[str, Parameter]:
    """What a constructor takes, by name; a description is the text beside the type in `Annotated`."""
    plain, described = get_type_hints(constructor), get_type_hints(constructor, include_extras=True)
    found = {}
    for name, parameter in inspect.signature(constructor).parameters.items():
        if name in plain:  # `self` has no type
            default = MISSING if parameter.default is inspect.Parameter.empty else parameter.default
            description = " ".join(getattr(described[name], "__metadata__", ()))
            found[name] = Parameter(name, plain[name], default, description)
    return found


class ByKeys(type):
    """Laws are called by position, or by any one of their sets of keys: `Lognormal(mean=10, sd=3)`.

    Raises `LawError` for arguments that no set takes.
    """

    @property
    def __signature__(cls) -> inspect.Signature:
        signature = inspect.signature(cls.__init__)  # type: ignore[misc]
        return signature.replace(parameters=list(signature.parameters.values())[1:])

    def __call__(cls, *values: Any, **named: Any) -> Any:
        try:
            with np.errstate(all="ignore"):
                return cls._made(values, named)
        except ArithmeticError as error:
            raise LawError(f"{cls.__name__} cannot be computed with these numbers ({error})") from error

    def _made(cls, values: tuple[Any, ...], named: dict[str, Any]) -> Any:
        law: Any = cls
        if named and not values and not named.keys() <= law.parameters().keys():
            for keys, constructor in law.alternatives().items():
                if named.keys() == set(keys):
                    return constructor(**named)
        try:
            return type.__call__(cls, *values, **named)
        except TypeError as error:
            try:
                cls.__signature__.bind(*values, **named)
            except TypeError:
                raise LawError(_refusal(law, values, named)) from error
            raise


def accepted(law: Any) -> str:
    """The sets of keys of a class of laws: `low, mode and high and, if wanted, shape; or percentiles`."""
    takes = law.parameters().values()
    text = _joined(parameter.name for parameter in takes if parameter.default is MISSING)
    optional = _joined(parameter.name for parameter in takes if parameter.default is not MISSING)
    text += f" and, if wanted, {optional}" if optional else ""
    return "; or ".join([text, *map(_joined, law.alternatives())])


def _refusal(law: Any, values: tuple[Any, ...], named: dict[str, Any]) -> str:
    known = list(dict.fromkeys([*law.parameters(), *(key for keys in law.alternatives() for key in keys)]))
    found = [f"{len(values)} by position"] if values else []
    found += named
    strange = next((name for name in named if name not in known), "")
    guess = nearest(strange, known) if strange else ""
    return f"{law.__name__} takes {accepted(law)}; found {_joined(found) or 'nothing'}{guess}"


def _joined(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last
