"""The figures that a whole iteration is judged by: one number an iteration for each measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr

_OVER_CLUSTERS: dict[str, Callable[..., NDArray[np.float64]]] = {"sum": np.sum, "max": np.max}


def measures(results: xr.Dataset) -> xr.Dataset:
    """Every scalar measure of `results`, as variables of shape `(iteration,)`, float64.

    Variables of `(iteration, cluster)` are reduced as their attribute `over_clusters` says ("sum" or
    "max"), and their base case with them; a NaN in any cluster gives NaN. Yearly variables are left out.
    Each variable has the attributes long_name, units, cautious ("low", "high" or "" if not said) and
    base (NaN if not given). The attributes of `results` are kept.

    Raises ValueError if no dimension is `iteration` or a cluster variable does not say how to reduce it.
    """
    import xarray as xr

    if "iteration" not in results.dims:
        raise ValueError(f"results need a dimension 'iteration'; found {list(map(str, results.dims))}")
    found = {name: measure(results, name) for name in measure_names(results)}
    coords = {"iteration": results["iteration"]} if "iteration" in results.coords else {}
    return xr.Dataset(found, coords=coords, attrs=dict(results.attrs))


def measure(results: xr.Dataset, name: str) -> xr.Variable:
    """One measure by name, shape `(iteration,)`; attributes as in `measures`.

    Raises ValueError if the results hold no such measure, naming those that they hold.
    """
    import xarray as xr

    if name not in results.data_vars:
        raise ValueError(f"no measure {name!r} in these results; they hold {measure_names(results)}")
    variable = results[name]
    attrs: dict[str, Any] = {
        "long_name": str(variable.attrs.get("long_name", name)),
        "units": str(variable.attrs.get("units", "1")),
        "cautious": str(variable.attrs.get("cautious", "")),
    }
    base = np.asarray(variable.attrs.get("base", np.nan), dtype=np.float64)
    if variable.dims == ("iteration",):
        values: NDArray[np.float64] = np.asarray(variable.values, dtype=np.float64)
    elif set(variable.dims) == {"iteration", "cluster"}:
        reduce = _OVER_CLUSTERS.get(str(variable.attrs.get("over_clusters")))
        if reduce is None:
            raise ValueError(
                f"{name}: attribute over_clusters must be one of {list(_OVER_CLUSTERS)}, "
                f"found {variable.attrs.get('over_clusters')!r}"
            )
        table = variable.transpose("iteration", "cluster").values.astype(np.float64)
        values = np.asarray(reduce(table, axis=1))
        base = np.asarray(reduce(np.atleast_1d(base)))
    else:
        raise ValueError(f"{name} has dimensions {variable.dims}: it is not one number an iteration")
    return xr.Variable(("iteration",), values, attrs | {"base": float(base)})


def measure_names(results: xr.Dataset) -> list[str]:
    """Names of the variables that `measures` would give, in the order of the results."""
    scalar = ({"iteration"}, {"iteration", "cluster"})
    numeric = "biuf"  # kinds of dtype: a truth value counts as 0 or 1, so its mean is a share
    return [
        str(name)
        for name, variable in results.data_vars.items()
        if set(variable.dims) in scalar and variable.dtype.kind in numeric
    ]
