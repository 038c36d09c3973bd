"""What would have to be true of two inputs together? For each value of the one, the value that the other needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from distributions import Constant
from engine.analysis.claims import claim_outcomes
from engine.model.model import Model
from engine.programme.model import Programme
from engine.programme.variation import fitting
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play
from engine.studies.reverse_stress import claims_of, leaves_of
from engine.studies.side_by_side import side_by_side
from engine.studies.stress import laws_of
from engine.studies.switch import Switch, SwitchingError, ends_of, switch

if TYPE_CHECKING:
    import xarray as xr


def switching_curve(
    programme: Programme | Model,
    claim: str,
    pair: tuple[str, str],
    level: float = 50.0,
    points: int = 9,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """For values of the first of two inputs, the value of the second at which `claim` has the chance `level`.

    Dimension `point`: `first`, at even steps of its law's scores from P0.1 to P99.9; `second`, `low`, `high`, NaN where
    no value of its own range reaches the level; `best`, the chance at the better end of that range.
    """
    import xarray as xr

    laws = laws_of(programme)
    for name in pair:
        fitting([name], laws, "input")
        if isinstance(laws[name], Constant):
            raise SwitchingError(f"{name} is certain and has no range; name two inputs that vary")
    metrics = list(dict.fromkeys(leaf["metric"] for leaf in leaves_of(claims_of(programme), claim)))
    first, second = (ends_of(laws[name]) for name in pair)
    values = [first.at(share) for share in np.linspace(0, 1, points)]

    def row(value: float) -> tuple[Switch, float]:
        fixed = programme.held({pair[0]: value})

        def chance(other: float, length: int) -> tuple[int, int]:
            results = play(fixed.held({pair[1]: other}), length, seed, measures=metrics)
            outcome = claim_outcomes(results)[claim]
            return int(outcome.sum()), outcome.size

        at_ends = [chance(end, iterations) for end in second[:2]]
        found = switch(chance, second, at_ends, level / 100, iterations)
        return found, max(count / size for count, size in at_ends)

    rows, best = zip(*side_by_side(row, values), strict=True)
    return xr.Dataset(
        {
            "first": ("point", np.array(values)),
            "second": ("point", np.array([row.value for row in rows])),
            "low": ("point", np.array([row.low for row in rows])),
            "high": ("point", np.array([row.high for row in rows])),
            "best": ("point", np.array(best)),
        },
        attrs={
            "claim": claim,
            "first": pair[0],
            "second": pair[1],
            "level": level,
            "iterations": iterations,
            "seed": seed,
        },
    )
