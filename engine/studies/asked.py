"""The one measure that a study asks a run for: a measure by name, or a single part such as `synergy.build.finish`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.measures import describe, measure
from engine.model.model import Model
from engine.programme.model import Programme

if TYPE_CHECKING:
    import xarray as xr

Play = Callable[..., "xr.Dataset"]
"""`engine.simulate`, or what plays as it does: on a cluster, say. Some studies ask it for two runs at a time."""


def values_of(results: xr.Dataset, name: str) -> NDArray[np.float64]:
    """`(iteration)` What a run that was asked for the measure `name` alone tells of it."""
    if name in results.data_vars:
        return np.asarray(measure(results, name).values)
    (only,) = results.data_vars
    return np.asarray(results[only].values, np.float64).reshape(-1)


def attrs_of(results: xr.Dataset, name: str) -> dict[str, Any]:
    """long_name, units, cautious and base of it."""
    if name in results.data_vars:
        return describe(results, name)
    (only,) = results.data_vars
    variable = results[only]
    return {
        "long_name": f"{variable.attrs['long_name']} of {name}",
        "units": str(variable.attrs["units"]),
        "cautious": str(variable.attrs["cautious"]),
        "base": float(np.ravel(variable.attrs["base"])[0]),
    }


def usual_measure(played: Programme | Model) -> str:
    """The measure that a study is of unless it is told: total_benefit, of a model its first output."""
    return played.outputs[0] if isinstance(played, Model) else "total_benefit"
