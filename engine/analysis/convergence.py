"""How did the figures of a run come to rest? Each of the first half, quarter and eighth of its iterations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.measures import describe
from engine.analysis.precision_target import Target, reading_of, sample_of
from engine.analysis.target import check_kept

if TYPE_CHECKING:
    import xarray as xr

HALVINGS = 3
FEWEST = 50  # iterations of the shortest part


def came_to_rest(
    results: xr.Dataset, measures: Sequence[str], claim: str = "", percentage: float = 80.0
) -> xr.Dataset:
    """The percentile of each measure, and the chance of a claim, in the first iterations of a run.

    Dimension `first` (coordinate: how many iterations, the run last) and dimension `figure` (coordinate: `P80 of Total
    cost`) hold `value`, `low` and `high`, as `engine.summarise` and `engine.claims` give them; `units` by figure, "" of
    a chance. Of a run that is too short only its whole is told.

    Raises `AnalysisError` for a summary, ValueError for a measure or claim that the results do not hold.
    """
    import xarray as xr

    check_kept(results)
    targets = [Target("", "percentile", name, percentage, 1.0, True) for name in measures]
    targets += [Target("", "chance", claim, np.nan, 1.0, True)] if claim else []
    samples = [sample_of(target, results) for target in targets]
    count = results.sizes["iteration"]
    firsts = [count >> k for k in range(HALVINGS, 0, -1) if count >> k >= FEWEST] + [count]
    table = np.array(
        [
            [reading_of(t, values[:n], side) for t, (values, side) in zip(targets, samples, strict=True)]
            for n in firsts
        ]
    ).reshape(len(firsts), len(targets), 3)
    about = [describe(results, t.of) if t.what != "chance" else None for t in targets]
    names = [
        f"Chance: {t.of}" if one is None else f"P{percentage:g} of {one['long_name']}"
        for t, one in zip(targets, about, strict=True)
    ]
    return xr.Dataset(
        {key: (("first", "figure"), table[..., k]) for k, key in enumerate(("value", "low", "high"))},
        coords={
            "first": firsts,
            "figure": names,
            "units": ("figure", ["" if one is None else str(one["units"]) for one in about]),
        },
        attrs={key: results.attrs[key] for key in ("title", "start") if key in results.attrs},
    )
