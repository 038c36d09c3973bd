"""Which claims of a programme hold in which iteration."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.case import Values
from engine.programme.model import Programme

ROUNDING = 1e-9  # of a bound: what misses it by less meets it


def holding(programme: Programme, measures: Values) -> dict[str, NDArray[np.bool_]]:
    """Where each claim holds `(iteration,)`, by its name; `measures` are those of `benchmarks.twin.play`."""
    bounds = [claim for claim in programme.claims if claim.metric is not None]
    holds: dict[str, NDArray[np.bool_]] = {}
    for claim in bounds:
        found = measures[str(claim.metric)]
        if found.ndim == 2:  # the whole programme is as late as its latest cluster, and costs what all do
            found = found.max(1) if claim.metric == "go_live_delay" else found.sum(1)
        low = -np.inf if claim.at_least is None else claim.at_least - ROUNDING * abs(claim.at_least)
        high = np.inf if claim.at_most is None else claim.at_most + ROUNDING * abs(claim.at_most)
        holds[claim.name] = (found >= low) & (found <= high)  # a payback that never comes meets neither
    while waiting := [claim for claim in programme.claims if claim.name not in holds]:
        for claim in waiting:
            if all(part in holds for part in (*claim.all_of, *claim.any_of)):
                parts = [holds[part] for part in (*claim.all_of, *claim.any_of)]
                holds[claim.name] = np.any(parts, axis=0) if claim.any_of else np.all(parts, axis=0)
    return {claim.name: holds[claim.name] for claim in programme.claims}
