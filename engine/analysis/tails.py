"""How bad is it when it is bad? Mean beyond a percentile, and the shape of every measure, each with its error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.batches import Estimate, estimate
from engine.analysis.estimators.replicates import error_of_mean
from engine.analysis.estimators.tails import Figure, expected_shortfall, kurtosis, skewness
from engine.analysis.measures import measure, measure_names
from engine.analysis.replicates import replicates_of
from engine.analysis.target import check_kept

if TYPE_CHECKING:
    import xarray as xr

LEVELS = (80, 90, 95)
FEWEST = 20  # iterations beyond a percentile, below which their mean is not told
ENDS = ("", "_low", "_high")


def tails(results: xr.Dataset, levels: Sequence[float] = LEVELS, confidence: float = 0.95) -> xr.Dataset:
    """Expected shortfall, skewness and kurtosis of every measure.

    Dims `(measure, level)` hold `expected_shortfall`, in the measure's units, with `_low` and `_high`: the mean of the
    worst 100 - level percent of iterations, which are the greatest of a cost or a delay and the least of a benefit;
    NaN where fewer than 20 iterations are as bad. Dimension `measure` holds `skewness` and `kurtosis` (0 of the normal
    law), likewise, `missing` (iterations without a finite number, with which all is NaN), units, long_name and
    cautious. Errors are those of independent iterations, of an antithetic run or of replicates of theirs. Of a measure
    with very long tails (a kurtosis above 20, say) the error of the kurtosis itself is told too small.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.tails(engine.simulate(programme, iterations=1000)).sel(measure="total_cost", level=80)
        >>> bool(found["expected_shortfall_low"] < found["expected_shortfall"] < found["expected_shortfall_high"])
        True

    Raises `AnalysisError` for a summary, whose iterations cannot be looked at.
    """
    import xarray as xr

    check_confidence(confidence)
    check_kept(results)
    replicates, names = replicates_of(results), measure_names(results)
    found = {name: measure(results, name) for name in names}
    shortfall = np.full((3, len(names), len(levels)), np.nan)
    shape = np.full((2, 3, len(names)), np.nan)
    missing = np.zeros(len(names), np.int64)
    for place, variable in enumerate(found.values()):
        values = np.asarray(variable.values)
        missing[place] = int((~np.isfinite(values)).sum())
        if missing[place] or values.size < 2:
            continue
        for k, level in enumerate(levels):
            if values.size * (1 - level / 100) >= FEWEST:
                figure = expected_shortfall(values, level, variable.attrs["cautious"] == "low")
                shortfall[:, place, k] = ends(figure, replicates, confidence)
        for k, moment in enumerate((skewness, kurtosis)):
            shape[k, :, place] = ends(moment(values), replicates, confidence)
    return xr.Dataset(
        {
            **{
                f"expected_shortfall{end}": (("measure", "level"), shortfall[k]) for k, end in enumerate(ENDS)
            },
            **{f"skewness{end}": ("measure", shape[0, k]) for k, end in enumerate(ENDS)},
            **{f"kurtosis{end}": ("measure", shape[1, k]) for k, end in enumerate(ENDS)},
            "missing": ("measure", missing),
            **{
                key: ("measure", np.array([one.attrs[key] for one in found.values()], np.str_))
                for key in ("units", "long_name", "cautious")
            },
        },
        coords={"measure": np.array(names, np.str_), "level": np.asarray(levels, np.float64)},
        attrs={"confidence": confidence, "replicates": replicates},
    )


def ends(figure: Figure, replicates: int, confidence: float) -> NDArray[np.float64]:
    """A figure and the ends of its interval."""
    error, freedom = error_of_mean(figure.influence, replicates)
    found: Estimate = estimate(np.asarray(figure.value), np.asarray(error), freedom, confidence)
    return np.array([float(found.value), float(found.low), float(found.high)])
