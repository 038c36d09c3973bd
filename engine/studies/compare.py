"""Which option, which scenario? Programmes played on common draws, and results that are there, against the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from engine.analysis.comparison import compare_results
from engine.model.model import Model
from engine.programme.model import Programme
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play

if TYPE_CHECKING:
    import xarray as xr

Compared: TypeAlias = "Programme | Model | xr.Dataset"


def compare(
    runs: Mapping[str, Compared],
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    measures: Sequence[str] | None = None,
    design: str = "random",
    confidence: float = 0.95,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """Every one of `runs`, by label, against the first: what `engine.analysis.comparison.compare_results` gives.

    Programmes and models are played, all on the same draws; results are taken as they are, and are on common draws
    with what is played if their seed and design are its. `measures` are those to be compared, all if left out.

        >>> path = "experiments/shared_services/programme.toml"
        >>> names = {"default": None, "closed": "funding-closed"}
        >>> found = engine.compare({k: engine.load(path, scenario=s) for k, s in names.items()}, iterations=500)
        >>> float(found["better"].sel(other="closed", measure="total_benefit")) > 0.5
        True

    Raises `ComparisonError` for what cannot be compared, and `RunError` as `engine.simulate` does.
    """
    played = {
        label: play(run, iterations, seed, design=design) if isinstance(run, Programme | Model) else run
        for label, run in runs.items()
    }
    return compare_results(played, measures, confidence)
