"""How many departments stay with their cluster."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import engine
from engine.programme.model import Programme

LEAVES, KEEPS = "risks.{}_departure.strikes", "risks.{}_departure.effects.0"


def staying(programme: Programme, iterations: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """`(iteration)` by cluster: of its departments so many as its departures leave, to whole ones, and one at least.

    A departure leaves a share of the cluster's benefits; the share of its departments is taken to be the same.
    """
    drawn = engine.draw(programme, iterations, seed, inputs=["risks.*_departure.*"])
    values = {str(name): drawn["value"].sel(input=name).values for name in drawn["input"].values}
    found = {}
    for cluster in programme.clusters:
        departments = len(cluster.departments)
        left = values.get(LEAVES.format(cluster.id), np.zeros(iterations))
        share = np.where(left > 0, values.get(KEEPS.format(cluster.id), 1.0), 1.0)
        found[cluster.id] = np.maximum(np.rint(departments * share), 1.0)
    return found
