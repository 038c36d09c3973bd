"""Differences for people: `−£188m ± £4m`, to the digits that their error lets one trust."""

from __future__ import annotations

import math

from engine.reporting.digits import supported_decimals
from engine.reporting.phrasing import quantity
from engine.reporting.units import Scale


def difference(value: float, low: float, high: float, units: str, scale: Scale | None = None) -> str:
    """A change with its sign and half of its interval; `nought` where it is 0 and surely so.

    Without a finite interval the change alone.
    """
    if not math.isfinite(value):
        return "not available"
    half = (high - low) / 2
    if value == 0 and not half > 0:
        return "nought"
    decimals = supported_decimals(value, low, high, scale or Scale())
    shown = signed(value, units, decimals, scale)
    return (
        f"{shown} ± {quantity(half, units, decimals, scale)}" if math.isfinite(half) and half > 0 else shown
    )


def signed(value: float, units: str, decimals: int | None = None, scale: Scale | None = None) -> str:
    """A value with its sign: `+£12m`, `−£12m`."""
    text = quantity(value, units, decimals, scale)
    return f"+{text}" if value > 0 else text
