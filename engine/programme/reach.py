"""Which cluster something is of, where all that it touches is of one."""

from __future__ import annotations

from collections.abc import Iterable


def only_cluster(names: Iterable[str]) -> str:
    """The cluster of all these activities and lines (`synergy.build`); "" where they are of several, or of none."""
    clusters = {name.partition(".")[0] for name in names}
    return clusters.pop() if len(clusters) == 1 else ""
