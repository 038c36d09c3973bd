"""The outlook of a measure in the unit in which it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reporting.visuals.bars import axis_range
from engine.reporting.visuals.programme_years import year_units
from engine.reporting.visuals.scale import rescaled, scale_of

if TYPE_CHECKING:
    import xarray as xr

    from engine.analysis.findings import Findings

_AMOUNTS = ("finite", "value", "value_low", "value_high", "at_least", "at_most")


def readable(findings: Findings, name: str) -> tuple[xr.Dataset, str | None]:
    """The outlook of a measure in the unit in which it is shown, and that unit if it is the programme's money.

    The attribute `factor` is what its amounts were multiplied by.
    """
    attrs = findings.results.attrs
    found = findings.outlook(name)
    own = found.attrs["units"]
    found = found.assign_attrs(units=year_units(own, attrs))
    scale = scale_of(axis_range(found), found.attrs["units"])
    found = rescaled(found, _AMOUNTS, scale, ["base"]).assign_attrs(factor=scale.factor)
    return found, found.attrs["units"] if own == attrs.get("unit") else None
