"""A Dataset that an analysis or a study found -> plain data, for a machine to read."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.attributes import TEXTS
from engine.visible import visible

if TYPE_CHECKING:
    import xarray as xr


def dataset_record(found: xr.Dataset) -> dict[str, Any]:
    """Attributes, coordinates and variables, each with its dims and values; what is no finite number is `None`.

    An attribute that holds JSON is the data in it.
    """
    return {
        "attributes": {str(key): _attribute(str(key), value) for key, value in found.attrs.items()},
        "coordinates": {str(name): _values(coord) for name, coord in found.coords.items()},
        "variables": {
            str(name): {"dims": list(map(str, variable.dims)), "values": _values(variable)}
            for name, variable in found.data_vars.items()
        },
    }


def dataset_text(found: xr.Dataset) -> str:
    """The same as indented JSON text, in which nothing is obeyed by a terminal."""
    return visible(
        json.dumps(dataset_record(found), indent=2, ensure_ascii=False, allow_nan=False), kept="\n"
    )


def _attribute(key: str, value: Any) -> Any:
    if key not in TEXTS and isinstance(value, str) and value[:1] in ("[", "{"):  # a title is what it is
        try:
            return _plain(json.loads(value))
        except (ValueError, RecursionError):
            return value
    return _plain(value.tolist() if isinstance(value, np.ndarray | np.generic) else value)


def _values(variable: xr.DataArray) -> Any:
    return _plain(variable.values.tolist())


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, int | float | bool | str) or value is None else str(value)
