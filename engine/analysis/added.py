"""Results with a dimension more than a run has: several runs put together, or what is left when one is taken out again.

`xarray.concat` keeps the attributes of the first run. So the base case, which is an attribute, is not known of
what was put together, nor of one run of it: nothing here shows the first run's as another's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from engine.measures import MEASURES, PARTS
from engine.problems import ResultsError

if TYPE_CHECKING:
    import xarray as xr

LABELS = tuple(dict.fromkeys(measure.dim for measure in (*MEASURES.values(), *PARTS.values()) if measure.dim))
"""The dims beside the iteration that a run's own measures have: cluster, year, and those of single parts."""

_PLAYED = {"iteration", *LABELS}
_COUNTED = {"measure", "cell", "claim", "threshold"}


def is_summary(results: xr.Dataset) -> bool:
    """Whether these are the counts of a run in summary mode, in which no single iteration can be looked at."""
    return "cell" in results.dims


def added_dims(results: xr.Dataset) -> list[str]:
    """The dims, in their order, that every variable has beside those of a run: `scenario` of scenarios put together."""
    mark = "measure" if is_summary(results) else "iteration"
    told = [set(variable.dims) for variable in results.data_vars.values() if mark in variable.dims]
    shared = set.intersection(*told) if told else set()
    return [str(dim) for dim in results.dims if dim in shared - _PLAYED - _COUNTED]


def put_together(results: xr.Dataset) -> list[str]:
    """The added dims, and those of which one place was taken: its label has stayed as a scalar coordinate."""
    scalar = [str(name) for name, coord in results.coords.items() if not coord.ndim]
    taken = [name for name in scalar if name.partition("_")[0] not in _PLAYED]  # line_kind tells of the line
    return added_dims(results) + taken


def carried(results: xr.Dataset, one: Callable[[xr.Dataset], xr.Dataset]) -> xr.Dataset:
    """What `one` gives of a run; of runs put together that of each, along the added dims, which come first."""
    import xarray as xr

    dims = added_dims(results)
    if not dims:
        return one(results)
    dim = dims[0]
    if is_summary(results):
        raise ResultsError(
            f"summaries of runs are put together along {dim!r}: each has cells of its own; "
            f"put together what is found of each run instead"
        )
    if dim not in results.coords:
        results = results.assign_coords({dim: np.arange(results.sizes[dim])})
    parts = [carried(results.isel({dim: place}), one) for place in range(results.sizes[dim])]
    return xr.concat(
        parts,
        results[dim].reset_coords(drop=True),
        data_vars="all",
        coords="minimal",
        compat="override",
        join="exact",
        combine_attrs="override",
    )


def check_one_run(results: xr.Dataset) -> None:
    """Raise `ResultsError` for what is not the results of one run with their own base case."""
    dims = put_together(results)
    if dims:
        dim = dims[0]
        raise ResultsError(
            f"these results have the added dimension {dim!r}, and what they say of base case and claims is one "
            f"run's: take the results of that run itself, or results.sel({dim}=...).drop_vars({dim!r}) where it "
            "is that one"
        )
