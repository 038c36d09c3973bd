"""How often each activity drives a go-live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.shares import wilson_interval
from engine.problems import ResultsError

if TYPE_CHECKING:
    import xarray as xr


def criticality(results: xr.Dataset, confidence: float = 0.95) -> xr.Dataset:
    """The share of iterations in which each activity drives a go-live: its criticality index.

    `results` are of a run that was asked for `measures=["*.critical"]`. Dimension `activity` (coordinate: full names,
    the most critical first) holds
      criticality, low, high   the share with its Wilson interval, in [0, 1]
      base_case                True where it drives a go-live in the base case.

    An activity drives a go-live where, were it an instant later, a cluster would go live later. What follows a wait for
    money or for an opening is driven by that, and by no activity before it.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> results = engine.simulate(programme, iterations=1000, seed=2023, measures=["*.critical"])
        >>> found = engine.criticality(results)
        >>> bool((found["criticality"] <= found["high"]).all())
        True

    Raises `ResultsError` for results that do not hold `critical`.
    """
    import xarray as xr

    check_confidence(confidence)
    if "critical" not in results or "activity" not in results["critical"].dims:
        held = [str(name) for name in results.data_vars]
        raise ResultsError(
            f'no `critical` in these results: simulate(measures=["*.critical"]); they hold {held}'
        )
    critical = results["critical"].transpose("iteration", "activity")
    iterations = critical.sizes["iteration"]
    counts = critical.values.sum(axis=0).astype(np.int64)
    low, high = wilson_interval(counts, iterations, confidence)
    base = np.atleast_1d(np.asarray(results["critical"].attrs["base"], dtype=np.float64)) > 0
    order = np.argsort(-counts, kind="stable")
    names = results["activity"].values
    return xr.Dataset(
        {
            "criticality": ("activity", (counts / iterations)[order]),
            "low": ("activity", low[order]),
            "high": ("activity", high[order]),
            "base_case": ("activity", base[order]),
        },
        coords={"activity": names[order]},
        attrs={"confidence": confidence, "iterations": iterations},
    )
