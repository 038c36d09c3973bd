"""Sentences for figures that were asked for to a precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.reporting.phrasing import chance, interval, quantity
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr


def reading_sentence(one: xr.Dataset) -> str:
    """`p80(total_cost) ± 1%: £1,814m (£1,801m to £1,828m), which needs about 21,000 iterations.`"""
    value, low, high = (float(one[key][-1]) for key in ("value", "low", "high"))
    units = str(one["units"].values)
    scale = scale_for(units, value, low, high)
    shown = f"{quantity(value, units, scale=scale)} ({interval(low, high, units, scale=scale)})"
    told = shown if units else chance(value, low, high)
    needed = float(one["needed"])
    length = (
        f"needs about {_rounded(needed):,} iterations" if np.isfinite(needed) else "no length of run will do"
    )
    return f"{one['target'].values}: {told}, which {length}."


def _rounded(count: float) -> int:
    digits = max(len(f"{count:.0f}") - 2, 0)
    return int(round(count, -digits))
