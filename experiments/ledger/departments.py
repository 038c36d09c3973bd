"""How many departments stay with their cluster, by the risks that take some of them away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import engine
from engine.programme.model import Programme

# who never joins if the risk strikes; one department leaves after go-live if a cluster's `leaver` does
NEVER_JOIN = {
    "moj_departure": ("MoJ",),
    "home_office_departure": ("Home Office",),
    "defra_departure": ("Defra",),
    "dft_departure": ("DfT",),
    "dluhc_departure": ("DLUHC",),
    "business_departure": ("DBT", "DESNZ", "DSIT"),
    "dhsc_departure": ("DHSC",),
    "dfe_departure": ("DfE",),
    "treasury_departure": ("HMT", "DCMS"),
}
LEAVER = "{}_leaver"
NO_DEPARTMENTS = ("HMG partners overseas",)  # of which no count was found
STRIKES = "risks.{}.strikes"


def staying(programme: Programme, iterations: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """`(iteration)` by cluster: its departments, less those that never join and one that leaves; one at least."""
    drawn = engine.draw(programme, iterations, seed, inputs=["risks.*.strikes"])
    struck = {str(name): drawn["value"].sel(input=name).values for name in drawn["input"].values}
    found = {}
    for cluster in programme.clusters:
        departments = [name for name in cluster.departments if name not in NO_DEPARTMENTS]
        count = np.full(iterations, float(len(departments)))
        for risk, leaving in NEVER_JOIN.items():
            count -= struck.get(STRIKES.format(risk), 0.0) * len(set(leaving) & set(departments))
        count -= struck.get(STRIKES.format(LEAVER.format(cluster.id)), 0.0)
        found[cluster.id] = np.maximum(count, 1.0)
    return found
