"""What would have to be true for the claim to hold, and what could be promised instead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from engine.problems import listed
from engine.reporting import phrasing
from engine.reporting.held import held
from engine.reporting.page.material import Material
from engine.reporting.page.pictures import of_study
from engine.reporting.page.report import Piece, Section
from engine.reporting.phrasing import chance, quantity
from engine.reporting.tables.needed import SWITCHING, switching_table
from engine.reporting.tables.table import Paragraph
from engine.reporting.verdicts import floored

if TYPE_CHECKING:
    import xarray as xr

PLACE = 40
HEADING = "What would have to be true"


def section(material: Material) -> Section:
    """Which input alone would make the claim hold, and the promise that would."""
    if not material.lead:
        return Section("needed", HEADING, (Paragraph("Nothing is claimed, so nothing has to be true."),))
    brief: list[Piece] = []
    detail: list[Piece] = []
    found = material.study("needed")
    if found is None:
        brief.append(Paragraph(material.without("needed")))
    else:
        floor = float(material.findings.verdict.attrs["floor"])
        brief.append(Paragraph(_alone(found, floor)))
        table = switching_table(found)
        if table.columns[0].cells:
            detail += [of_study("switching", found), table, Paragraph(SWITCHING, "note")]
    promise = material.study("promise")
    if promise is not None:
        brief.append(Paragraph(_promise(promise)))
    return Section("needed", HEADING, tuple(brief), tuple(detail))


def _alone(found: xr.Dataset, floor: float) -> str:
    """How many inputs alone bring the chance to each level, and how far they get where none does."""
    attrs = found.attrs
    now = _no_finer((attrs["chance"], attrs["chance_low"], attrs["chance_high"]), floor)
    told = [f"“{attrs['statement']}” holds in {now} of iterations as things are."]
    failed = []
    for level in found["level"].values:
        reached = found["input"].values[found["value"].sel(level=level).notnull().values]
        if not len(reached):
            failed.append(f"{level:g}%")
            continue
        names = ", ".join(map(str, reached[:3])) + (" and others" if len(reached) > 3 else "")
        told.append(
            f"Of {found.sizes['input']} inputs, {len(reached)} alone can bring it to {level:g}%: {names}."
        )
    if failed and found.sizes["input"]:
        told.append(f"No input alone can bring it to {listed(failed)}. {_furthest(found, floor)}")
    return " ".join(told)


def _furthest(found: xr.Dataset, floor: float) -> str:
    """The input that gets furthest alone, and how far."""
    keys = ("chance_lowest", "chance_highest")
    ends = np.stack([found[key].values for key in keys])
    side, place = np.unravel_index(int(np.argmax(ends)), ends.shape)
    one, key = found.isel(input=int(place)), keys[int(side)]
    share = float(one[key]), float(one[f"{key}_low"]), float(one[f"{key}_high"])
    name, at = str(one["input"].item()), float(one[("lowest", "highest")[int(side)]])
    return f"The furthest is {name} {held(name, at)}: {_no_finer(share, floor)}."


def _no_finer(share: tuple[float, float, float], floor: float) -> str:
    """A chance with its interval, where the evidence can carry it."""
    return floored(share[0], floor) or chance(*share)


def _promise(found: xr.Dataset) -> str:
    """The bounds that would hold with each chance, beside the one that was claimed."""
    attrs = found.attrs
    units, is_least = str(attrs["units"]), attrs["side"] == "at_least"
    told = []
    for level in found["level"].values:
        value = float(found["value"].sel(level=level))
        shown = (
            phrasing.bounded(quantity(value, units, start=str(attrs.get("start", ""))), units, is_least)
            if math.isfinite(value)
            else "no bound"
        )
        told.append(f"{shown} would hold with {level:g}%")
    claimed = phrasing.bounded(
        quantity(float(attrs["bound"]), units, start=str(attrs.get("start", ""))), units, is_least
    )
    return f"The claim says {claimed}. A promise of {', of '.join(told)}."
