"""What the folder `distributions` offers to a programme file: kinds, and the sets of keys that each takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, replace
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

import distributions
from distributions import Law, LawError, Parameter
from distributions.base.asked import AskedTooMuch, patiently
from distributions.base.near_quantiles import near_quantiles
from distributions.base.parameters import accepted, parameters_of


class KeySet(NamedTuple):
    """One set of TOML keys that names a law, and what takes them."""

    constructor: Callable[..., Law]
    takes: Mapping[str, Parameter]

    @property
    def needed(self) -> list[str]:
        """The keys without a default."""
        return [name for name, parameter in self.takes.items() if parameter.default is MISSING]


@cache
def kinds() -> tuple[str, ...]:
    """The TOML kinds; the folder is read once."""
    return distributions.kinds()


@cache
def key_sets(kind: str) -> tuple[KeySet, ...]:
    """The sets of keys that a kind takes; its own parameters come first."""
    cls = distributions.law_class(kind)
    found = [KeySet(cls, cls.parameters())]
    for names, constructor in cls.alternatives().items():
        takes = parameters_of(constructor)
        needed = {name: replace(takes[name], default=MISSING) for name in names}
        found.append(KeySet(constructor, needed))
    return tuple(found)


def accepted_keys(kind: str) -> str:
    """`pert takes low, mode and high and, if wanted, shape`, with the other sets of keys of a kind."""
    return f"{kind} takes {accepted(distributions.law_class(kind))}"


def constant(value: float) -> Law:
    """The law of a fixed value."""
    return _constant(float(value), math.copysign(1.0, value))


@lru_cache(maxsize=4096)
def _constant(value: float, _sign: float) -> Law:
    """A programme has many quantities and few fixed values; 0 and -0 are equal, and two."""
    return key_sets("constant")[0].constructor(value=value)


def is_fixed(law: Law) -> bool:
    """Whether the law is that of a fixed value."""
    return isinstance(law, distributions.law_class("constant"))


def support(law: Law) -> tuple[float, float]:
    """The least and the greatest value that the law can take; `LawError` if its numbers are too great to tell."""
    low, *_, high = _quantiles(law)
    return low, high


def likely_size(law: Law) -> float:
    """The greatest size of the values between its 1% and 99% quantiles."""
    return max(map(abs, _quantiles(law)[1:-1]))


@lru_cache(maxsize=8192)  # a register of a thousand risks has thousands of laws
def _quantiles(law: Law) -> tuple[float, ...]:
    with np.errstate(all="ignore"):
        found = near_quantiles(law, [0.0, 0.01, 0.99, 1.0]).tolist()
    if not found[0] <= found[-1]:
        raise LawError(f"{law}: its values cannot be computed, they run from {found[0]} to {found[-1]}")
    return tuple(found)


def mean_of(law: Law) -> float:
    """The mean of the law; NaN if it has none, or if numbers too great hide it.

    Raises `AskedTooMuch` if it takes too long to work out.
    """
    try:
        with np.errstate(all="ignore"), patiently():
            return float(law.mean())
    except AskedTooMuch:
        raise
    except (ArithmeticError, LawError):
        return math.nan
