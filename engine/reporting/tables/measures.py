"""Results -> a row for each measure: base case, mean, percentiles, what is assured; and the interval of each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.findings import Findings
from engine.analysis.measures import iterations_of
from engine.reporting import phrasing
from engine.reporting.approximate import approximate_said
from engine.reporting.classes import sums_said
from engine.reporting.digits import supported_decimals
from engine.reporting.one_value import one_value
from engine.reporting.past_horizon import past_horizon
from engine.reporting.tables.table import Align, Cell, Row, Table
from engine.reporting.units import Scale, scale_for

if TYPE_CHECKING:
    import xarray as xr

SHOWN = (10, 50, 80, 90)
TOO_FEW = "*"
NO_MEAN = "not available"


def measure_table(findings: Findings) -> Table:
    """A row a measure, in one scale each; those that are nought throughout are named below."""
    rows, left_out = shown_measures(findings)
    cells: list[Row] = []
    for row in rows:
        base = Cell(row.exact(row.base), row.base)
        assured = row.assured()
        percentiles = [Cell(row.marked(p), row.value(p)) for p in SHOWN]
        cells.append((row.long_name, base, Cell(row.mean(), float(row.found["mean"])), *percentiles, assured))
    notes = [f"Nought in the base case and in every iteration: {'; '.join(left_out)}."] if left_out else []
    said = sums_said(findings.results.attrs, {row.name: row.long_name for row in rows})
    notes += [said] if said else []
    notes += [*past_horizon(findings), *approximate_said(findings.results.attrs)]
    notes += [row.why_no_mean() for row in rows if row.mean() == NO_MEAN]
    if any(TOO_FEW in cell.text for row_cells in cells for cell in row_cells[3:] if isinstance(cell, Cell)):
        notes.append(f"{TOO_FEW} Too few iterations to give this percentile an interval.")
    numbers = ("Base", "Mean", *map(phrasing.percentile_label, SHOWN))
    right: list[tuple[str, Align]] = [(heading, "right") for heading in numbers]
    return Table.of_rows([("Measure", "left"), *right, ("80% chance of", "left")], cells, "Measures", notes)


def interval_table(findings: Findings) -> Table:
    """A row a measure: the 95% intervals of its mean and of its percentiles."""
    rows, _ = shown_measures(findings)
    cells: list[Row] = []
    for row in rows:
        ends = [(float(row.found["mean_low"]), float(row.found["mean_high"]))]
        ends += [(row.value(p, "value_low"), row.value(p, "value_high")) for p in SHOWN]
        cells.append((row.long_name, *(row.interval(low, high) for low, high in ends)))
    headings: list[tuple[str, Align]] = [
        ("Mean", "left"),
        *((phrasing.percentile_label(p), "left") for p in SHOWN),
    ]
    return Table.of_rows([("Measure", "left"), *headings], cells, "Sampling error: 95% intervals")


def shown_measures(findings: Findings) -> tuple[list[MeasureRow], list[str]]:
    """The rows of the table, and the names of the measures that are nought in the base case and in every iteration."""
    summary, iterations = findings.summary, iterations_of(findings.results)
    start = str(findings.results.attrs.get("start", ""))
    every = [
        measure_row(str(name), summary.sel(measure=name), iterations, start)
        for name in summary["measure"].values
    ]
    rows = [row for row in every if not row.nought()]
    if not rows:
        return every, []
    return rows, [row.long_name for row in every if row.nought()]


def measure_row(name: str, found: xr.Dataset, iterations: int, start: str) -> MeasureRow:
    """What a summary of one measure says, its arrays taken out once: xarray takes ten times as long for each."""
    numbers = {str(key): one.values for key, one in found.variables.items()}
    return MeasureRow(name, numbers, iterations, start)


class MeasureRow(NamedTuple):
    """What a summary says of one measure, as text of one scale."""

    name: str
    found: Mapping[str, NDArray[Any]]
    iterations: int
    start: str

    @property
    def long_name(self) -> str:
        return str(self.found["long_name"])

    @property
    def units(self) -> str:
        return str(self.found["units"])

    @property
    def base(self) -> float:
        return float(self.found["base"])

    @property
    def values(self) -> list[float]:
        """Base, mean and percentiles that are numbers."""
        every = [self.base, float(self.found["mean"]), *self.found["value"].tolist()]
        return [value for value in every if math.isfinite(value)]

    @property
    def scale(self) -> Scale:
        return scale_for(self.units, *self.values)

    def value(self, percentile: float, end: str = "value") -> float:
        return float(self.found[end][self.found["percentile"].tolist().index(percentile)])

    def nought(self) -> bool:
        """Whether base case and every iteration are nought."""
        moments = [float(self.found[key]) for key in ("base", "mean", "sd")]
        return moments == [0, 0, 0] and not int(self.found["missing"])

    def exact(self, value: float, decimals: int | None = None) -> str:
        """A value in the scale of the row; infinite ones, and a year that never comes, in words."""
        return one_value(self.name, value, self.units, decimals, self.scale, start=self.start)

    def mean(self) -> str:
        if math.isnan(float(self.found["mean"])):
            infinite = [one for one in self.found["value"].tolist() if math.isinf(one)]
            is_throughout = len(set(infinite)) == 1 and len(infinite) == self.found["value"].size
            return self.exact(infinite[0]) if is_throughout else NO_MEAN
        return self.sampled(*(float(self.found[f"mean{end}"]) for end in ("", "_low", "_high")))

    def sampled(self, value: float, low: float, high: float) -> str:
        """A value to the digits that its interval supports."""
        if not math.isfinite(value):
            return self.exact(value)
        numbers = [one for one in self.found["value"].tolist() if math.isfinite(one)]
        apart = max(numbers) - min(numbers) if numbers else 0.0
        return self.exact(value, supported_decimals(value, low, high, self.scale, apart))

    def percentile(self, percentile: float) -> str:
        return self.sampled(*(self.value(percentile, end) for end in ("value", "value_low", "value_high")))

    def marked(self, percentile: float) -> str:
        """A percentile, marked where the run is too short for its interval."""
        ends = [self.value(percentile, end) for end in ("value", "value_low", "value_high")]
        open_ended = math.isfinite(ends[0]) and not np.isfinite(ends).all() and not int(self.found["missing"])
        return self.percentile(percentile) + (TOO_FEW if open_ended else "")

    def interval(self, low: float, high: float) -> Cell:
        if math.isnan(low) or math.isnan(high) or (math.isinf(low) and low == high):
            return Cell("not available")
        if not (math.isfinite(low) and math.isfinite(high)):
            return Cell("too few iterations" if not int(self.found["missing"]) else "open")
        return Cell(phrasing.interval(low, high, self.units, start=self.start, scale=self.scale))

    def why_no_mean(self) -> str:
        """Why there is no mean: some iterations gave no number, and leaving them out would not be honest."""
        if not int(self.found["missing"]):
            return f"{self.long_name} has no mean: in some iterations there is {self.exact(math.inf)}."
        gone = phrasing.share(int(self.found["missing"]), self.iterations)
        fate = "never come to one" if self.units in phrasing.YEARS else "have no such number"
        return f"{self.long_name} has no mean: {gone} of iterations {fate}, and a mean of the rest would flatter."

    def assured(self) -> Cell:
        """`at least £291m`, on the careful side of the measure; where iterations gave no value, how many."""
        cautious, missing = str(self.found["cautious"]), int(self.found["missing"])
        percentage = phrasing.assured_percentile(cautious)
        value = self.value(percentage)
        fate = "never in" if self.units in ("year", "months") else "no value in"
        gone = f"{fate} {phrasing.share(missing, self.iterations)}" if missing else ""
        if not math.isfinite(value):
            return Cell(gone or self.exact(value), value)
        sure = phrasing.bounded(self.marked(percentage), self.units, cautious == "low")
        return Cell(f"{sure}; {gone}" if gone else sure, value)
