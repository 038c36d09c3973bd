"""The order in which activities can be worked through, and the circles that leave none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush


def in_order(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Names so that each stands behind all that it is `after`; else in the order given.

    Names on a circle, or behind one, are left out. Kahn (Communications of the ACM 5, 1962).
    """
    place = {name: index for index, name in enumerate(after)}
    waits = {name: {other for other in others if other in place} for name, others in after.items()}
    followers: dict[str, list[str]] = {name: [] for name in after}
    for name, others in waits.items():
        for other in others:
            followers[other].append(name)
    names, free, ordered = list(after), [place[name] for name, others in waits.items() if not others], []
    while free:
        name = names[heappop(free)]
        ordered.append(name)
        for follower in followers[name]:
            waits[follower].discard(name)
            if not waits[follower]:
                heappush(free, place[follower])
    return ordered


def circles(after: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Circles among the names, each once, beginning and ending with the same name; no name is in two."""
    done: set[str] = set(in_order(after))
    found = []
    for start in after:
        path: list[str] = []
        name: str | None = start
        while name is not None and name not in done and name not in path:
            path.append(name)
            name = next((other for other in after[name] if other in after and other not in done), None)
        if name in path:
            found.append([*path[path.index(name) :], name])
        done.update(path)
    return found
