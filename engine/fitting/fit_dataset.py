"""Fits -> Dataset: the ranking, and what pictures of it show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.fitting.fitted import Fit
from engine.fitting.sample import FloatArray, Sample

if TYPE_CHECKING:
    import xarray as xr

_SHOWN = 400  # points a picture can show apart
_PERCENTILES = (10, 20, 50, 80, 90)


def fit_dataset(fits: Sequence[Fit], data: Sample) -> xr.Dataset:
    """Dimensions `fit` (kinds in the order of their ranks) and `observation` (exact ones, ascending).

    By fit: log_likelihood, aic, aicc, bic, ks, ad, ks_p, ad_p with `_low` and `_high`, law. By observation:
    `observed` and `position`, its share of the data at or below, less half a step (with censored data by
    Kaplan and Meier). By both: `probability` of the law at each, `quantile` of the law at its position, and
    the pointwise 95% band of each in replicates of the law that were fitted again. `value` has the law's
    percentiles (dimension `percentile`).
    """
    import xarray as xr

    values, position, rank = _positions(data)
    by_fit = {
        name: ("fit", [getattr(one, name) for one in fits])
        for name in ("log_likelihood", "aic", "aicc", "bic", "ks", "ad", "parameters")
    }
    for name in ("ks_p", "ad_p"):
        for part, suffix in (("value", ""), ("low", "_low"), ("high", "_high")):
            by_fit[f"{name}{suffix}"] = ("fit", [getattr(getattr(one, name), part) for one in fits])
    both = ("fit", "observation")
    shares = np.array(_PERCENTILES) / 100
    bands = np.array([_band(one, data, rank) for one in fits])
    with np.errstate(all="ignore"):
        ends = [[one.law.ppf(edge) for edge in band] for one, band in zip(fits, bands, strict=True)]
    quantile_band = np.array(ends)
    return xr.Dataset(
        {
            **by_fit,
            "law": ("fit", [repr(one.law) for one in fits]),
            "observed": ("observation", values),
            "position": ("observation", position),
            "probability": (both, [one.law.cdf(values) for one in fits]),
            "quantile": (both, [one.law.ppf(position) for one in fits]),
            "probability_low": (both, bands[:, 0]),
            "probability_high": (both, bands[:, 1]),
            "quantile_low": (both, quantile_band[:, 0]),
            "quantile_high": (both, quantile_band[:, 1]),
            "value": (("fit", "percentile"), [one.law.ppf(shares) for one in fits]),
        },
        {"fit": [one.kind for one in fits], "percentile": list(_PERCENTILES)},
        {
            "observations": data.size,
            "censored": int(np.count_nonzero(~data.exact)),
            "censoring": data.censoring,
            "replicates": fits[0].replicates.replicates if fits[0].replicates else 0,
            "replicate_size": fits[0].replicates.size if fits[0].replicates else 0,
        },
    )


def _positions(sample: Sample) -> tuple[FloatArray, FloatArray, np.ndarray]:
    """Exact observations in ascending order, thinned to `_SHOWN`, their positions, and their ranks from 0."""
    sign = -1.0 if sample.censoring == "left" else 1.0
    values = sign * sample.nearest
    order = np.lexsort((~sample.exact, values))
    exact = sample.exact[order]
    at_least = (1 - exact / (exact.size - np.arange(exact.size))).cumprod()
    before = np.append(1.0, at_least[:-1])
    position = 1 - (before + at_least) / 2  # the middle of the step
    values, rank = values[order], np.arange(exact.size)
    if sign < 0:
        values, position, exact = -values[::-1], 1 - position[::-1], exact[::-1]
    kept = np.flatnonzero(exact)
    kept = kept[np.unique(np.linspace(0, kept.size - 1, min(kept.size, _SHOWN)).round().astype(int))]
    return values[kept], position[kept], rank[kept]


def _band(fit: Fit, data: Sample, rank: np.ndarray) -> FloatArray:
    """Lowest and highest 2.5% of the replicates' probabilities at each rank; NaN where there are none."""
    replicates = fit.replicates
    if replicates is None or data.censoring != "none":
        return np.full((2, rank.size), np.nan)
    edges = np.quantile(replicates.probability, [0.025, 0.975], axis=0)
    return np.array([np.interp(rank, replicates.rank, edge) for edge in edges])
