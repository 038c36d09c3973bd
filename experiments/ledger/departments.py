"""How many departments stay with their cluster."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import engine
from engine.programme.model import Programme

GOING = ("_departure", "_leaver")  # how the names of the risks end by which departments stay out or leave
SEVERAL = {"business_departure": 3, "treasury_departure": 2}  # DBT, DESNZ and DSIT; HMT and DCMS
NONE = ("services_departure",)  # of a cluster's one department some services stay out


def staying(programme: Programme, iterations: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """`(iteration)` by cluster: how many of the departments that the file names join and stay, one at least.

    A departure takes those that it stands for; a leaver, after go-live, one more.
    """
    risks = [risk for risk in programme.risks if risk.name.endswith(GOING) and risk.name not in NONE]
    drawn = engine.draw(programme, iterations, seed, inputs=[risk.strikes for risk in risks])["value"]
    found = {one.id: np.full(iterations, float(len(one.departments))) for one in programme.clusters}
    for risk in risks:
        found[risk.cluster] -= SEVERAL.get(risk.name, 1) * drawn.sel(input=risk.strikes).values
    return {cluster: np.maximum(left, 1.0) for cluster, left in found.items()}
