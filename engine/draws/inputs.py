"""What is drawn: named inputs, each with a stream of its own that hangs on its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import NamedTuple

from distributions import Law, drawn_for, shared_names
from engine.dependence.group import Group
from engine.draws.branches import Branch, SharedError, branches
from engine.problems import Refused


class Input(NamedTuple):
    """One uncertain quantity: its full name, its law (`None`: the uniform itself), and what it is drawn for.

    `salt` is 0, or which of the other draws of the same law it has instead. Iterations of one world share the draw of
    one that is `by_world`.
    """

    name: str
    law: Law | None
    purpose: str = "value"
    salt: int = 0
    by_world: bool = False


class StreamCollision(Refused):
    """Two inputs whose names hash to one stream, which would make them one draw."""


def stream_of(name: str, purpose: str = "value", salt: int = 0) -> int:
    """The 64-bit stream of an input: a hash of its full name and purpose, never of its position.

    Another `salt` is another stream; 0 is that of a run in which nothing is drawn afresh.
    """
    key = f"{name}\0{purpose}\0{salt}" if salt else f"{name}\0{purpose}"
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def mixing_inputs(groups: Iterable[Group], by_world: Collection[str] = ()) -> list[Input]:
    """The inputs that mixtures need beside those that they tie: a multiplier for each group.

    It is one a world for a group of inputs that are `by_world`.
    """
    return [
        Input(group.name, None, "copula", by_world=group.inputs[0] in by_world)
        for group in groups
        if group.copula.mixture is not None
    ]


def parameter_inputs(inputs: Iterable[Input]) -> list[Input]:
    """The inputs that are parameters of others' laws, `name.parameter`, and the parameters of these.

    What a law shares with others is no input of its own: it stands among `inputs` under its full name.
    """
    found = [
        Input(parameter_name(one, name), law)
        for one in inputs
        if branches_of(one) and one.law is not None
        for name, law in drawn_for(one.law).items()
        if name not in shared_names(one.law)
    ]
    return [*found, *parameter_inputs(found)] if found else []


def branches_of(one: Input) -> tuple[Branch, ...]:
    """How the law of an input is played, its parameters being drawn; a refusal says which input it is."""
    try:
        return () if one.law is None else branches(one.law)
    except SharedError as error:
        raise SharedError(error.why, one.name) from None


def parameter_name(one: Input, name: str) -> str:
    """The full name of the input that is a number in the law of another."""
    return name if one.law is not None and name in shared_names(one.law) else f"{one.name}.{name}"
