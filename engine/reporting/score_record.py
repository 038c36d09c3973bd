"""How a forecast did, as plain data."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from engine.reporting.record import number

if TYPE_CHECKING:
    import xarray as xr

OF_ALL = ("about", "fact", "date", "source")
OF_MEASURES = ("value", "base", "low", "high", "pit", "crps", "crps_base")


def record(found: xr.Dataset) -> dict[str, Any]:
    """What `engine.score` gives; of a claim `holds`, `chance` and `brier`, of a measure the rest."""
    return {
        "outcomes": [_one(found.isel(outcome=k)) for k in range(found.sizes["outcome"])],
        **{key: found.attrs[key] for key in ("facts", "hits", "coverage", "power", "verdict")},
    }


def _one(one: xr.Dataset) -> dict[str, Any]:
    told: dict[str, Any] = {"name": str(one["outcome"].values)}
    told |= {key: text for key in OF_ALL if (text := str(one[key].values))}
    if math.isnan(float(one["low"])):
        ends = {"holds": bool(one["value"]), "base_holds": bool(one["base"])}
        return told | ends | {key: float(one[key]) for key in ("chance", "brier")}
    return told | {key: number(float(one[key])) for key in OF_MEASURES} | {"inside": bool(one["inside"])}


def record_text(found: xr.Dataset) -> str:
    """`record` as indented JSON text."""
    return json.dumps(record(found), indent=2, ensure_ascii=False, allow_nan=False)
