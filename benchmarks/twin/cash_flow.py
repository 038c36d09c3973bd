"""What has flowed by when, and what a factor for every year makes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.twin.case import Case, FloatArray

CATEGORIES = ("one_off", "running", "legacy")
CLASSES = ("cash", "efficiency", "societal", "carbon")


@dataclass(frozen=True)
class Flows:
    """What has flowed by each boundary `(boundary, iteration)`, and in each cluster by the horizon `(iteration,)`."""

    boundaries: FloatArray
    cumulative: dict[str, FloatArray]
    by_cluster: dict[tuple[str, str], FloatArray]
    after: dict[tuple[str, str], FloatArray]
    """What falls after the horizon: of work, which is counted in `by_cluster` too, and of legacy systems."""


def no_flows(case: Case) -> Flows:
    """Nothing has flowed yet."""
    horizon = float(case.programme.horizon)
    boundaries = np.append(np.arange(0.0, horizon, 12.0), horizon)[:, None]
    places = [(kind, c.id) for kind in (*CATEGORIES, *CLASSES) for c in case.programme.clusters]
    return Flows(
        boundaries,
        {kind: np.zeros((boundaries.size, case.iterations)) for kind in ("cost", *CLASSES)},
        {place: np.zeros(case.iterations) for place in places},
        {
            (kind, c.id): np.zeros(case.iterations)
            for kind in ("one_off", "legacy")
            for c in case.programme.clusters
        },
    )


def by_year(cumulative: FloatArray, factors: FloatArray) -> FloatArray:
    """A cumulative flow `(boundary, iteration)`, what falls into each year multiplied by `factors[year, iteration]`."""
    fell = np.diff(cumulative, axis=0) * factors
    return np.concatenate([np.zeros_like(fell[:1]), np.cumsum(fell, axis=0)])
