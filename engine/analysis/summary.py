"""What a run says of each measure: base case, mean, spread and percentiles, each with its sampling error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from engine.analysis.measures import measures
from engine.analysis.percentiles import Missing
from engine.analysis.percentiles import percentiles as percentiles_of

if TYPE_CHECKING:
    import xarray as xr

_KEPT_ATTRS = (
    "title",
    "scenario",
    "unit",
    "price_base",
    "seed",
    "iterations",
    "programme_hash",
    "engine_version",
)

_RANK_OF_MISSING: dict[str, Missing] = {"low": "lowest", "high": "highest"}


class Moments(NamedTuple):
    """Mean with its interval and standard deviation, in the units of the values."""

    mean: float
    low: float
    high: float
    sd: float


def summarise(
    results: xr.Dataset,
    percentiles: Sequence[float] = (10, 20, 50, 80, 90),
    confidence: float = 0.95,
) -> xr.Dataset:
    """Summary of every measure of `results`.

    Dimension `measure` (coordinate: the names) holds
      base, mean, mean_low, mean_high, sd   in the measure's units; base is NaN if not given
      missing                               number of iterations that gave NaN
      units, long_name, cautious            text; cautious is "low", "high" or ""
    and dimensions `(measure, percentile)`, coordinate `percentile` in percent, hold
      value, value_low, value_high          the percentile and its interval (see `percentiles`).

    NaN is never averaged away: it makes mean and sd NaN, and ranks on the cautious side in the percentiles
    (+inf for a payback that never comes). An infinite value_low or value_high with a finite value means
    that the run has too few iterations for that percentile's interval.
    """
    import xarray as xr

    table = measures(results)
    names = [str(name) for name in table.data_vars]
    moments = [mean_and_spread(table[name].values, confidence) for name in names]
    ranked = [
        percentiles_of(
            table[name].values, percentiles, confidence, rank_of_missing(table[name].attrs["cautious"])
        )
        for name in names
    ]
    one, two = ("measure",), ("measure", "percentile")
    shape = (len(names), len(percentiles))
    return xr.Dataset(
        {
            "base": (one, np.array([table[name].attrs["base"] for name in names], dtype=np.float64)),
            "mean": (one, np.array([m.mean for m in moments])),
            "mean_low": (one, np.array([m.low for m in moments])),
            "mean_high": (one, np.array([m.high for m in moments])),
            "sd": (one, np.array([m.sd for m in moments])),
            "value": (two, np.array([r.value for r in ranked]).reshape(shape)),
            "value_low": (two, np.array([r.low for r in ranked]).reshape(shape)),
            "value_high": (two, np.array([r.high for r in ranked]).reshape(shape)),
            "missing": (one, np.array([r.missing for r in ranked], dtype=np.int64)),
            **{
                text: (one, np.array([table[name].attrs[text] for name in names], dtype=np.str_))
                for text in ("units", "long_name", "cautious")
            },
        },
        coords={
            "measure": np.array(names, dtype=np.str_),
            "percentile": np.asarray(percentiles, dtype=np.float64),
        },
        attrs={key: results.attrs[key] for key in _KEPT_ATTRS if key in results.attrs}
        | {"confidence": confidence},
    )


def mean_and_spread(values: NDArray[np.float64], confidence: float = 0.95) -> Moments:
    """Mean, its interval by Student's t, and the standard deviation (n - 1) of shape `(iteration,)` values.

    Two passes about the first value, so a constant has a spread of exactly nought and a small spread round a
    large mean keeps its digits. Any NaN or infinity gives NaN. One iteration has no sd (NaN) and an infinite
    interval.
    """
    count = len(values)
    if count == 0 or not np.isfinite(values).all():
        return Moments(np.nan, np.nan, np.nan, np.nan)
    origin = float(values[0])
    shifted = values - origin
    centre = float(shifted.mean())
    if count == 1:
        return Moments(origin, -np.inf, np.inf, np.nan)
    sd = float(np.sqrt(np.square(shifted - centre).sum() / (count - 1)))
    half = float(stdtrit(count - 1, (1 + confidence) / 2)) * sd / np.sqrt(count)
    mean = origin + centre
    return Moments(mean, mean - half, mean + half, sd)


def rank_of_missing(cautious: str) -> Missing:
    """Where a NaN ranks among the values of a measure: on the side that a careful reader fears."""
    return _RANK_OF_MISSING.get(cautious, "unknown")
