"""What is drawn: named inputs, each with a stream of its own that hangs on its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from distributions import Law, SecondOrder
from engine.dependence.group import Group
from engine.draws.second_order import conditional
from engine.problems import Refused


class Input(NamedTuple):
    """One uncertain quantity: its full name, its law (`None`: the uniform itself), and what it is drawn for.

    `salt` is 0, or which of the other draws of the same law it has instead.
    """

    name: str
    law: Law | None
    purpose: str = "value"
    salt: int = 0


class StreamCollision(Refused):
    """Two inputs whose names hash to one stream, which would make them one draw."""


def stream_of(name: str, purpose: str = "value", salt: int = 0) -> int:
    """The 64-bit stream of an input: a hash of its full name and purpose, never of its position.

    Another `salt` is another stream; 0 is that of a run in which nothing is drawn afresh.
    """
    key = f"{name}\0{purpose}\0{salt}" if salt else f"{name}\0{purpose}"
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def mixing_inputs(groups: Iterable[Group]) -> list[Input]:
    """The inputs that mixtures need beside those that they tie: a multiplier for each group."""
    return [Input(group.name, None, "copula") for group in groups if group.copula.mixture is not None]


def parameter_inputs(inputs: Iterable[Input]) -> list[Input]:
    """The inputs that are parameters of others' laws, `name.parameter`, and the parameters of these."""
    found = [
        Input(f"{one.name}.{name}", law)
        for one in inputs
        if isinstance(one.law, SecondOrder) and conditional(one.law) is not None
        for name, law in one.law.uncertain
    ]
    return [*found, *parameter_inputs(found)] if found else []
