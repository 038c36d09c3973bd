"""How much must be set aside, and for whom: the plays that a contingency by line and by risk needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.analysis.contingency import check_assurance, contingency
from engine.measures import BENEFITS, COSTS, MEASURES
from engine.programme.model import Programme
from engine.simulation.whole_run import simulate_whole
from engine.studies.risk_effects import plays_needed, with_risk_effects

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int], None]


def contingency_of(
    programme: Programme,
    at: float = 80,
    of: str = "total_cost",
    iterations: int = 10_000,
    seed: int = 2023,
    by_risk: bool = True,
    progress: Progress | None = None,
) -> xr.Dataset:
    """What `engine.contingency` gives of a run of the programme, by line and, if wanted, by risk too.

    `progress` is told of iterations as they are played, `plays(programme, by_risk)` times `iterations` in all.
    Raises what `simulate` and `contingency` raise.
    """
    check_assurance(at)
    results = simulate_whole(
        programme, iterations, seed, progress=progress, measures=_measures(programme, of)
    )
    if by_risk:
        results = with_risk_effects(programme, results, of, progress)
    return contingency(results, at, of)


def plays(programme: Programme, by_risk: bool = True) -> int:
    """How many runs that takes."""
    return 1 + (plays_needed(programme) if by_risk else 0)


def _measures(programme: Programme, of: str) -> list[str]:
    """The measure, all that it may be a sum of, and its years, as far as the programme has them."""
    lines = [*(["*.cost"] if programme.costs else []), *(["*.benefit"] if programme.benefits else [])]
    terms = [*COSTS, *BENEFITS, "yearly_cost", *(f"yearly_{name}" for name in BENEFITS)]
    there = [name for name in terms if not MEASURES[name].needs or MEASURES[name].needs in programme.has]
    return list(dict.fromkeys([of, *there, *lines]))
