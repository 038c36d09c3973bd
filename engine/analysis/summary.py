"""What a run says of each measure: base case, mean, spread and percentiles, each with its sampling error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.figures import figures
from engine.analysis.measures import measure_names

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

    names = measure_names(results)
    attrs, moments, ranked = [], [], []
    for name in names:  # one at a time: a store may hold more than memory does
        found = figures(results, name)
        attrs.append(found.attrs)
        moments.append(found.moments(confidence))
        ranked.append(found.percentiles(percentiles, confidence))
    one, two = ("measure",), ("measure", "percentile")
    shape = (len(names), len(percentiles))
    return xr.Dataset(
        {
            "base": (one, np.array([a["base"] for a in attrs], dtype=np.float64)),
            "mean": (one, np.array([m.mean for m in moments])),
            "mean_low": (one, np.array([m.low for m in moments])),
            "mean_high": (one, np.array([m.high for m in moments])),
            "sd": (one, np.array([m.sd for m in moments])),
            "value": (two, np.array([r.value for r in ranked]).reshape(shape)),
            "value_low": (two, np.array([r.low for r in ranked]).reshape(shape)),
            "value_high": (two, np.array([r.high for r in ranked]).reshape(shape)),
            "missing": (one, np.array([r.missing for r in ranked], dtype=np.int64)),
            **{
                text: (one, np.array([a[text] for a in attrs], dtype=np.str_))
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
