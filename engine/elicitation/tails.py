"""Laws that hold the same stated quantiles and part beyond them: which have heavy tails, and where they differ.

A tail is measured from the middle, the median of the laws' own medians, to P99 or to P1. It is heavy if it is more than
half as long again as the usual one, the median of the other laws'. Nobody stated it, so it stands behind sober ones.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from distributions import Law

LONGER = 1.5
"""Part of another tail from which one is told to be longer."""
_QUIETLY = np.errstate(all="ignore")  # of laws so wide that a step of a search overflows
_SIDES = {99: 1, 1: -1}


class Parting(NamedTuple):
    """A percentile at which laws part from the first of them: its value there, and theirs by name."""

    percentile: int
    first: tuple[str, float]
    others: dict[str, float]


def heavy(laws: Mapping[str, Law]) -> frozenset[str]:
    """Which of laws that hold the same quantiles have a heavy tail on either side."""
    found = set()
    for lengths in _lengths(laws).values():
        for name, length in lengths.items():
            others = [other for one, other in lengths.items() if one != name]
            if others and length > LONGER * statistics.median(others):
                found.add(name)
    return frozenset(found)


@_QUIETLY
def partings(laws: Mapping[str, Law]) -> list[Parting]:
    """Where the first law's tail is half as long again as another's, or another's as its own; P99 before P1."""
    found = []
    for percentile, lengths in _lengths(laws).items():
        first, *rest = lengths
        apart = [
            name
            for name in rest
            if max(lengths[name], lengths[first]) > LONGER * min(lengths[name], lengths[first])
        ]
        if apart:
            at = {name: float(laws[name].ppf(percentile / 100)) for name in (first, *apart)}
            found.append(Parting(percentile, (first, at.pop(first)), at))
    return found


@_QUIETLY
def _lengths(laws: Mapping[str, Law]) -> dict[int, dict[str, float]]:
    """By percentile and law, how far that percentile lies from the middle."""
    if not laws:
        return {}
    middle = statistics.median(float(law.ppf(0.5)) for law in laws.values())
    return {
        percentile: {name: sign * (float(law.ppf(percentile / 100)) - middle) for name, law in laws.items()}
        for percentile, sign in _SIDES.items()
    }
