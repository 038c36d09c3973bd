"""What to set aside to be 80% sure of the cost: the same figures on the first screen and in their own section."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.analysis.contingency import contingency
from engine.reporting.page.material import COST, Material
from engine.reporting.tables.contingency import Wording

if TYPE_CHECKING:
    import xarray as xr


class Aside(NamedTuple):
    """Money over the plan, and the plan, in words; `over` is at most nought where the plan is enough."""

    over: float
    told: str
    plan: str


def found_contingency(material: Material) -> xr.Dataset | None:
    """The contingency that was studied, else what the results alone tell of it; nothing of a summary."""
    studied = material.study("contingency")
    if studied is not None:
        return studied
    results = material.findings.results
    if material.is_summary or not np.isfinite(material.findings.outlook(COST)["finite"].values).any():
        return None
    if material.findings.outlook(COST).attrs["missing"]:
        return None
    return contingency(results, 80, COST)


def set_aside(material: Material) -> Aside | None:
    """The contingency over the base case; of a summary the P80 less the base case; nothing without a base case."""
    row, found = material.row(COST), found_contingency(material)
    if row is None:
        return None
    if found is not None and math.isfinite(float(found["over_base"])):
        wording, over = Wording(found), float(found["over_base"])
        return Aside(over, wording.text(over), wording.text(float(found["base"])))
    over = row.value(80) - row.base
    return Aside(over, row.exact(over), row.exact(row.base)) if math.isfinite(over) else None
