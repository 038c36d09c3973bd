"""What iterations are told apart by: their inputs, and dates or other figures of parts of the results beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.target import AnalysisError
from engine.problems import nearest

if TYPE_CHECKING:
    import xarray as xr

KEPT = ("kind", "cluster", "basis", "source")


class Features(NamedTuple):
    """Columns `(column, iteration)`, what they are called, and coordinates by `input`."""

    table: NDArray[np.float64]
    names: list[str]
    coords: dict[str, Any]


def features(results: xr.Dataset, inputs: xr.Dataset, also: Sequence[str] = ()) -> Features:
    """The inputs of `engine.draw`, then the variables `also` of the results, a column for each of their parts.

    A column of a variable is called `go_live_delay.synergy`, and its `kind` is the variable. Raises `AnalysisError`
    for a variable that the results do not hold, or that is not one number an iteration and part.
    """
    columns = [np.asarray(inputs["value"].transpose("input", "iteration").values)]
    names = [str(name) for name in inputs["input"].values]
    said = {
        key: [str(one) for one in inputs[key].values] if key in inputs.coords else [""] * len(names)
        for key in KEPT
    }
    for name in also:
        if name not in results.data_vars:
            hint = (
                nearest(name, map(str, results.data_vars)) or f"there are {list(map(str, results.data_vars))}"
            )
            raise AnalysisError(f"also: no {name!r} in these results; {hint}")
        variable = results[name]
        dims = [str(dim) for dim in variable.dims if dim != "iteration"]
        if "iteration" not in variable.dims or len(dims) != 1 or dims[0] == "year":
            raise AnalysisError(f"also: {name} has dims {variable.dims}; by cluster or by part is needed")
        columns.append(np.asarray(variable.transpose(dims[0], "iteration").values, np.float64))
        labels = [str(label) for label in variable[dims[0]].values]
        names += [f"{name}.{label}" for label in labels]
        for key in KEPT:
            said[key] += [name if key == "kind" else ""] * len(labels)
    table = np.ascontiguousarray(np.concatenate(columns))
    return Features(table, names, {key: ("input", np.array(values, object)) for key, values in said.items()})
