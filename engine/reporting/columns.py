"""Figures or iterations as columns of one length, and written as CSV or Parquet: one row a measure, or an iteration.

What each column holds stands in `DICTIONARY`. Numbers are written with all their digits. What a user wrote stays text
in any spreadsheet: where it begins as a formula would, CSV has an apostrophe before it.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.added import is_summary
from engine.analysis.target import AnalysisError
from engine.visible import visible

if TYPE_CHECKING:
    import xarray as xr

Columns = Mapping[str, Sequence[Any]]
TEXTS = ("part", "part_name", "measure", "long_name", "units", "cautious")
NUMBERS = ("base", "mean", "mean_low", "mean_high", "sd")
DICTIONARY = {
    "by": "what is told of: whole, year, cluster, line or risk",
    "part": "the year (in which it begins), cluster, line or risk, by its name in the file; empty of the whole",
    "part_name": "what people call it",
    "measure": "the measure, by its name in results; line_money is the money of a line, strikes whether a risk strikes",
    "long_name": "the measure in words",
    "units": "units of all numbers of the row; 1 where there are none, year a calendar year, months from … a date",
    "cautious": "the side on which a careful reader stands: low for a benefit, high for a cost",
    "base": "base case; empty where there is none",
    "mean": "mean of all iterations; of strikes the chance of the risk; empty if any iteration gave no number",
    "mean_low": "lower end of the mean's 95% interval: the sampling error of the run",
    "mean_high": "upper end of it",
    "sd": "standard deviation of the iterations",
    "missing": "iterations that gave no number, a payback that never comes say",
    "p50": "percentile: a 50% chance of at most this; one column for each that was asked for",
    "p50_low": "lower end of the percentile's 95% interval",
    "p50_high": "upper end of it",
    "iteration": "with --every-iteration its number; the other columns are measures, and measure.part of parts",
}
_OBEYED = ("=", "+", "-", "@", "\t", "\r")


def columns_of(found: xr.Dataset) -> dict[str, list[Any]]:
    """What `figures_by` gave as columns: text, numbers, and for each percentile its value and interval."""
    columns: dict[str, list[Any]] = {"by": [str(found.attrs["by"])] * found.sizes["row"]}
    columns |= {key: [visible(str(text)) for text in found[key].values] for key in TEXTS}
    columns |= {key: found[key].values.tolist() for key in (*NUMBERS, "missing")}
    for level in found["percentile"].values:
        one = found.sel(percentile=level)
        for end, key in (("", "value"), ("_low", "value_low"), ("_high", "value_high")):
            columns[f"p{level:g}{end}"] = one[key].values.tolist()
    return columns


def iteration_columns(results: xr.Dataset) -> dict[str, Any]:
    """Every iteration as a row: each measure, and each part of those by cluster, year, line or risk: `cost.east`.

    Raises `AnalysisError` for a summary, which knows no single iteration.
    """
    if is_summary(results):
        raise AnalysisError(
            "these results are a summary, which holds no single iteration; play with --keep iterations"
        )
    columns: dict[str, Any] = {"iteration": np.asarray(results["iteration"].values, np.int64)}
    for name, variable in results.data_vars.items():
        dims = [str(dim) for dim in variable.dims if dim != "iteration"]
        values = variable.transpose("iteration", *dims).values
        if not dims:
            columns[visible(str(name))] = values
        else:
            labels = [str(label) for label in results[dims[0]].values]
            columns |= {visible(f"{name}.{label}"): values[:, place] for place, label in enumerate(labels)}
    return columns


def write_csv(columns: Columns, path: Path) -> None:
    """Comma-separated UTF-8 with a mark by which spreadsheets know it, a heading, and all digits."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_harmless(name) for name in columns])
        writer.writerows([_written(value) for value in row] for row in _rows(columns))


def write_parquet(columns: Columns, path: Path, about: Mapping[str, str]) -> None:
    """Parquet, with what the run was and what columns hold as metadata of the file."""
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({name: _typed(values) for name, values in columns.items()})
    parquet.write_table(table.replace_schema_metadata(dict(about)), path)


def _typed(values: Sequence[Any]) -> Any:
    """Numbers of one kind; what is no number is null, and infinite numbers stay."""
    import pyarrow

    if len(values) and isinstance(values[0], str):
        return pyarrow.array(list(values), pyarrow.string())
    array = np.asarray(values)
    if array.dtype.kind in "iu":
        return pyarrow.array(array, pyarrow.int64())
    floats = np.asarray(values, np.float64)
    return pyarrow.array(floats, pyarrow.float64(), mask=np.isnan(floats))


def _rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    lists = (values.tolist() if isinstance(values, np.ndarray) else values for values in columns.values())
    yield from zip(*lists, strict=True)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return _harmless(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return repr(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_OBEYED) else text
