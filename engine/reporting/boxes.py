"""Boxes of inputs in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.reporting import phrasing
from engine.reporting.influence import is_claim

if TYPE_CHECKING:
    import xarray as xr

_MONTHS = ("duration", "earliest start", "lag", "ramp", "finish", "go_live_delay")
_STRIKES = ".strikes"


def what_happens(found: xr.Dataset, many: bool = False) -> str:
    """`misses the claim “…”`, `is above 900`: what iterations are told by, after `it` or, if `many`, `iterations`."""
    attrs = found.attrs
    miss = attrs["aim"] == "miss"
    if is_claim(attrs):
        verb = ("miss" if many else "misses") if miss else ("meet" if many else "meets")
        return f"{verb} the claim “{attrs['long_name']}”"
    least, most = (float(attrs.get(key, np.nan)) for key in ("at_least", "at_most"))
    verb = ("fail" if many else "fails") if miss else ("meet" if many else "meets")
    return f"{verb} {attrs['long_name']} {phrasing.bound(str(attrs['units']), least, most)}"


def condition(found: xr.Dataset, place: int) -> str:
    """One restriction: `drivers.synergy_cost is above 1.34`, `the risk flood strikes`."""
    one = found.isel(restriction=place)
    name, low, high = str(one["limited"].item()), float(one["low"]), float(one["high"])
    if name.endswith(_STRIKES):
        risk = name.removesuffix(_STRIKES).removeprefix("risks.")
        return f"the risk {risk} {'strikes' if np.isfinite(low) else 'does not strike'}"
    kind = str(found["kind"].sel(input=name).item()) if "kind" in found.coords else ""
    after = " months" if kind in _MONTHS else ""
    ends = [phrasing.plain(end) for end in (low, high)]
    if np.isfinite(low) and np.isfinite(high):
        return f"{name} is from {ends[0]} to {ends[1]}{after}"
    return f"{name} is {f'above {ends[0]}' if np.isfinite(low) else f'at most {ends[1]}'}{after}"


def restrictions_of(found: xr.Dataset, box: int) -> list[int]:
    """Places of the restrictions of a box, the surest first."""
    places = np.flatnonzero(found["of_box"].values == box)
    return [int(place) for place in places[np.argsort(found["quasi_p"].values[places], kind="stable")]]


def conditions(found: xr.Dataset, box: int) -> str:
    """All of a box: `drivers.synergy_cost is above 1.34 and synergy.slippage.duration is above 12 months`."""
    return " and ".join(condition(found, place) for place in restrictions_of(found, box))


def sentence(found: xr.Dataset, box: int) -> str:
    """`When … , 94% (93% to 95%) of iterations miss the claim; 40% of all that do are such.`"""
    one = found.sel(box=box)
    covered = phrasing.chance(*(float(one[f"coverage{end}"]) for end in ("", "_low", "_high")))
    other = "other " if box else ""
    if int(found.attrs["yes_or_no"]):
        density = phrasing.chance(*(float(one[f"density{end}"]) for end in ("", "_low", "_high")))
        return (
            f"When {conditions(found, box)}, {density} of {other}iterations {what_happens(found, many=True)}; "
            f"{covered} of all that do are among them."
        )
    sign, units = float(found.attrs.get("sign", 1.0)), str(found.attrs["units"])
    value = phrasing.quantity(sign * float(one["density"]), units)
    worst = "worst" if found.attrs["aim"] == "miss" else "best"
    return (
        f"When {conditions(found, box)}, {found.attrs['long_name']} is {value} on average ({covered} of the {worst} "
        "fifth of iterations are among them)."
    )
