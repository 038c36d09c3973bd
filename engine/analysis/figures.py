"""What is known of one measure, whether every iteration was kept or only counts: the one place that asks which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import is_summary
from engine.analysis.estimators.moments import Moments, interval_of_mean, mean_and_spread
from engine.analysis.estimators.percentiles import Missing, Percentiles, percentiles, percentiles_of_cells
from engine.analysis.estimators.replicates import mean_of_replicates, percentiles_of_replicates
from engine.analysis.measures import describe, measure
from engine.analysis.replicates import replicates_of
from engine.bounds import Bound, Side
from engine.problems import ResultsError

if TYPE_CHECKING:
    import xarray as xr

_RANK_OF_MISSING: dict[str, Missing] = {"low": "lowest", "high": "highest"}


class Figures(Protocol):
    """One measure of a run."""

    attrs: dict[str, Any]
    """long_name, units, cautious, base."""

    def moments(self, confidence: float = 0.95) -> Moments:
        """Mean and standard deviation; NaN if any iteration gave no finite number."""

    def percentiles(self, percentages: Sequence[float], confidence: float = 0.95) -> Percentiles:
        """Percentiles with their intervals, a NaN on the side that a careful reader fears."""

    def weighted(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Ascending finite values and how many iterations have each; of a summary, the middles of its cells."""

    def infinite(self) -> tuple[int, int]:
        """How many iterations are infinite: below every number, and above."""

    def no_worse_than_base(self) -> int:
        """How many iterations are at least the base case where the careful side is low, else at most."""

    def nonzero(self) -> int:
        """How many iterations have a value that is not nought."""


def figures(results: xr.Dataset, name: str) -> Figures:
    """What is known of the measure `name`; raises `ResultsError` if the results hold no such measure."""
    if is_summary(results):
        return Counted(results, name)
    variable = measure(results, name)
    return Sample(np.asarray(variable.values), dict(variable.attrs), replicates_of(results))


def rank_of_missing(cautious: str) -> Missing:
    """Where a NaN ranks among the values of a measure: on the side that a careful reader fears."""
    return _RANK_OF_MISSING.get(cautious, "unknown")


def worst(cautious: str) -> Side:
    """On which side a value is no worse than another."""
    return "at_least" if cautious == "low" else "at_most"


class Sample:
    """A measure of which every iteration was kept, `values[iteration]`, in parts that are independent of each other."""

    def __init__(self, values: NDArray[np.float64], attrs: dict[str, Any], replicates: int = 1) -> None:
        self.values, self.attrs, self.replicates = values, attrs, replicates

    def moments(self, confidence: float = 0.95) -> Moments:
        if self.replicates > 1:
            return mean_of_replicates(self.values, self.replicates, confidence)
        return mean_and_spread(self.values, confidence)

    def percentiles(self, percentages: Sequence[float], confidence: float = 0.95) -> Percentiles:
        missing = rank_of_missing(self.attrs["cautious"])
        if not self.values.size:
            raise ResultsError("percentiles need at least one iteration, and these results hold none")
        if self.replicates > 1:
            return percentiles_of_replicates(self.values, percentages, self.replicates, confidence, missing)
        return percentiles(self.values, percentages, confidence, missing)

    def weighted(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        finite = np.sort(self.values[np.isfinite(self.values)])
        return finite, np.ones(finite.size, np.int64)

    def infinite(self) -> tuple[int, int]:
        return int(np.isneginf(self.values).sum()), int(np.isposinf(self.values).sum())

    def no_worse_than_base(self) -> int:
        bound = Bound("", worst(self.attrs["cautious"]), self.attrs["base"])
        return int(bound.met_by(self.values).sum())

    def nonzero(self) -> int:
        return int(np.count_nonzero(self.values) - np.isnan(self.values).sum())


class Counted:
    """A row of a summary: counts in cells, and moments."""

    def __init__(self, results: xr.Dataset, name: str) -> None:
        self.attrs = describe(results, name)
        row = results.sel(measure=name)
        held = row["frequency"].values > 0
        self.lower, self.upper = row["lower"].values[held], row["upper"].values[held]
        self.count = row["frequency"].values[held]
        self.missing, self.iterations = int(row["missing"]), int(results.attrs["iterations"])
        self.met_base = int(row[f"base_{worst(self.attrs['cautious'])}"])
        self.mean, self.squares = float(row["mean"]), float(row["squared_deviations"])

    def moments(self, confidence: float = 0.95) -> Moments:
        if not np.isfinite(self.mean):
            return Moments(np.nan, np.nan, np.nan, np.nan)
        return interval_of_mean(self.mean, self.squares, self.iterations, confidence)

    def percentiles(self, percentages: Sequence[float], confidence: float = 0.95) -> Percentiles:
        missing = rank_of_missing(self.attrs["cautious"])
        cells = (self.lower, self.upper, self.count)
        return percentiles_of_cells(*cells, self.missing, percentages, confidence, missing)

    def weighted(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        finite = np.isfinite(self.lower)
        values = (self.lower[finite] + self.upper[finite]) / 2
        values[:1], values[-1:] = self.lower[finite][:1], self.upper[finite][-1:]  # the extremes are exact
        return values, self.count[finite]

    def infinite(self) -> tuple[int, int]:
        below, above = np.isneginf(self.lower), np.isposinf(self.lower)
        return int(self.count[below].sum()), int(self.count[above].sum())

    def no_worse_than_base(self) -> int:
        return self.met_base

    def nonzero(self) -> int:
        # noughts that repeat have a cell of their own
        return int(self.count[(self.lower != 0) | (self.upper != 0)].sum())
