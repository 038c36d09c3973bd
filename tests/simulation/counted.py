"""What the cells of a summary say, beside the iterations that were counted in them."""

from __future__ import annotations

import numpy as np
import xarray as xr

from engine.analysis.estimators.percentiles import percentiles_of_cells, value_rank
from engine.analysis.measures import measure
from engine.analysis.parts import part_figures

PERCENTAGES = np.arange(0.5, 100, 0.5)


def values_of(kept: xr.Dataset, row: str) -> np.ndarray:
    """Every iteration of a row of a summary."""
    name, _, part = row.partition(".")
    if not part:
        return measure(kept, name).values
    dim = "year" if name.startswith(("yearly", "cumulative")) else "cluster"
    return part_figures(kept, name, dim)[part].values


def off_by(values: np.ndarray, found: np.ndarray, percentages: np.ndarray = PERCENTAGES) -> float:
    """The most by which `found` are off the percentiles, in percentile points."""
    ordered = np.sort(values[np.isfinite(values)])
    ranks = np.array([value_rank(ordered.size, p) for p in percentages])
    below = np.searchsorted(ordered, found, "left")
    at_most = np.searchsorted(ordered, found, "right")
    return float(np.maximum(np.maximum(below + 1 - ranks, ranks - at_most), 0).max() / ordered.size * 100)


def counted(row: xr.Dataset) -> np.ndarray:
    """The percentiles of the finite values of a row."""
    held = (row["frequency"].values > 0) & np.isfinite(row["lower"].values)
    cells = (row[key].values[held] for key in ("lower", "upper", "frequency"))
    return percentiles_of_cells(*cells, 0, list(PERCENTAGES)).value
