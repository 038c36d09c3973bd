"""The figures that a whole iteration is judged by: one number an iteration for each measure."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import LABELS, is_summary, put_together
from engine.analysis.whole import check_whole, values_of
from engine.problems import ResultsError, listed, nearest

if TYPE_CHECKING:
    import xarray as xr

_OVER_CLUSTERS: dict[str, Callable[..., NDArray[np.float64]]] = {"sum": np.add, "max": np.maximum}


def iterations_of(results: xr.Dataset) -> int:
    """How many iterations the results are of."""
    return int(results.attrs["iterations"] if is_summary(results) else results.sizes.get("iteration", 0))


def check_iterations(results: xr.Dataset) -> None:
    """Raise `ResultsError` for what has neither iterations nor their counts, and for what is not whole."""
    check_whole(results)
    if not is_summary(results) and "iteration" not in results.dims:
        raise ResultsError(f"results need a dimension 'iteration'; found {list(map(str, results.dims))}")


def over_clusters(how: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """`(...)` The "sum" or "max" of `values[cluster, ...]`, one after the other: no layout changes a bit."""
    return reduce(_OVER_CLUSTERS[how], values)


def measures(results: xr.Dataset) -> xr.Dataset:
    """Every scalar measure of `results`, as variables of shape `(iteration,)`, float64.

    Variables of `(iteration, cluster)` are reduced as their attribute `over_clusters` says ("sum" or
    "max"), and their base case with them; a NaN in any cluster gives NaN. Yearly variables are left out.
    Each variable has the attributes long_name, units, cautious ("low", "high" or "" if not said) and
    base (NaN if not given). The attributes of `results` are kept.

    Raises `ResultsError` if no dimension is `iteration` or a cluster variable does not say how to reduce it.
    """
    import xarray as xr

    check_iterations(results)
    found = {name: measure(results, name) for name in measure_names(results)}
    coords = {"iteration": results["iteration"]} if "iteration" in results.coords else {}
    return xr.Dataset(found, coords=coords, attrs=dict(results.attrs))


def measure(results: xr.Dataset, name: str) -> xr.Variable:
    """One measure by name, shape `(iteration,)`; attributes as in `measures`.

    Raises `ResultsError` if the results hold no such measure, naming those that they hold.
    """
    import xarray as xr

    if is_summary(results):
        raise ResultsError(
            f'{name}: these results are a summary; play with keep="iterations" to see each one'
        )
    attrs = describe(results, name)
    values = values_of(results, name, "iteration")
    is_by_cluster = values.ndim == 2
    values = over_clusters(results[name].attrs["over_clusters"], values) if is_by_cluster else values.copy()
    return xr.Variable(("iteration",), values, attrs)


def describe(results: xr.Dataset, name: str) -> dict[str, Any]:
    """What a measure is: long_name, units, cautious and base as in `measures`; of a summary too.

    Raises `ResultsError` if the results hold no such measure, or if it is not one number an iteration.
    """
    if is_summary(results):
        if name not in results["measure"].values:
            raise ResultsError(_unknown(results, name))
        row = results.sel(measure=name)
        return {key: row[key].item() for key in ("long_name", "units", "cautious", "base")}
    if name not in results.data_vars:
        raise ResultsError(_unknown(results, name))
    variable = results[name]
    bases = bases_of(results, name)
    if set(variable.dims) == {"iteration", "cluster"}:
        how = variable.attrs.get("over_clusters")
        if how not in _OVER_CLUSTERS:
            raise ResultsError(
                f"{name}: attribute over_clusters must be one of {list(_OVER_CLUSTERS)}, found {how!r}"
            )
        bases = np.atleast_1d(over_clusters(how, bases))
    elif variable.dims != ("iteration",):
        raise ResultsError(f"{name} has dimensions {variable.dims}: it is not one number an iteration")
    return {
        "long_name": str(variable.attrs.get("long_name", name)) + _slice_label(results, name),
        "units": str(variable.attrs.get("units", "1")),
        "cautious": str(variable.attrs.get("cautious", "")),
        "base": float(bases[0]),
    }


def _unknown(results: xr.Dataset, name: str) -> str:
    held = measure_names(results)
    return f"no measure {name!r} in these results; {nearest(name, held) or f'they hold {listed(held)}'}"


def bases_of(results: xr.Dataset, name: str) -> NDArray[np.float64]:
    """The base case of a variable, a number a cluster or year of it; NaN where that is not known.

    Of a slice it is not, since an attribute does not say whose numbers it holds, nor of runs put together.
    """
    bases = _given_bases(results, name)
    parts = _parts_of(results, name)
    return bases if bases.size == parts and not put_together(results) else np.full(parts, np.nan)


def is_slice(results: xr.Dataset, name: str) -> bool:
    """Whether a variable has other clusters or years than its base case has."""
    return _given_bases(results, name).size not in (1, _parts_of(results, name))


def _given_bases(results: xr.Dataset, name: str) -> NDArray[np.float64]:
    return np.atleast_1d(np.asarray(results[name].attrs.get("base", np.nan), dtype=np.float64))


def _parts_of(results: xr.Dataset, name: str) -> int:
    """How many clusters or years a variable has."""
    return prod(results[name].sizes.get(dim, 1) for dim in LABELS)


def _slice_label(results: xr.Dataset, name: str) -> str:
    """`, Synergy` for a measure of all clusters of which that one was taken, by its name if it has one."""
    taken = [dim for dim in LABELS if dim in results.coords and not results[dim].ndim]
    if len(taken) != 1 or not is_slice(results, name):
        return ""
    label = f"{taken[0]}_name" if f"{taken[0]}_name" in results.coords else taken[0]
    return f", {results[label].item()}"


def measure_names(results: xr.Dataset) -> list[str]:
    """Names of the measures that are one number an iteration, in the order of the results."""
    if is_summary(results):
        return [str(name) for name in results["measure"].values[results["whole"].values]]
    scalar = ({"iteration"}, {"iteration", "cluster"})
    numeric = "biuf"  # kinds of dtype: a truth value counts as 0 or 1, so its mean is a share
    return [
        str(name)
        for name, variable in results.data_vars.items()
        if set(variable.dims) in scalar and variable.dtype.kind in numeric
    ]
