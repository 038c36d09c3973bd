"""A law that hangs on what is drawn beside it -> the branches by which it is played, each with its probability.

Most laws are one branch: quantile tables at nodes of their parameters. A law that is now this and now that, with a
probability that it shares with others, has a branch for each: one uniform says which, and what it has left over says
which value.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from distributions import Law, Shared, drawn_for, parts_of, shared_names
from engine.draws.input_error import InputError
from engine.draws.second_order import Conditional, conditional
from engine.problems import listed

MOST_SHARED = 3  # quantities in one law, each of which multiplies its tables


class SharedError(InputError):
    """A law that cannot be played given what it shares with others."""


class Branch(NamedTuple):
    """The law of some of a law's values, and the probability of these: a number, or what is shared."""

    chance: float | Shared
    law: Conditional


@lru_cache(maxsize=256)
def branches(law: Law) -> tuple[Branch, ...]:
    """How a law is played once what is drawn for it is known; none where it is played by its predictive law.

    That is the same for whoever sees the drawn value alone, so laws whose numbers are their own may be played so.
    Raises `SharedError` for a law that is not smooth in what it shares, or that shares more than `MOST_SHARED`.
    """
    if not drawn_for(law):
        return ()
    if not shared_names(law):
        found = conditional(law)
        return () if found is None else (Branch(1.0, found),)
    return tuple(Branch(chance, smooth(inner)) for chance, inner in parts_of(law))


def smooth(law: Law) -> Conditional:
    """The law given all that it shares; refused where that cannot be interpolated."""
    names = listed(list(drawn_for(law)), "and")
    if len(drawn_for(law)) > MOST_SHARED:
        raise SharedError(f"{law}: hangs on {names}; at most {MOST_SHARED} beliefs can be in one law")
    found = conditional(law)
    if found is None:
        raise SharedError(
            f"{law}: its quantiles are not smooth in {names}, or take too long to follow; narrow what these may be, "
            "for instance by truncated"
        )
    return found
