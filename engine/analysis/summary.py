"""What a run says of each measure: base case, mean, spread and percentiles, each with its sampling error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from engine.analysis.added import carried
from engine.analysis.asked import check_confidence, check_percentages
from engine.analysis.estimators.moments import Moments
from engine.analysis.estimators.percentiles import Percentiles
from engine.analysis.figures import Figures, figures
from engine.analysis.measures import check_iterations, measure_names

if TYPE_CHECKING:
    import xarray as xr

PERCENTILES = (10, 20, 50, 80, 90)

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
    percentiles: Sequence[float] = PERCENTILES,
    confidence: float = 0.95,
) -> xr.Dataset:
    """Summary of every measure of `results`.

    Dimension `measure` (coordinate: the names) holds
      base, mean, mean_low, mean_high, sd   in the measure's units; base is NaN if not given
      missing, nonzero                      number of iterations that gave NaN, and that gave a value other than 0
      units, long_name, cautious            text; cautious is "low", "high" or ""
    and dimensions `(measure, percentile)`, coordinate `percentile` in percent, hold
      value, value_low, value_high          the percentile and its interval (see `percentiles`).

    NaN is never averaged away: it makes mean and sd NaN, and ranks on the cautious side in the percentiles
    (+inf for a payback that never comes). An infinite value_low or value_high with a finite value means
    that the run has too few iterations for that percentile's interval.

    Of a slice (`results.sel(cluster="x")`) measures by cluster are those of what is left, without a base case. Results
    of several runs put together along a further dimension (`xarray.concat([a, b], "scenario")`) give it as the first
    of every variable; no base case, since attributes are those of the first run:
    `xarray.concat([summarise(a), summarise(b)], "scenario")` keeps them.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.summarise(engine.simulate(programme, iterations=1000, seed=2023))
        >>> cost = found.sel(measure="total_cost")
        >>> round(float(cost["base"])), str(cost["units"].values)
        (900, '£m')
        >>> bool(cost["value"].sel(percentile=80) > cost["base"])
        True

    Raises `ResultsError` for results without iterations.
    """
    check_percentages(percentiles)
    check_confidence(confidence)
    check_iterations(results)

    def one(run: xr.Dataset) -> xr.Dataset:
        # one measure at a time: a store may hold more than memory does
        found = {name: facts(figures(run, name), percentiles, confidence) for name in measure_names(run)}
        return summary_table(run, found, percentiles, confidence)

    return carried(results, one)


class Facts(NamedTuple):
    """What a summary says of one measure."""

    attrs: dict[str, Any]
    moments: Moments
    ranked: Percentiles
    no_worse_than_base: int
    nonzero: int


def facts(found: Figures, percentiles: Sequence[float] = PERCENTILES, confidence: float = 0.95) -> Facts:
    """What a summary says of a measure, from its figures."""
    ranked = found.percentiles(percentiles, confidence)
    return Facts(found.attrs, found.moments(confidence), ranked, found.no_worse_than_base(), found.nonzero())


def summary_table(
    results: xr.Dataset,
    found: Mapping[str, Facts],
    percentiles: Sequence[float] = PERCENTILES,
    confidence: float = 0.95,
) -> xr.Dataset:
    """What `summarise` gives of one run, from what is known of each measure."""
    import xarray as xr

    attrs, moments, ranked = (
        [getattr(f, key) for f in found.values()] for key in ("attrs", "moments", "ranked")
    )
    one, two = ("measure",), ("measure", "percentile")
    shape = (len(found), len(percentiles))
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
            "nonzero": (one, np.array([f.nonzero for f in found.values()], dtype=np.int64)),
            **{
                text: (one, np.array([a[text] for a in attrs], dtype=np.str_))
                for text in ("units", "long_name", "cautious")
            },
        },
        coords={
            "measure": np.array(list(found), dtype=np.str_),
            "percentile": np.asarray(percentiles, dtype=np.float64),
        },
        attrs={key: results.attrs[key] for key in _KEPT_ATTRS if key in results.attrs}
        | {"confidence": confidence},
    )
