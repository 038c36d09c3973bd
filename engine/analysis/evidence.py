"""How small a chance the evidence behind a programme can carry, and what it says of what never happened.

A model multiplies chances down to any size; what it was fitted to has seen so many cases and no more. Below the floor
chances are not told apart, and above 1 less the floor neither.

    floor   1 in 100, unless the programme gives its own with a reason, or every law that says on how many observations
            it rests rests on at least 50: then 1 / (2n + 2) of the least of them
    1 / (2n + 2) is the mean of the chance of what happened in none of n cases, under Jeffreys' prior (Jeffreys, Theory
    of Probability, 1961: Beta(1/2, 1/2) becomes Beta(1/2, n + 1/2))
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

DEFAULT = 0.01
ENOUGH = 50  # observations from which on they carry less than the default: 1 / (2 x 49 + 2) is 1 in 100


class Floor(NamedTuple):
    """The least chance that is told as a number, and why."""

    chance: float
    why: str


def floor_of(attrs: Mapping[str, Any]) -> Floor:
    """The floor of a run, by the attributes of its results."""
    own = json.loads(attrs.get("floor") or "{}")
    if own:
        return Floor(float(own["chance"]), str(own["reason"]))
    counts = [int(one["observations"]) for one in _assumptions(attrs) if one.get("observations")]
    if counts and min(counts) >= ENOUGH:
        return Floor(never_in(min(counts)), f"what is fitted rests on {min(counts):,} observations at least")
    seen = f": what is fitted rests on {min(counts)} observations at least" if counts else ""
    return Floor(DEFAULT, f"the evidence cannot tell smaller chances apart{seen}")


def never_in(cases: int) -> float:
    """The mean chance of what happened in none of some cases, under Jeffreys' prior."""
    return 1.0 / (2 * cases + 2)


def _assumptions(attrs: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = json.loads(attrs.get("assumptions") or "[]")
    return [one for one in found if isinstance(one, dict)]
