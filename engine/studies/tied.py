"""A part of the law of an input, which stays tied to the beliefs that it hangs on, and by them to other inputs."""

from __future__ import annotations

from distributions import Law, LawError, Shared, Truncated, shared_in
from engine.draws.second_order import conditional
from engine.problems import Refused
from engine.studies.predictive import predictive


class TieError(Refused):
    """A part of a law that cannot be taken without cutting its tie to a belief."""


def part_of(name: str, law: Law, low: float | None = None, high: float | None = None) -> Law:
    """The law under the condition that the input is from `low` to `high`; given its beliefs, of what hangs on some.

    Raises `TieError` where that cannot be played: the input is a belief itself, by another name, or for some beliefs
    there is nothing in the range, or its quantiles bend too sharply with them; and `LawError` as `Truncated` does.
    """
    beliefs = list(dict.fromkeys(shared.name for shared in shared_in(law)))
    part: Law
    if not beliefs:
        part = Truncated(predictive(law), low, high)
        return part
    try:
        part = Truncated(law, low, high)
        if not isinstance(law, Shared) and conditional(part) is not None:
            return part
    except LawError:
        pass
    told = " and ".join(beliefs)
    raise TieError(
        f"{name} hangs on {told}, and this part of its law cannot be drawn for all that {told} may be: ask about "
        f"{told}, or hold {name} at one value"
    )
